package main

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

func mark(room string, count, mentions int64) chat.RoomMark {
	return chat.RoomMark{Room: room, Unread: count, Mentions: mentions}
}

func TestFormatsOfStatus(t *testing.T) {
	some := &chat.Welcome{Rooms: []chat.RoomMark{mark("#dev", 2, 0), mark("#idle", 0, 0), mark("#ops", 3, 1), mark("@bob", 1, 1)}}
	one := &chat.Welcome{Rooms: []chat.RoomMark{mark("#ops", 3, 1)}}
	full := &chat.Welcome{Rooms: []chat.RoomMark{mark("#ops", 999, 0), mark("#x", 1, 0)}}
	evil := &chat.Welcome{Rooms: []chat.RoomMark{mark("#[fg=red]#(touch /tmp/x)#{host}", 1, 0), mark("##[x]\x1b[2J\n\u202e%F{red}", -1, 5000)}}
	for _, tt := range []struct {
		format string
		w      *chat.Welcome
		hide   bool
		want   string
	}{
		{"plain", some, false, "6 unread, 2 mentions"},
		{"plain", one, true, "3 unread, 1 mention"},
		{"plain", &chat.Welcome{}, false, "0 unread"},
		{"plain", &chat.Welcome{}, true, ""},
		{"plain", full, false, "1000+ unread"},
		{"tmux", some, false, "6 unread, 2 mentions: ##ops 3, @bob 1, ##dev 2"},
		{"tmux", &chat.Welcome{}, false, ""},
		{"tmux", evil, false, "1 unread, 999 mentions: ####[x]␛[2J �%F{red} 0, ##[fg=red]##(touch /tmp/x)##{host} 1"},
		{"json", one, false, `{"unread":3,"mentions":1,"more":false,"rooms":[{"room":"#ops","unread":3,"mentions":1}]}`},
		{"json", &chat.Welcome{}, false, `{"unread":0,"mentions":0,"more":false,"rooms":[]}`},
		{"{unread}/{mentions} {rooms} {{}}", one, false, "3/1 #ops 3 {}"},
		{"#[bold]{unread}", one, false, "#[bold]3"},
		{"tmux:#[bold]{unread} {rooms}", one, false, "#[bold]3 ##ops 3"},
		{"zsh:{rooms}", evil, false, "##[x]␛[2J �%%F{red} 0, #[fg=red]#(touch /tmp/x)#{host} 1"},
		{"{unread}", &chat.Welcome{}, true, ""},
		{"", one, false, ""},
	} {
		format, err := parseStatusFormat(tt.format)
		if err != nil {
			t.Errorf("%q: %v", tt.format, err)
			continue
		}
		if got := format(countUnread(tt.w), tt.hide); got != tt.want {
			t.Errorf("%q\n got %q\nwant %q", tt.format, got, tt.want)
		}
	}
	for _, format := range []string{"{", "}", "{unread", "{rome}", "a}b", "{{{", "tmux:{x}", "{}"} {
		if _, err := parseStatusFormat(format); err == nil {
			t.Errorf("%q is a format", format)
		}
	}
}

// FuzzStatus tests that no name makes an order of tmux, nor another line.
func FuzzStatus(f *testing.F) {
	f.Add("#[fg=red]")
	f.Add("#(cmd)")
	f.Add("a#")
	f.Add("\x1b]52;c;eA==\x07")
	f.Fuzz(func(t *testing.T, name string) {
		u := countUnread(&chat.Welcome{Rooms: []chat.RoomMark{mark(name, 1, 1), mark("["+name, 1, 0)}})
		tmux, err := parseStatusFormat("tmux")
		if err != nil {
			t.Fatal(err)
		}
		line := tmux(u, false)
		if strings.ContainsFunc(line, func(r rune) bool { return r < 0x20 || 0x7f <= r && r <= 0x9f }) {
			t.Errorf("%q holds a control character", line)
		}
		if strings.Contains(strings.ReplaceAll(line, "##", ""), "#") {
			t.Errorf("%q holds an order", line)
		}
		var back unread
		if err := json.Unmarshal([]byte(u.json()), &back); err != nil || strings.Contains(u.json(), "\n") {
			t.Errorf("%s: %v", u.json(), err)
		}
	})
}

// A server that says nothing is waited for no longer than was said.
func TestLookEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		silent := make(chan struct{})
		go func() {
			defer close(silent)
			_, _ = io.Copy(io.Discard, far)
		}()
		late := errors.New("late")
		ctx, cancel := context.WithTimeoutCause(t.Context(), 3*time.Second, late)
		defer cancel()
		_, err := look(ctx, client.Options{
			Nick: "ada", Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)),
			Dial: func(context.Context) (net.Conn, error) { return near, nil },
		})
		if !errors.Is(err, late) {
			t.Errorf("look = %v", err)
		}
		<-silent
	})
}

// What a server says instead of a welcome is told, and cleaned.
func TestLookIsRefused(t *testing.T) {
	for answer, want := range map[string]string{
		`{"type":"error","re":"hello","code":"nick_taken","text":"taken\u001b[2J"}`: "no account there",
		`{"type":"error","re":"hello","code":"banned","text":"go\u001b[2J"}`:        "go",
		`{"type":"bye","code":"shutting_down","text":"later\u001b[2J"}`:             "later",
		`{"type":"challenge","nonce":"AA==","key":"AA=="}`:                          "not 32 bytes",
		`{"type":`: "cannot be",
		``:         "closed the connection",
	} {
		near, far := net.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer far.Close()
			_, _ = far.Read(make([]byte, 4096)) // the hello
			_, _ = io.WriteString(far, answer+"\n")
		}()
		_, err := look(t.Context(), client.Options{
			Nick: "ada", Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)),
			Dial: func(context.Context) (net.Conn, error) { return near, nil },
		})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%s: %v", answer, err)
		}
		<-done
	}
}
