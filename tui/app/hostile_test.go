package app_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// payloads are what someone might send to get hold of a terminal, by their
// numbers.
func payloads() map[string]string {
	all := map[string]string{}
	for _, p := range tuitest.Payloads() {
		all[p.ID] = chat.Cut(p.Text, chat.MaxBody) // no more comes over the wire
	}
	return all
}

// sinks are the ways of a text from others to the screen.
func sinks() map[string]func(s *stage, text string) []chat.Event {
	entry := func(s *stage, change func(*chat.Entry)) []chat.Event {
		e := s.message("#lobby", "bob", "hello")
		change(e)
		return []chat.Event{e}
	}
	return map[string]func(*stage, string) []chat.Event{
		"body": func(s *stage, x string) []chat.Event { return entry(s, func(e *chat.Entry) { e.Body = x }) },
		"action": func(s *stage, x string) []chat.Event {
			return entry(s, func(e *chat.Entry) { e.Body, e.Say = x, chat.KindAction })
		},
		"edit": func(s *stage, x string) []chat.Event {
			hello := s.message("#lobby", "bob", "hello")
			return []chat.Event{hello, s.change(chat.EntryEdit, "#lobby", x, hello.Seq, x)}
		},
		"reaction": func(s *stage, x string) []chat.Event {
			hello := s.message("#lobby", "bob", "hello")
			return []chat.Event{hello, s.change(chat.EntryReact, "#lobby", x, hello.Seq, x), s.change(chat.EntryReact, "#lobby", "ada", hello.Seq, x+"!")}
		},
		"item of a queue": func(s *stage, x string) []chat.Event {
			item := s.message("#lobby", x, x)
			item.Kind, item.Priority, item.Item = chat.EntryPush, 7, &chat.ItemState{State: x, Holder: x}
			own := s.message("#lobby", "ada", x)
			own.Kind, own.Account = chat.EntryPush, "A"
			return []chat.Event{item, own, s.change(chat.EntryTake, "#lobby", x, item.Seq, ""), s.change(chat.EntryTake, "#lobby", x, own.Seq, "")}
		},
		"file": func(s *stage, x string) []chat.Event {
			return entry(s, func(e *chat.Entry) {
				e.Kind, e.Body, e.File = chat.EntryFile, "", &chat.File{ID: x, Name: x, Size: -1, SHA256: x, MIME: x}
			})
		},
		"question": func(s *stage, x string) []chat.Event {
			asked := s.message("#lobby", x, chat.AppendChoices(x, x, x))
			return []chat.Event{asked, s.change(chat.EntryReact, "#lobby", x, asked.Seq, "①")}
		},
		"old reactions": func(s *stage, x string) []chat.Event {
			return entry(s, func(e *chat.Entry) {
				e.Reactions = []chat.Reaction{{Emoji: x, Count: 1 << 40, Nicks: []string{x}, Mine: true}, {Emoji: "👍", Count: -1}}
			})
		},
		"answer": func(s *stage, x string) []chat.Event {
			first := s.message("#lobby", x, x)
			e := s.message("#lobby", "bob", "so it is")
			e.Reply = first.Seq
			return []chat.Event{first, e}
		},
		"damaged": func(s *stage, x string) []chat.Event {
			return entry(s, func(e *chat.Entry) { e.Body, e.From, e.Damaged = x, x, true })
		},
		"recalled": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.Recalled{Room: "#" + x, RID: x, Entries: []chat.Entry{{Kind: chat.EntryMessage, Room: "#" + x, RID: x, Seq: 9, From: x, Body: x, CID: x}}}}
		},
		"kept by this machine": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.SayState{CID: x, Room: "#lobby", State: chat.SayPending, Body: x, Kind: x}}
		},
		"nick": func(s *stage, x string) []chat.Event { return entry(s, func(e *chat.Entry) { e.From = x }) },
		"topic": func(s *stage, x string) []chat.Event {
			return entry(s, func(e *chat.Entry) { e.Kind, e.Topic = chat.EntryTopic, x })
		},
		"member": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.MemberJoined{Room: "#lobby", Nick: x}, &chat.MemberTyping{Room: "#lobby", Nick: x}}
		},
		"reason": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.MemberLeft{Room: "#lobby", Nick: "bob", Reason: x}, &chat.MemberJoined{Room: "#lobby", Nick: "bob"}}
		},
		"new name": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.Renamed{Old: "bob", Nick: x}, &chat.Renamed{Old: x, Nick: "bob"}}
		},
		"room": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.Joined{Room: "#" + x, RID: "rid", Topic: x, Count: 3}, &chat.Entry{Kind: chat.EntryMessage, Room: "@" + x, RID: "r", Seq: 1, From: x, Body: x}}
		},
		"status": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.Presence{Nick: "bob", State: x, Text: x}, &chat.Presence{Nick: "bob", State: chat.StateAway, Text: x}}
		},
		"ruling": func(_ *stage, x string) []chat.Event {
			var all []chat.Event
			for _, verb := range []string{chat.VerbInvite, chat.VerbKick, chat.VerbBan, chat.VerbUnban, chat.VerbMute, chat.VerbUnmute, chat.VerbRole, x} {
				all = append(all, &chat.Ruling{Verb: verb, Room: "#lobby", Nick: x, By: x, Reason: x, Role: x}, &chat.Ruling{Verb: verb, Nick: "ada", By: x, Reason: x, Role: x, Room: x})
			}
			return all
		},
		"room state": func(_ *stage, x string) []chat.Event {
			return []chat.Event{
				&chat.RoomState{Room: "#lobby", By: x, RoomRules: chat.RoomRules{SlowMS: 1}}, &chat.RoomState{Room: "#lobby", Kind: x, By: x},
			}
		},
		"blocks": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.Blocks{People: []chat.Blocked{{Nick: x, Account: x}}}, &chat.Blocks{}}
		},
		"another account": func(s *stage, x string) []chat.Event {
			return append(entry(s, func(e *chat.Entry) { e.From, e.Account = x, "X1" }), entry(s, func(e *chat.Entry) { e.From, e.Account = x, x+"2" })...)
		},
		"T77 welcome": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.Welcomed{
				Welcome: &chat.Welcome{Nick: "ada", Account: "A", Server: chat.ServerInfo{Name: x, Version: x, MOTD: x}, Rooms: []chat.RoomMark{{Room: "@bob", RID: "b", Topic: x}}, Made: true, Invited: []string{x}, Blocked: []chat.Blocked{{Nick: "b" + x}}},
				First:   true, Wanted: x, Why: chat.Errorf(chat.CodeNickTaken, "%s", x),
			}}
		},
		"T77 error": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.Failure{Of: "msg", Code: chat.Code(x), Text: x}, &chat.Failure{Of: "join", Room: "#lobby", Code: chat.CodeForbidden, Text: x}}
		},
		"T77 refused message": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.SayState{CID: "cid-" + x, Room: "#lobby", State: chat.SayFailed, Body: x, Err: chat.Errorf(chat.CodeMuted, "%s", x)}}
		},
		"T77 lost link": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.StateChanged{State: chat.LinkWaiting, Err: chat.Errorf(chat.CodeInternal, "%s", x)}, &chat.StateChanged{State: chat.LinkOnline}}
		},
		"T77 hole": func(_ *stage, x string) []chat.Event {
			return []chat.Event{&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 5, To: 2, Why: x}}
		},
	}
}

// Whatever text others or the server send, through whatever field, the screen
// keeps its shape, nothing of theirs reaches the terminal as an order, and the
// keys go on working.
func TestNoTextFromOthersGetsHoldOfTheTerminal(t *testing.T) {
	for name, sink := range sinks() {
		for _, unicode := range []bool{false, true} {
			if unicode && name != "body" && name != "nick" && name != "room" {
				continue // texts are drawn in these ways only
			}
			t.Run(name, func(t *testing.T) {
				play(t, tuitest.Options{Unicode: unicode}, app.Options{}, func(s *stage) {
					s.online("bob", "cleo")
					for _, rows := range batches() {
						for _, row := range rows {
							for _, ev := range sink(s, payloads()[row]) {
								s.conn.events <- ev
							}
						}
						s.Settle()
						s.whole(strings.Join(rows, " "))
					}
					raw := s.Raw()
					for row, text := range payloads() {
						if strings.ContainsFunc(text, unicodeControl) && bytes.Contains(raw, []byte(text)) {
							t.Errorf("%s was written as it is", row)
						}
					}
					s.Press("f1", "esc")
					s.Type("still here")
					s.Shows("> still here")
				})
			})
		}
	}
}

// batches returns the payloads, some at a time: each is seen on the screen
// before the next come.
func batches() [][]string {
	return slices.Collect(slices.Chunk(slices.Sorted(maps.Keys(payloads())), 9))
}

func unicodeControl(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

// whole checks that panels, lines and input stand where they belong, and that
// the cursor is in the input.
func (s *stage) whole(row string) {
	s.t.Helper()
	screen := s.Screen()
	bad := func(what string) {
		s.t.Helper()
		s.t.Errorf("%s: %s:\n%s", row, what, screen.Text())
	}
	for _, column := range []int{16, 65} {
		bars := screen.Column(column, column+1)
		if want := strings.Repeat("│\n", 21); !strings.HasPrefix(bars, want) {
			bad("a panel has moved")
		}
	}
	if rule := screen.Line(21); strings.Trim(rule, "─") != "" {
		bad("the line above the input is gone")
	}
	if !strings.HasPrefix(screen.Line(22), "> ") || !strings.Contains(screen.Line(23), " ada") {
		bad("the input or the status line is gone")
	}
	if _, line, _ := s.Cursor(); line != 22 {
		bad("the cursor is elsewhere")
	}
	if strings.ContainsFunc(s.Title(), unicode.IsControl) {
		bad("the title is " + s.Title())
	}
}

// What one pastes or is shown for completion is as harmless.
func TestNoPastedTextGetsHoldOfTheTerminal(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		for row, text := range payloads() {
			if strings.Contains(text, "\x1b") {
				continue // a terminal takes these out of a paste
			}
			s.Paste(chat.Cut(text, 300))
			if found := tuitest.Foreign(s.Raw()); len(found) > 0 {
				t.Fatalf("%s: %v", row, found)
			}
			s.Press("ctrl+c")
		}
	})
}

// The answers to commands are as harmless as what comes unasked.
func TestNoAnswerGetsHoldOfTheTerminal(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		for _, rows := range batches() {
			x := ""
			for _, row := range rows {
				x += payloads()[row] + " "
			}
			s.Type("/whois bob\n/who\n/rooms\n")
			answer[*chat.Whois](s, func(re chat.Answer) chat.Event {
				return &chat.Person{Answer: re, Nick: x, State: x, Text: x, Account: x, Key: x, Rooms: []string{x}}
			})
			answer[*chat.Who](s, func(re chat.Answer) chat.Event {
				return &chat.WhoList{Answer: re, Room: "#elsewhere", Members: []chat.Member{{Nick: x, State: x, Role: x, Text: x}}}
			})
			s.Type("/search " + "tea" + "\n")
			answer[*chat.Search](s, func(re chat.Answer) chat.Event {
				return &chat.Found{Answer: re, Next: x, Messages: []chat.Entry{{Kind: chat.EntryMessage, Room: x, RID: x, Seq: 1, From: x, Body: x + "tea" + x}}}
			})
			if found := tuitest.Foreign(s.Raw()); len(found) > 0 {
				t.Fatalf("%v: %v", rows, found)
			}
			s.Press("pgdown", "esc")
			answer[*chat.Rooms](s, func(re chat.Answer) chat.Event {
				return &chat.RoomList{Answer: re, Rooms: []chat.RoomInfo{{Room: x, Topic: x}}}
			})
			s.whole(strings.Join(rows, " "))
			s.Type("@#")
			s.Press("ctrl+c")
		}
	})
}

func TestNoticesAreCleaned(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{HandOver: []string{"\x1b[2J\x9b"}}, func(s *stage) {
		s.online()
		for _, rows := range batches() {
			for _, row := range rows {
				s.notices <- payloads()[row]
			}
			s.Settle()
			s.whole(strings.Join(rows, " "))
		}
	})
}

// What one selects, marks, copies and goes through in lists is as harmless;
// the clipboard alone gets what was said, in one sequence of ours.
func TestNoTextGetsHoldOfTheTerminalByBeingActedOn(t *testing.T) {
	var c clipboard
	play(t, tuitest.Options{}, app.Options{Copy: c.copy}, func(s *stage) {
		s.copies = true
		s.online("bob")
		for row, text := range payloads() {
			e := s.message("#lobby", text, text)
			e.Reply = 1
			s.hear(e, s.message("#lobby", "bob", "between"))
			s.Press("tab", "shift+up", "y", "up", "r")
			s.Press("esc", "tab", "up", "q")
			s.Press("ctrl+c", "tab", "up", "w", "esc", "esc")
			s.Press("ctrl+k", "down", "down", "esc", "ctrl+k")
			s.Type("a\x1b")
			s.Drag(30, 15, 50, 19)
			s.Press("esc", "esc", "end", "ctrl+c")
			for _, seq := range tuitest.Foreign(s.Raw()) {
				if !strings.Contains(seq, "]52;c;") {
					t.Fatalf("%s: %s", row, seq)
				}
			}
			if strings.ContainsFunc(c.holds(), unicodeControl) {
				t.Fatalf("%s: copied %q", row, c.holds())
			}
		}
		s.whole("all of them")
	})
}

// A call while one looks elsewhere carries their words, and nothing else.
func TestNoCallGetsHoldOfTheTerminal(t *testing.T) {
	for _, how := range []string{"osc9", "osc99", "osc777", "bell"} {
		play(t, tuitest.Options{}, app.Options{Settings: with(t, "notify", how)}, func(s *stage) {
			s.called = true
			s.online("bob")
			s.Focus(false)
			for row, text := range payloads() {
				before := len(tuitest.Foreign(s.Raw()))
				s.hear(s.message("@"+text, text, text), s.message("#lobby", text, "@ada "+text))
				s.Pass(5 * time.Second)
				found := tuitest.Foreign(s.Raw())[before:]
				for _, seq := range found {
					ours := strings.Contains(seq, `x1b]9;chat-tui`) || strings.Contains(seq, `x1b]9;`) || strings.Contains(seq, `x1b]99;`) ||
						strings.Contains(seq, `x1b]777;notify;`) || seq == `'\a'`
					if !ours || strings.Count(seq, `\x1b`)-strings.Count(seq, `\x1b\\`) > 1 {
						t.Fatalf("%s by %s: %s", row, how, seq)
					}
				}
			}
			if len(tuitest.Foreign(s.Raw())) < 10 {
				t.Errorf("%s: nobody was called", how)
			}
		})
	}
}

// What is copied is pasted elsewhere, into a shell perhaps: it holds text and
// nothing else, and no more of it than was seen.
func TestNoCopiedTextIsAnOrder(t *testing.T) {
	for _, p := range tuitest.Payloads() {
		t.Run(p.ID, func(t *testing.T) {
			var c clipboard
			play(t, tuitest.Options{}, app.Options{Copy: c.copy}, func(s *stage) {
				s.copies = true
				s.online("bob")
				s.says("#lobby", "bob", "x"+p.Text)
				s.Press("tab", "y")
				if got := c.holds(); !strings.HasPrefix(got, "x") || strings.ContainsFunc(got, unicodeControl) || strings.ContainsAny(got, "\u202e\u2066\u200b\u2028") {
					t.Errorf("copied %q", got)
				}
			})
		})
	}
}
