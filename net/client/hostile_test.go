package client_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

const msg = `{"type":"msg","room":"#lobby","rid":"%s","seq":%s,"from":"eve","at":"2026-01-01T00:00:00.000Z","body":"%s"}` + "\n"

// TestL21HostileServer: what no server may say is told in one sentence, and
// the link is given up; the client stays usable.
func TestL21HostileServer(t *testing.T) {
	seq := func(n string) string { return fmt.Sprintf(msg, "rid-e1-1", n, "x") }
	for name, lines := range map[string]string{
		"seq 2^53":          seq("9007199254740992"),
		"seq 2^64":          seq("18446744073709551616"),
		"negative seq":      seq("-1"),
		"seq 0":             seq("0"),
		"a fraction":        seq("1.5"),
		"a seq in quotes":   seq(`"4"`),
		"no seq":            `{"type":"msg","room":"#lobby","rid":"rid-e1-1","from":"eve","body":"x"}` + "\n",
		"decreasing":        seq("4") + seq("1"),
		"a number twice":    seq("4") + strings.Replace(seq("4"), "eve", "mallory", 1),
		"no rid":            fmt.Sprintf(msg, "", "4", "x"),
		"a huge rid":        fmt.Sprintf(msg, strings.Repeat("r", 65), "4", "x"),
		"a room of a kind":  `{"type":"msg","room":[],"rid":"rid-e1-1","seq":4,"from":"eve","body":"x"}` + "\n",
		"no JSON":           "hello\n",
		"a list":            "[]\n",
		"duplicate keys":    `{"type":"ping","type":"bye"}` + "\n",
		"bad UTF-8":         "{\"type\":\"msg\xff\"}\n",
		"an endless line":   strings.Repeat("x", chat.MaxServerLine+1),
		"a second welcome":  `{"type":"welcome","nick":"eve","session":"s"}` + "\n",
		"a late challenge":  `{"type":"challenge","nonce":"","key":""}` + "\n",
		"HTTP":              "HTTP/1.1 400 Bad Request\r\n\r\n",
		"a gap from nobody": `{"type":"gap","room":"","rid":"","why":"x","from":1,"to":2}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				for range 3 {
					s.post("#lobby", "bob", "before")
				}
				ada := start(t, as(s, "ada", "#lobby"))
				pass(0)
				before := len(all[*client.StateChanged](ada))
				s.each(func(l *fakeLink) { l.raw(lines) })
				pass(0)
				ada.wantState(chat.LinkWaiting)
				states := all[*client.StateChanged](ada)
				err := states[len(states)-1].Err
				if len(states) != before+1 || chat.CodeOf(err) != chat.CodeBadValue || strings.Contains(err.Error(), "\n") {
					t.Errorf("%d states, the last because of %v", len(states)-before, err)
				}
				pass(time.Minute)
				ada.wantState(chat.LinkOnline)
				s.post("#lobby", "bob", "after")
				pass(0)
				if e := last[*chat.Entry](ada); e == nil || e.Body != "after" {
					t.Errorf("afterwards heard %v", e)
				}
			})
		})
	}
}

// TestHostileButBounded sends what may not be but harms nobody.
func TestHostileButBounded(t *testing.T) {
	for name, lines := range map[string]string{
		"unknown frames":               `{"type":"telepathy","to":"all"}` + "\n",
		"unknown fields":               `{"type":"presence","nick":"bob","state":"away","mood":{"a":[]}}` + "\n",
		"empty lines":                  "\n \r\n\t\n",
		"answers to nobody":            `{"type":"ok","re":"c99"}` + "\n" + `{"type":"history","re":"c98","room":"#x","rid":"r"}` + "\n" + `{"type":"error","re":"c97","code":"forbidden","text":"No."}` + "\n",
		"an ok to nothing":             `{"type":"ok"}` + "\n",
		"a pong to nothing":            `{"type":"pong","n":5}` + "\n",
		"a gap behind us":              `{"type":"gap","room":"#lobby","rid":"rid-e1-1","why":"behind","from":1,"to":2}` + "\n",
		"a gap the wrong way round":    `{"type":"gap","room":"#lobby","rid":"rid-e1-1","why":"behind","from":9,"to":2}` + "\n",
		"a rename to nothing":          `{"type":"nick","old":"bob","nick":""}` + "\n",
		"somebody else leaves":         `{"type":"leave","room":"#lobby","nick":"bob","left":true}` + "\n",
		"a message of an unknown room": `{"type":"msg","room":"#other","rid":"rid-other","seq":900,"from":"eve","body":"x"}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				for range 3 {
					s.post("#lobby", "bob", "before")
				}
				ada := start(t, as(s, "ada", "#lobby"))
				pass(0)
				s.each(func(l *fakeLink) { l.raw(lines) })
				s.post("#lobby", "bob", "after")
				pass(time.Minute)
				if s.dials != 1 {
					t.Errorf("the link was given up: %v", last[*client.StateChanged](ada))
				}
				ada.wantHeard("#lobby", "after")
			})
		})
	}
}

// TestAHugeJump: a number far ahead is a hole that the server cannot fill. It
// is told once, and what the server really has goes on to be heard.
func TestAHugeJump(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		s.post("#lobby", "bob", "1")
		pass(0)
		s.each(func(l *fakeLink) { l.raw(fmt.Sprintf(msg, "rid-e1-1", "9007199254740991", "far")) })
		pass(5 * time.Minute)
		ada.wantHeard("#lobby", "1", "far")
		holes := all[*client.Hole](ada)
		if len(holes) != 1 || holes[0].From != 2 || holes[0].To != 9007199254740990 || holes[0].Why != chat.HoleLost {
			t.Errorf("holes %+v", holes)
		}
		ada.wantState(chat.LinkOnline)
	})
}

// TestAFloodAheadIsBounded holds back no more than it may, and still tells
// everything in order once the hole is filled.
func TestAFloodAheadIsBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		lost := 0
		s.between = func(nc net.Conn, _ int) net.Conn {
			return tampered(nc, func(line []byte) [][]byte {
				if isMsg(line) && lost == 0 {
					lost++
					return nil
				}
				return [][]byte{line}
			})
		}
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		var want []string
		for i := range 2000 {
			want = append(want, fmt.Sprint(i))
			s.post("#lobby", "bob", want[i])
		}
		pass(time.Minute)
		ada.wantHeard("#lobby", want...)
	})
}

func TestW46NothingIsReadAfterBye(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		s.each(func(l *fakeLink) {
			l.raw(`{"type":"bye","code":"shutting_down","text":"Back soon.","retry_ms":60000}` + "\n" + fmt.Sprintf(msg, "rid-e1-1", "1", "late"))
		})
		pass(0)
		ada.wantHeard("#lobby")
		st := last[*client.StateChanged](ada)
		if st.State != chat.LinkWaiting || st.Err.Error() != "Back soon." || st.Next < time.Minute || st.Next > 80*time.Second {
			t.Errorf("state %+v, want to wait the minute the server asked for", st)
		}
		pass(st.Next)
		ada.wantState(chat.LinkOnline)
	})
}
