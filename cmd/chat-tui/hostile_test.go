package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"charm.land/fang/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// A sink is a way of a text from others to what a command prints or writes.
type sink func(t *testing.T, w io.Writer, text string)

// sinks returns all of them: screen and plain mode have tests of their own.
func sinks() map[string]sink {
	all := map[string]sink{
		"listen":        listens,
		"listen --json": listensJSON,
		"send":          sends,
		"the end of an error": func(_ *testing.T, w io.Writer, x string) {
			explain(w, fang.Styles{}, errors.Join(errors.New(x), errors.New(x)))
		},
		"what a server refuses": func(t *testing.T, w io.Writer, x string) {
			for _, code := range []chat.Code{chat.CodeNickTaken, chat.CodeBanned, chat.Code(x)} {
				explain(w, fang.Styles{}, refusal(t.Context(), (&chat.Failure{Code: code, Text: x, Of: x, Room: x}).Err()))
			}
		},
		"a look":  looks,
		"notices": func(_ *testing.T, w io.Writer, x string) { printTo(w)(x) },
		"doctor": func(_ *testing.T, w io.Writer, x string) {
			_ = (&report{out: w}).add([]finding{{"server", fine, x, x}})
			_ = (&report{out: w, json: true}).add([]finding{{"server", odd, x, x}})
		},
		"a folder as jsonl": func(t *testing.T, w io.Writer, x string) {
			item := sqlite.Item{Room: &sqlite.DumpRoom{RID: "r", Name: x, Topic: x}}
			if err := sqlite.WriteItem(harmless{w}, item); err != nil {
				t.Fatal(err)
			}
		},
	}
	for _, format := range []string{"jsonl", "text", "html"} {
		all["export "+format] = func(t *testing.T, w io.Writer, x string) { exports(t, w, format, x) }
	}
	for _, format := range []string{"plain", "tmux", "json", "{rooms} {unread}", "zsh:{rooms}"} {
		all["status "+format] = func(t *testing.T, w io.Writer, x string) {
			line, err := parseStatusFormat(format)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(w, line(countUnread(&chat.Welcome{Rooms: []chat.RoomMark{
				{Room: "#" + x, Topic: x, Unread: 1 << 40, Mentions: -1}, {Room: "@" + x, Unread: 1, Mentions: 1},
			}}), false)+"\n")
		}
	}
	return all
}

// entries are all kinds of them, with a text wherever one can be.
func entries(x string) []chat.Entry {
	said := chat.Entry{
		Kind: chat.EntryMessage, Room: "#" + x, RID: x, Seq: 1, From: x, Body: x, Topic: x, Emoji: x, CID: x,
		Reactions: []chat.Reaction{{Emoji: x, Count: 9, Nicks: []string{x, x}}},
	}
	all := make([]chat.Entry, 14)
	for i := range all {
		all[i] = said
	}
	all[1].Say, all[2].Say = chat.KindAction, chat.KindNotice
	all[3].Deleted, all[4].Damaged = true, true
	all[5].Kind, all[6].Kind, all[7].Kind, all[8].Kind = chat.EntryTopic, chat.EntryEdit, chat.EntryDelete, chat.EntryReact
	all[9].Kind, all[9].Remove = chat.EntryReact, true
	all[10].Kind, all[10].Deleted = chat.EntryEdit, true
	all[11].Kind, all[12].Kind, all[13].Kind = chat.EntryPush, chat.EntryTake, chat.EntryRelease
	return all
}

func listens(_ *testing.T, w io.Writer, x string) {
	p := &printer{out: w}
	for _, e := range entries(x) {
		p.event(&e)
	}
	p.event(&chat.MemberJoined{Room: x, Nick: x})
	p.event(&chat.MemberLeft{Room: x, Nick: x, Reason: x})
	p.event(&chat.Renamed{Old: x, Nick: x})
	p.event(&chat.Hole{Room: x, Why: x})
}

func listensJSON(t *testing.T, w io.Writer, x string) {
	var out bytes.Buffer
	p := &printer{out: io.MultiWriter(w, &out)}
	for _, e := range entries(x) {
		sent := wire.AppendEntry(nil, &e)
		out.Reset()
		p.frame(false, sent)
		var a, b any
		if json.Unmarshal(sent, &a) != nil || json.Unmarshal(out.Bytes(), &b) != nil || !equal(a, b) {
			t.Error("a program reads something else than was received")
		}
	}
}

func equal(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

func sends(_ *testing.T, w io.Writer, x string) {
	s := &sender{waiting: map[string]string{"c": x}}
	explain(w, fang.Styles{}, s.learn(&chat.SayState{CID: "c", State: chat.SayFailed, Err: chat.Errorf(chat.CodeMuted, "%s", x)}))
}

// looks asks a server that answers with x.
func looks(t *testing.T, w io.Writer, x string) {
	for _, answer := range []any{
		map[string]any{"type": "bye", "code": "shutting_down", "text": x},
		map[string]any{"type": "error", "re": "hello", "code": x, "text": x},
	} {
		line, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		explain(w, fang.Styles{}, answered(t, append(line, '\n')))
	}
	explain(w, fang.Styles{}, answered(t, []byte(x+"\n")))
}

// answered is what look says of a server that answers a hello with line.
func answered(t *testing.T, line []byte) error {
	near, far := net.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer far.Close()
		_, _ = far.Read(make([]byte, 4096)) // the hello
		_, _ = far.Write(line)
	}()
	_, err := look(t.Context(), client.Options{
		Nick: "ada", Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)),
		Dial: func(context.Context) (net.Conn, error) { return near, nil },
	})
	_ = near.Close()
	<-done
	if err == nil {
		t.Fatal("that was no welcome")
	}
	return err
}

func exports(t *testing.T, w io.Writer, format, x string) {
	var e exporter = &frameExporter{w: w}
	if format != "jsonl" {
		var err error
		if e, err = newExporter(format, w, time.UTC); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range []error{e.begin(), e.room(x, x), e.entries(entries(x)), e.end()} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever text others or the server send, no command prints or writes more
// than text: nothing moves, colours, hides, asks or names, and nothing begins
// a line that is not its own. T79 and T82 are the errors and the files here.
func TestNoTextFromOthersGetsHoldOfTheOutput(t *testing.T) {
	for _, p := range tuitest.Payloads() {
		t.Run(p.ID, func(t *testing.T) {
			for name, write := range sinks() {
				var out bytes.Buffer
				write(t, &out, p.Text)
				for _, order := range tuitest.Obeyed(out.Bytes()) {
					t.Errorf("%s: the terminal heard %s", name, order)
				}
				if strings.HasPrefix(name, "status") && bytes.Count(out.Bytes(), []byte("\n")) != 1 {
					t.Errorf("%s is not one line: %q", name, out.String())
				}
			}
		})
	}
}
