package app_test

import (
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// recall fills #lobby with what this machine kept of it.
func (s *stage) recall(log []chat.Entry) {
	s.hear(&chat.Recalled{Room: "#lobby", RID: "rid-#lobby", Last: log[len(log)-1].Seq, Entries: slices.Clone(log)})
}

// back lets the screen online without answering what it asks.
func (s *stage) back() {
	s.hear(&chat.StateChanged{State: chat.LinkOnline},
		&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A"}, First: true, Wanted: "ada"})
	s.joins("#lobby", "ada", "bob")
}

// serve answers the last question for history as a server would that has log.
func (s *stage) serve(log []chat.Entry) {
	s.t.Helper()
	h, ok := last[*chat.History](s.conn)
	if !ok {
		s.t.Fatal("no history was asked for")
	}
	n := int(*h.Limit)
	from, to := max(0, len(log)-n), len(log)
	switch {
	case h.Before != nil:
		to = min(len(log), int(*h.Before)-1)
		from = max(0, to-n)
	case h.Around != nil:
		from = max(0, int(*h.Around)-1-n/2)
		to = min(len(log), from+n)
	}
	s.page(log[from:to]...)
}

func TestTheScreenIsFilledBeforeTheServerAnswers(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		log := s.lately(3)
		s.recall(log)
		s.hear(&chat.SayState{CID: "before-01", Room: "#lobby", State: chat.SayPending, Body: "still to be sent", At: begin()})
		s.Shows("entry 001", "entry 003", "Connecting…", "… still to be sent")
		s.back()
		log[1].Body, log[1].Edited = "entry 002 as it is now", begin()
		s.serve(log)
		s.Shows("entry 001", "entry 002 as it is now", "entry 003", "… still to be sent")
		s.says("#lobby", "bob", "live")
		s.Shows("live")
	})
}

func TestWhatThisMachineKeptIsNotShownTwice(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		mine := s.message("#lobby", "ada", "once")
		mine.CID = "mine-001"
		s.recall([]chat.Entry{*mine})
		s.hear(&chat.SayState{CID: "mine-001", Room: "#lobby", State: chat.SayPending, Body: "once"})
		s.Shows("✓ once")
		s.Lacks("… once")
	})
}

func TestANewNumberingTakesBackWhatThisMachineKept(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.recall(s.lately(30))
		s.Shows("entry 030")
		s.seq["#lobby"] = 1
		s.back()
		s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 1, To: 30, Why: chat.GapEpoch})
		s.page(*s.message("#lobby", "bob", "another time"))
		s.Shows("another time")
		s.Lacks("entry 030")
	})
}

// What was kept of a conversation with someone whose name is another's now, or
// of a room one is not in any more, is taken back.
func TestWhatIsNotOnesOwnAnyMoreIsTakenBack(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.hear(&chat.Recalled{Room: "@dan", RID: "old", Last: 1, Entries: []chat.Entry{{Kind: chat.EntryMessage, Room: "@dan", RID: "old", Seq: 1, From: "dan", Body: "between us"}}},
			&chat.Recalled{Room: "@eve", RID: "eve", Last: 1, Entries: []chat.Entry{{Kind: chat.EntryMessage, Room: "@eve", RID: "eve", Seq: 1, From: "eve", Body: "between us"}}})
		s.Shows("2 dan", "3 eve")
		s.Press("alt+2")
		s.Shows("between us")
		s.hear(&chat.StateChanged{State: chat.LinkOnline},
			&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A", Rooms: []chat.RoomMark{{Room: "@dan", RID: "new", Seq: 1}}}, First: true, Wanted: "ada"},
			&chat.Hole{Room: "@dan", RID: "old", From: 1, To: 1, Why: chat.GapEpoch}, &chat.Hole{Room: "@eve", RID: "eve", From: 1, To: 1, Why: chat.GapEpoch})
		s.Lacks("between us", "eve")
		s.page(chat.Entry{Kind: chat.EntryMessage, Room: "@dan", RID: "new", Seq: 1, From: "dan", Body: "I am another dan"})
		s.Shows("another dan")
		s.Lacks("between us")
	})
}

// A long absence is one line; scrolling there loads what is missing, the newest
// first, until nothing is.
func TestAHoleIsFilledFromItsNewestSide(t *testing.T) {
	play(t, tuitest.Options{Width: 50, Height: 40}, app.Options{}, func(s *stage) {
		log := s.lately(360)
		s.recall(log[:60])
		s.back()
		s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 61, To: 260, Why: chat.GapBehind})
		for i := range log[260:] {
			s.conn.events <- &log[260+i]
		}
		s.Settle()
		s.serve(log)
		s.Shows("entry 360")
		var asked []uint64
		for range 11 {
			before := len(s.conn.commands())
			s.Press("pgup")
			for n := len(s.conn.commands()); n > before; n = len(s.conn.commands()) {
				before = n
				h, ok := s.conn.commands()[n-1].(*chat.History)
				if !ok {
					continue
				}
				if h.Before != nil {
					asked = append(asked, *h.Before)
				}
				s.serve(log)
			}
		}
		if want := []uint64{261, 161}; !slices.Equal(asked, want) {
			t.Errorf("asked for what is before %v, want %v", asked, want)
		}
		s.Press("ctrl+home")
		next := 1
		for range 12 {
			for _, e := range regexp.MustCompile(`entry (\d+)`).FindAllStringSubmatch(s.Screen().Text(), -1) {
				if n, _ := strconv.Atoi(e[1]); n == next {
					next++
				} else if n > next {
					t.Fatalf("%d follows %d:\n%s", n, next-1, s.Screen().Text())
				}
			}
			s.Press("pgdown")
		}
		if next != 361 {
			t.Errorf("%d is not there", next)
		}
	})
}

func TestAHoleSaysWhatIsMissingAndHowToGetIt(t *testing.T) {
	play(t, tuitest.Options{Width: 120, Height: 24}, app.Options{}, func(s *stage) {
		log := s.lately(3000)
		s.recall(log[:3])
		s.back()
		s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 4, To: 2999, Why: chat.GapBehind}, &log[2999])
		s.Shows("entry 003", "2996 messages are not loaded here · PgUp loads them", "entry 3000")
		s.serve(log)
		s.Shows("entry 3000")
		s.Lacks("entry 003")
	})
}

func TestWhatTheHistoryHasLostStaysAHole(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		log := s.lately(200)
		s.recall(log[:3])
		s.back()
		s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 4, To: 199, Why: chat.GapBehind}, &log[199])
		s.page(log[199])
		answer[*chat.History](s, func(re chat.Answer) chat.Event { // what is here may have changed: asked for again
			return &chat.HistoryPage{Answer: re, Room: "#lobby", RID: "rid-#lobby", Messages: log[:3], First: 1, Last: 3, AsOf: 200}
		})
		answer[*chat.History](s, func(re chat.Answer) chat.Event {
			return &chat.HistoryPage{Answer: re, Room: "#lobby", RID: "rid-#lobby", Messages: log[196:199], First: 197, Last: 199, AsOf: 200}
		})
		s.Shows("entry 003", "193 messages are missing here: the server no longer keeps them", "entry 197", "entry 200")
		asked := len(s.conn.commands())
		s.Press("pgup", "pgdown", "pgup")
		if len(s.conn.commands()) != asked {
			t.Error("asked again for what is not there")
		}
	})
}

// What was told before a hole may have been edited or deleted since: it is
// asked for again when it comes into sight.
func TestWhatMayHaveChangedIsAskedForAgain(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		log := s.lately(400)
		s.recall(log[:100])
		s.back()
		s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 101, To: 300, Why: chat.GapBehind})
		for i := range log[300:] {
			s.conn.events <- &log[300+i]
		}
		s.Settle()
		s.serve(log)
		log[94] = chat.Entry{Kind: chat.EntryMessage, Room: "#lobby", RID: "rid-#lobby", Seq: 95, From: "bob", Account: "of-bob", At: log[94].At, Deleted: true}
		log[95].Body, log[95].Edited = "changed meanwhile", begin()
		around := 0
		for range 40 {
			before := len(s.conn.commands())
			s.Press("pgup")
			for n := len(s.conn.commands()); n > before; n = len(s.conn.commands()) {
				before = n
				if h, ok := s.conn.commands()[n-1].(*chat.History); ok {
					if h.Around != nil {
						around++
					}
					s.serve(log)
				}
			}
			if _, _, ok := s.Screen().Find("entry 090"); ok {
				break
			}
		}
		s.Press("pgdown")
		s.Shows("entry 094", "(deleted)", "changed meanwhile (edited)", "entry 097")
		s.Lacks("entry 095", "entry 096")
		if around > 2 {
			t.Errorf("asked %d times", around)
		}
	})
}

func TestOfflineNothingIsAskedFor(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.recall(s.lately(100))
		s.Press("pgup", "pgup", "ctrl+home")
		s.Shows("entry 001")
		if n := len(s.conn.commands()); n != 0 {
			t.Errorf("%d commands", n)
		}
		s.Pass(time.Minute)
	})
}

// Should a client not tell of it, there is no hole without a line all the same.
func TestAPageThatDoesNotGoOnFromWhatIsHereLeavesAHole(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		log := s.lately(300)
		s.recall(log[:10])
		s.back()
		s.page(log[290:]...)
		s.Shows("entry 010", "280 messages are not loaded here", "entry 291")
	})
}
