package safe_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// check tests what holds for every text in every sink: no control bytes,
// cleaning again changes nothing, no endless characters, and a terminal that
// draws it keeps the rows above and below, answers nothing and hears no order.
func check(t *testing.T, in string) {
	t.Helper()
	for sink, clean := range map[string]func(string) safe.Text{
		"Line": safe.Line, "Body": safe.Body, "Name": safe.Name, "Title": safe.Title, "Literal": safe.Literal,
	} {
		out := clean(in).String()
		if why := bad(out, sink == "Body" || sink == "Literal"); why != "" {
			t.Errorf("%s(%q) = %q holds %s", sink, in, out, why)
		}
		if again := clean(out).String(); again != out {
			t.Errorf("%s(%q)\n   is %q\nagain %q", sink, in, out, again)
		}
		if c := longest(out); len([]rune(c)) > 100 {
			t.Errorf("%s(%q) holds a character of %d runes: %q", sink, in, len([]rune(c)), c)
		}
		if sink == "Literal" || len(in) > 1000 && sink != "Body" {
			continue
		}
		// The first row is enough: each is drawn alone.
		for _, row := range strings.Split(ansi.Hardwrap(out, 38, true), "\n")[:1] {
			if got, want := draw(t, row), frame(); got != want {
				t.Errorf("drawing %s(%q) = %q leaves\n%s\nwant\n%s", sink, in, row, got, want)
			}
		}
	}
}

// longest returns the longest character of s.
func longest(s string) (most string) {
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if c := g.Str(); len(c) > len(most) {
			most = c
		}
	}
	return most
}

const edge = "████████████████████████████████████████"

func frame() string { return edge + "\n" + edge + "\nafter" }

// draw draws row between two others on a terminal, writes a word after it, and
// returns all but the row itself.
func draw(t *testing.T, row string) string {
	t.Helper()
	e := vt.NewEmulator(40, 4)
	var orders []string
	order := func(what string) { orders = append(orders, what) }
	replies := make(chan string)
	go func() {
		b, _ := io.ReadAll(e)
		replies <- string(b)
	}()
	_, _ = io.WriteString(e, "\x1b[1;1H"+edge+"\x1b[3;1H"+edge+"\x1b[2;1H")
	e.SetCallbacks(vt.Callbacks{
		Bell:             func() { order("bell") },
		Title:            func(string) { order("title") },
		IconName:         func(string) { order("icon") },
		AltScreen:        func(bool) { order("screen") },
		WorkingDirectory: func(string) { order("folder") },
		EnableMode:       func(m ansi.Mode) { order(fmt.Sprint("mode on ", m)) },
		DisableMode:      func(m ansi.Mode) { order(fmt.Sprint("mode off ", m)) },
	})
	_, _ = io.WriteString(e, row)
	e.SetCallbacks(vt.Callbacks{})
	_, _ = io.WriteString(e, "\x1b[4;1Hafter")
	if p, ok := e.InputPipe().(io.Closer); ok {
		_ = p.Close()
	}
	if r := <-replies; r != "" {
		t.Errorf("the terminal answers %q", r)
	}
	_ = e.Close() // only now: it may not meet a Read
	if len(orders) > 0 {
		t.Errorf("the terminal hears %q", orders)
	}
	lines := strings.Split(e.String(), "\n")
	return lines[0] + "\n" + lines[2] + "\n" + strings.TrimRight(lines[3], " ")
}

func FuzzClean(f *testing.F) {
	for _, tt := range torture {
		f.Add(tt.in[:min(len(tt.in), 400)])
	}
	for _, s := range kept {
		f.Add(s[:min(len(s), 400)])
	}
	f.Fuzz(func(t *testing.T, in string) { check(t, in) })
}

// TestMixtures cleans random texts of the code points that stand on, join or
// hide each other.
func TestMixtures(t *testing.T) {
	tricky := []rune("a1 \n\t\r\x1b\u0085\u00ad\u0301\u0323\u20e3\u0903क\u094dषقم\u064eे\u0e33ก" +
		"\u200b\u200c\u200d\u200e\u2028\u202e\u2066\u2800\u3164\ufe0e\ufe0f\ufe00\ufeff\ufff9\ufffc\ue000" +
		"👩👧❤⚠👍🏽🏿🇫🇷🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e007f\U000e0100葛᠎ᠠ\u180b" +
		"ᄒ각가ᅡᆨㅋ\u1160ｶﾞ\u0600\u0d4e\U000111c2\U0001cfff漢#*⁉ℹ\u071c")
	texts := rapid.StringOf(rapid.SampledFrom(tricky))
	rapid.Check(t, func(t *rapid.T) {
		in := texts.Draw(t, "text")
		for _, clean := range []func(string) safe.Text{safe.Line, safe.Body, safe.Name, safe.Title} {
			out := clean(in).String()
			if why := bad(out, true); why != "" {
				t.Fatalf("%q becomes %q, which holds %s", in, out, why)
			}
			if again := clean(out).String(); again != out {
				t.Fatalf("%+q\n   is %+q\nagain %+q", in, out, again)
			}
			if c := longest(out); len([]rune(c)) > 100 {
				t.Fatalf("%q holds the character %q", out, c)
			}
		}
	})
}
