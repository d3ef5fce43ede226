package notify_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// payloads are those of the torture list, and what separates here.
func payloads() []string {
	return []string{
		"\x1b]52;c;cm0gLXJm\x07", "\x1b]52;c;cm0gLXJm\x1b\\", "\x1b]52;c;?\x07", "room\x07\x1b]52;c;eA==\x07",
		"\x1b]4;0;#ff0000\x07\x1b]10;red\x07", "\x1b]11;?\x07\x1b]4;1;?\x07", "\x1b]7;file:///etc\x07\x1b]133;C\x07",
		"\x1b]0;never ends", "\x1bPq#0;2;0;0;0~-\x1b\\", "\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\", "\x1bP+q544e\x1b\\",
		"\x1b_Ga=T,f=24,s=1,v=1;AAAA\x1b\\", "\x1b^pm\x1b\\\x1bXsos\x1b\\", "\x1b[2J\x1b[H\x1b[2K\x1b[3J", "\x1b[8;1;1t\x1b[2t",
		"\x1b[1;2r\x1b[?69h", "\x1b[?1049l\x1b[?1003h\x1b[?25l", "\x1b[>31u", "x\x1b[9999b", "\x1b[5i", "\x1b[8mhidden",
		"hi\x1b[" + strings.Repeat("1;", 32) + "1m", "\x1b[" + strings.Repeat("1:", 63) + "1m", "\x1bc\x1b[!p", "\x1b(0\x0e\x0f",
		"good\x08\x08\x08\x08evil", "long honest text\rFAKE", "\x0b\x0c\u0085\u0084", "\x00\x05\x7f\x18\x1a", "\x9b2J\x9d0;x\x9c",
		"\u009b2J\u009d0;x\u009c", "\x1b\u0301[2J", "\x1b]0;a\x1b[31mb\x07c", "abc\u202edef", "bo\u200bb", "a\u2028b\u2029c",
		"a" + strings.Repeat("\u0301", 200), "a" + strings.Repeat("\u0301", 20000), "\xed\xa0\x80\xff\xfe\xe2\x82",
		strings.Repeat("\n", 8000), strings.Repeat("\t", 2000), strings.Repeat("漢", 8000), strings.Repeat("👩\u200d", 900),
		"4;1;50", "7;rm", "10", " 4;3", ";4;3", "+4;1", "notify;a;b", "d=1:p=close;", ";;;", "", " ", "\a", "\x1b\\", "plain",
	}
}

// heard is what a terminal understood.
type heard struct {
	bells int
	oscs  []string
}

// tell writes s to a terminal and returns what it understood; everything but
// the bell and notifications is an error.
func tell(t *testing.T, s string) (h heard) {
	t.Helper()
	e := vt.NewEmulator(40, 4)
	order := func(what string) { t.Errorf("%q: the terminal hears %s", s, what) }
	e.SetCallbacks(vt.Callbacks{
		Bell:             func() { h.bells++ },
		Title:            func(string) { order("title") },
		IconName:         func(string) { order("icon") },
		AltScreen:        func(bool) { order("screen") },
		WorkingDirectory: func(string) { order("folder") },
		EnableMode:       func(m ansi.Mode) { order(fmt.Sprint("mode on ", m)) },
		DisableMode:      func(m ansi.Mode) { order(fmt.Sprint("mode off ", m)) },
	})
	for _, cmd := range []int{0, 1, 2, 4, 7, 8, 9, 10, 11, 12, 52, 99, 104, 110, 112, 133, 633, 777} {
		e.RegisterOscHandler(cmd, func(data []byte) bool {
			h.oscs = append(h.oscs, string(data))
			return true
		})
	}
	replies := make(chan string)
	go func() {
		b, _ := io.ReadAll(e)
		replies <- string(b)
	}()
	_, _ = io.WriteString(e, s)
	if p, ok := e.InputPipe().(io.Closer); ok {
		_ = p.Close()
	}
	if r := <-replies; r != "" {
		t.Errorf("%q: the terminal answers %q", s, r)
	}
	if p := e.CursorPosition(); p.X != 0 || p.Y != 0 || strings.TrimSpace(e.String()) != "" {
		t.Errorf("%q draws %q", s, e.String())
	}
	_ = e.Close()
	return h
}

// outside takes off what tmux takes off, and returns what reaches the terminal
// outside with what stays inside.
func outside(t *testing.T, s string) (passed string) {
	t.Helper()
	for {
		before, rest, found := strings.Cut(s, "\x1bPtmux;")
		passed += before
		if !found {
			return passed
		}
		for s = rest; !strings.HasPrefix(s, "\x1b\\"); {
			switch {
			case s == "":
				t.Fatalf("%q does not end", rest)
			case strings.HasPrefix(s, "\x1b\x1b"):
				passed, s = passed+"\x1b", s[2:]
			case s[0] == '\x1b':
				t.Fatalf("%q holds an escape that tmux would not pass", rest)
			default:
				passed, s = passed+s[:1], s[1:]
			}
		}
		s = s[2:]
	}
}

// check tests that a title and a body, whatever they hold, come out as the
// sequences that were meant and nothing else.
func check(t *testing.T, title, body string) {
	t.Helper()
	done := map[string]bool{}
	for _, clean := range []func(string) safe.Text{safe.Line, safe.Body} {
		title, body := clean(title), clean(body)
		for how := notify.Auto; how <= notify.OSC777; how++ {
			for _, env := range []notify.Env{{Term: "xterm-256color"}, {Term: "tmux-256color", Tmux: true}, {Term: "screen"}, {Term: "xterm-kitty"}, {Term: "foot"}} {
				out := notify.Encode(how, title, body, env)
				if env.Tmux {
					out = outside(t, out)
				}
				if !done[out] {
					sound(t, how, out)
				}
				done[out] = true
			}
		}
	}
}

// sound tests the sequences of one call.
func sound(t *testing.T, how notify.How, out string) {
	t.Helper()
	if !utf8.ValidString(out) || len(out) > 8000 {
		t.Fatalf("%q is no text, or %d bytes", out, len(out))
	}
	if (out == "") != (how == notify.Off) {
		t.Fatalf("%v is %q", how, out)
	}
	for _, osc := range parts(t, out) {
		number, rest, _ := strings.Cut(osc, ";")
		if strings.ContainsFunc(osc, func(r rune) bool { return r < 0x20 || 0x7f <= r && r <= 0x9f }) {
			t.Errorf("%q holds a control character", osc)
		}
		if ansi.StringWidth(rest) > 2*notify.MaxCells+60 && number != "99" {
			t.Errorf("%q is too long", osc)
		}
		switch number {
		case "9":
			if rest == "" || strings.IndexByte("0123456789+-; ", rest[0]) >= 0 {
				t.Errorf("%q is not for people", osc)
			}
		case "99":
			about, text, _ := strings.Cut(rest, ";")
			if raw, err := base64.StdEncoding.DecodeString(text); err != nil || len(raw) > 2048 || !utf8.Valid(raw) || !strings.HasPrefix(about, "i=chat-tui:d=") {
				t.Errorf("%q is no part of kitty's", osc)
			}
		case "777":
			if p := strings.SplitN(rest, ";", 3); len(p) != 3 || p[0] != "notify" || p[1] == "" {
				t.Errorf("%q has not three parts", osc)
			}
		default:
			t.Errorf("%q is no notification", osc)
		}
	}
	// This emulator takes the byte 0x9c for an end even within a character.
	if !strings.Contains(out, "\x9c") {
		h := tell(t, out)
		if want := parts(t, out); len(h.oscs) != len(want) || h.bells > 1 {
			t.Errorf("%q: the terminal hears %q and %d bells, not %q", out, h.oscs, h.bells, want)
		}
	}
}

// parts cuts out into the insides of its sequences; besides there may only be
// one bell at the end.
func parts(t *testing.T, out string) (oscs []string) {
	t.Helper()
	for out != "" && out != "\a" {
		if !strings.HasPrefix(out, "\x1b]") {
			t.Fatalf("%q stands outside of a sequence", out)
		}
		end := strings.IndexAny(out[2:], "\a\x1b") + 2
		if end < 2 {
			t.Fatalf("%q does not end", out)
		}
		oscs = append(oscs, out[2:end])
		if out = out[end:]; !strings.HasPrefix(out, "\a") && !strings.HasPrefix(out, "\x1b\\") {
			t.Fatalf("%q ends no sequence", out)
		}
		out = strings.TrimPrefix(out[1:], "\\")
	}
	return oscs
}

func TestNothingButTheSequenceComesOut(t *testing.T) {
	for _, p := range payloads() {
		check(t, p, "body")
		check(t, "title", p)
	}
	check(t, "", "only a body")
	for _, p := range tuitest.Payloads() {
		t.Run("T83 "+p.ID, func(t *testing.T) {
			check(t, p.Text, "body")
			check(t, "title", p.Text)
		})
	}
}

// The title of the window holds text and nothing else, and is bounded.
func TestNoTextBreaksOutOfATitle(t *testing.T) {
	for _, p := range tuitest.Payloads() {
		t.Run("T05 "+p.ID, func(t *testing.T) {
			got := notify.Title(3, 1, safe.Name(p.Text))
			if strings.ContainsFunc(got, unicode.IsControl) || !utf8.ValidString(got) {
				t.Errorf("the title is %q", got)
			}
			if w := ansi.StringWidth(got); w > 2*safe.MaxTitle {
				t.Errorf("the title is %d cells wide", w)
			}
		})
	}
}

func FuzzEncode(f *testing.F) {
	for _, p := range payloads() {
		f.Add(p[:min(len(p), 400)], p[:min(len(p), 400)])
	}
	f.Fuzz(check)
}

func TestEveryTerminalIsCalledItsWay(t *testing.T) {
	title, body := safe.Literal("bob in #ops"), safe.Literal("hi; there")
	const (
		osc9   = "\x1b]9;bob in #ops: hi; there\a"
		osc99  = "\x1b]99;i=chat-tui:d=0:p=title:e=1;Ym9iIGluICNvcHM=\x1b\\\x1b]99;i=chat-tui:d=1:p=body:e=1;aGk7IHRoZXJl\x1b\\"
		osc777 = "\x1b]777;notify;bob in #ops;hi; there\a"
	)
	for _, tt := range []struct {
		how  notify.How
		env  notify.Env
		want string
	}{
		{notify.Auto, notify.Env{Term: "xterm-256color"}, osc9 + "\a"},
		{notify.Auto, notify.Env{Term: "xterm-256color", TermProgram: "iTerm.app"}, osc9 + "\a"},
		{notify.Auto, notify.Env{Term: "xterm-kitty"}, osc99},
		{notify.Auto, notify.Env{Term: "foot"}, osc777},
		{notify.Auto, notify.Env{Term: "foot-extra"}, osc777},
		{notify.Auto, notify.Env{Term: "rxvt-unicode-256color"}, osc777},
		{notify.Auto, notify.Env{Term: "xterm-ghostty"}, osc777},
		{notify.Auto, notify.Env{Term: "xterm-256color", TermProgram: "ghostty"}, osc777},
		{notify.Auto, notify.Env{Term: "xterm-256color", TermProgram: "Apple_Terminal"}, "\a"},
		{notify.Auto, notify.Env{Term: "xterm"}, "\a"},
		{notify.Auto, notify.Env{Term: "linux"}, "\a"},
		{notify.Auto, notify.Env{Term: "vt220"}, "\a"},
		{notify.Auto, notify.Env{Term: "dumb"}, "\a"},
		{notify.Auto, notify.Env{Term: "screen.xterm-256color"}, "\a"},
		{notify.OSC9, notify.Env{Term: "screen"}, "\a"},
		{notify.OSC9, notify.Env{Term: "linux"}, osc9},
		{notify.OSC99, notify.Env{}, osc99},
		{notify.OSC777, notify.Env{}, osc777},
		{notify.Bell, notify.Env{Term: "xterm-kitty"}, "\a"},
		{notify.Bell, notify.Env{Term: "screen", Tmux: true}, "\a"},
		{notify.Off, notify.Env{Tmux: true}, ""},
		{notify.OSC777, notify.Env{Term: "screen-256color", Tmux: true}, "\x1bPtmux;\x1b" + osc777 + "\x1b\\\a"},
		{notify.Auto, notify.Env{Term: "tmux-256color", TermProgram: "tmux", Tmux: true}, "\x1bPtmux;\x1b" + osc9 + "\x1b\\\a"},
	} {
		if got := notify.Encode(tt.how, title, body, tt.env); got != tt.want {
			t.Errorf("%v %+v\n got %q\nwant %q", tt.how, tt.env, got, tt.want)
		}
	}
}

func TestANumberIsNoOrder(t *testing.T) {
	for title, want := range map[string]string{
		"4;1;50":        "\x1b]9;chat-tui: 4;1;50\a",
		"5 new in #ops": "\x1b]9;chat-tui: 5 new in #ops\a",
		";4;1":          "\x1b]9;chat-tui: ;4;1\a",
	} {
		if got := notify.Encode(notify.OSC9, safe.Line(title), safe.Text{}, notify.Env{}); got != want {
			t.Errorf("%q is %q", title, got)
		}
	}
	if got := notify.Encode(notify.OSC777, safe.Line("a;b"), safe.Line("c;d"), notify.Env{}); got != "\x1b]777;notify;a,b;c;d\a" {
		t.Errorf("a semicolon in a title: %q", got)
	}
}
