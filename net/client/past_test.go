package client_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// A testHistory keeps in memory what a real one keeps on disk.
type testHistory struct {
	mu   sync.Mutex
	list []*client.Past
	seen []string // what it was told, in words
}

func (h *testHistory) note(format string, args ...any) {
	h.seen = append(h.seen, fmt.Sprintf(format, args...))
}

func (h *testHistory) Load() (all []client.Past, err error) {
	for _, p := range h.list {
		own := *p
		own.Entries = slices.Clone(p.Entries)
		all = append(all, own)
	}
	return all, nil
}

func (h *testHistory) past(log client.Log) *client.Past {
	for _, p := range h.list {
		if p.RID == log.RID {
			return p
		}
	}
	h.list = append(h.list, &client.Past{Log: log})
	return h.list[len(h.list)-1]
}

func (h *testHistory) Begin(log client.Log, last uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p := h.past(log); p.Epoch != log.Epoch || p.Last < last {
		*p = client.Past{Log: log, Last: last}
	}
}

func (h *testHistory) Skip(log client.Log, last uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.note("skip %s %s %d", log.Room, log.Epoch, last)
	*h.past(log) = client.Past{Log: log, Last: last}
}

func (h *testHistory) Entry(log client.Log, e *chat.Entry, _ bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.past(log)
	if e.Seq != p.Last+1 {
		h.note("frame %d after %d", e.Seq, p.Last)
	}
	p.Log, p.Last, p.At = log, e.Seq, e.At
	p.Entries = append(p.Entries, *e)
}

func (h *testHistory) Page(log client.Log, page *chat.HistoryPage) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.note("page %s %d-%d", log.Room, page.First, page.Last)
}

func (h *testHistory) Rename(rid, room string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.past(client.Log{RID: rid}).Room = room
}

func (h *testHistory) Forget(rid string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.list = slices.DeleteFunc(h.list, func(p *client.Past) bool { return p.RID == rid })
}

func (h *testHistory) rooms() (all []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.list {
		all = append(all, fmt.Sprintf("%s %d", p.Room, p.Last))
	}
	slices.Sort(all)
	return all
}

// heldBy starts a client with a history, on a server that says who it is.
func heldBy(t *testing.T, s *fakeServer, h client.History, rooms ...string) *person {
	t.Helper()
	opts := as(s, "ada", rooms...)
	opts.History = h
	return start(t, opts)
}

func (p *person) end() {
	p.stop()
	<-p.gone
}

// story returns what was recalled, told and missed, in order.
func (p *person) story() (all []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ev := range p.events {
		switch ev := ev.(type) {
		case *chat.Recalled:
			var bodies []string
			for _, e := range ev.Entries {
				bodies = append(bodies, e.Body)
			}
			all = append(all, fmt.Sprintf("recalled %s %s", ev.Room, strings.Join(bodies, ",")))
		case *chat.Entry:
			all = append(all, fmt.Sprintf("told %s %s", ev.Room, ev.Body))
		case *chat.Hole:
			all = append(all, fmt.Sprintf("hole %s %d-%d %s", ev.Room, ev.From, ev.To, ev.Why))
		case *chat.Renamed:
			all = append(all, fmt.Sprintf("renamed %s %s", ev.Old, ev.Nick))
		}
	}
	return all
}

func (p *person) wantStory(want ...string) {
	p.t.Helper()
	if got := p.story(); !slices.Equal(got, want) {
		p.t.Errorf("story\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatWasToldIsThereBeforeTheServer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		ada := heldBy(t, s, h, "#lobby")
		pass(0)
		s.post("#lobby", "bob", "1")
		s.post("#lobby", "bob", "2")
		pass(0)
		ada.end()

		s.setDown(true)
		s.post("#lobby", "bob", "3")
		ada = heldBy(t, s, h, "#lobby")
		pass(time.Minute)
		ada.wantStory("recalled #lobby 1,2")
		s.setDown(false)
		s.mu.Lock()
		seen := joins(s)
		s.mu.Unlock()
		pass(time.Minute)
		s.post("#lobby", "bob", "4")
		pass(0)
		ada.wantStory("recalled #lobby 1,2", "told #lobby 3", "told #lobby 4")
		if want := []string{"#lobby 2"}; !slices.Equal(*seen, want) {
			t.Errorf("joined %q, want %q", *seen, want)
		}
		if len(h.seen) != 0 {
			t.Errorf("the history was told %q", h.seen)
		}
	})
}

func TestD26WithoutTheCopyNothingIsToldTwice(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		for range 2 {
			h := &testHistory{}
			ada := heldBy(t, s, h, "#lobby")
			pass(0)
			s.post("#lobby", "bob", "x")
			pass(0)
			ada.wantStory("told #lobby x")
			ada.end()
		}
	})
}

func TestN16ANewEpochTakesBackWhatWasRecalled(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		s.instead = welcoming(false)
		ada := heldBy(t, s, h, "#lobby")
		pass(0)
		s.post("#lobby", "bob", "old")
		s.post("ada|bob", "bob", "psst")
		pass(0)
		ada.end()

		s.epoch, s.logs = "e2", map[string]*fakeLog{}
		s.post("#lobby", "eve", "new")
		ada = heldBy(t, s, h, "#lobby")
		pass(time.Minute)
		s.post("#lobby", "eve", "newer")
		pass(0)
		story := ada.story()
		for _, want := range []string{"recalled #lobby old", "recalled @bob psst", "hole #lobby 1-1 epoch", "hole @bob 1-1 epoch"} {
			if !slices.Contains(story, want) {
				t.Errorf("no %q in %q", want, story)
			}
		}
		if n := len(story); n < 2 || story[n-1] != "told #lobby newer" {
			t.Errorf("story %q", story)
		}
		for _, r := range h.rooms() {
			if strings.HasPrefix(r, "@bob") {
				t.Errorf("still kept: %q", h.rooms())
			}
		}
	})
}

func TestAGapDropsWhatIsKeptFromBefore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		ada := heldBy(t, s, h, "#lobby")
		pass(0)
		s.post("#lobby", "bob", "1")
		pass(0)
		ada.end()
		for i := range 5 {
			s.post("#lobby", "bob", fmt.Sprint(i+2))
		}
		s.mu.Lock()
		s.log("#lobby").first = 5
		s.mu.Unlock()
		ada = heldBy(t, s, h, "#lobby")
		pass(time.Minute)
		ada.wantStory("recalled #lobby 1", "hole #lobby 2-4 expired", "told #lobby 5", "told #lobby 6")
		if got := h.past(client.Log{RID: "rid-e1-1"}); len(got.Entries) != 2 || got.Last != 6 {
			t.Errorf("kept %+v", got)
		}
	})
}

func TestOfAConversationOnlyWhatWasMissedIsAskedFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		ada := heldBy(t, s, h, "#lobby")
		pass(0)
		s.post("ada|bob", "bob", "1")
		s.post("ada|eve", "eve", "1")
		pass(0)
		ada.end()
		s.post("ada|bob", "bob", "2")
		seen := joins(s)
		ada = heldBy(t, s, h, "#lobby")
		pass(time.Minute)
		slices.Sort(*seen)
		if want := []string{"#lobby 0", "@bob 1"}; !slices.Equal(*seen, want) {
			t.Errorf("joined %q, want %q", *seen, want)
		}
		ada.wantHeard("@bob", "2")
	})
}

func TestTheConversationsOfAStayEndWithIt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		ada := heldBy(t, s, h, "#lobby")
		pass(0)
		s.post("ada|bob", "bob", "psst")
		pass(0)
		ada.end()
		delete(s.logs, "ada|bob") // the guest's stay is over
		ada = heldBy(t, s, h, "#lobby")
		pass(time.Minute)
		s.post("ada|bob", "bob", "who are you?")
		pass(0)
		ada.wantStory("recalled #lobby ", "recalled @bob psst", "hole @bob 1-1 epoch", "told @bob who are you?")
	})
}

func TestAnAccountIsInTheRoomsTheServerSays(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		ada := heldBy(t, s, h, "#lobby", "#left", "#go")
		pass(0)
		s.post("#left", "bob", "x")
		s.post("ada|bob", "bob", "y")
		pass(0)
		rid := s.log("ada|bob").rid
		ada.end()
		seen := joins(s)
		s.instead = both(s.instead, welcoming(false, chat.RoomMark{Room: "#go", RID: s.log("#go").rid}, chat.RoomMark{Room: "@rob", RID: rid, Seq: 1}))
		ada = heldBy(t, s, h, "#lobby")
		pass(time.Minute)
		slices.Sort(*seen)
		if want := []string{"#go 0", "#lobby 0"}; !slices.Equal(*seen, want) {
			t.Errorf("joined %q, want %q", *seen, want)
		}
		if want := []string{"#go 0", "#lobby 0", "@rob 1"}; !slices.Equal(h.rooms(), want) {
			t.Errorf("kept %q, want %q", h.rooms(), want)
		}
		story := ada.story()
		for _, want := range []string{"hole #left 1-1 epoch", "renamed bob rob"} {
			if !slices.Contains(story, want) {
				t.Errorf("no %q in %q", want, story)
			}
		}
	})
}

func TestARoomThatIsLeftIsForgotten(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		ada := heldBy(t, s, h, "#lobby", "#go")
		pass(0)
		if err := ada.Send(&chat.Leave{Room: "#go"}); err != nil {
			t.Fatal(err)
		}
		pass(0)
		if want := []string{"#lobby 0"}; !slices.Equal(h.rooms(), want) {
			t.Errorf("kept %q, want %q", h.rooms(), want)
		}
	})
}

func TestAnotherRoomOfTheNameTakesBackTheFirst(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		ada := heldBy(t, s, h, "#lobby")
		pass(0)
		s.post("#lobby", "bob", "old")
		pass(0)
		ada.end()
		s.mu.Lock()
		delete(s.logs, "#lobby")
		s.log("#other")
		s.mu.Unlock()
		ada = heldBy(t, s, h, "#lobby")
		pass(time.Minute)
		if got := ada.story(); len(got) < 2 || got[0] != "recalled #lobby old" || got[1] != "hole #lobby 1-1 epoch" {
			t.Errorf("story %q", got)
		}
		if want := []string{"#lobby 0"}; !slices.Equal(h.rooms(), want) {
			t.Errorf("kept %q, want %q", h.rooms(), want)
		}
	})
}

func TestAPageThatWasAskedForIsKept(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, h := serverFor(t), &testHistory{}
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			ask, ok := cmd.(*chat.History)
			if ok {
				l.send(&chat.HistoryPage{Answer: chat.Answer{Re: ask.ID}, Room: "#lobby", RID: l.s.log("#lobby").rid, First: 1, Last: 4, AsOf: 9})
			}
			return ok
		}
		ada := heldBy(t, s, h, "#lobby")
		pass(0)
		if err := ada.Send(&chat.History{Room: "#lobby"}); err != nil {
			t.Fatal(err)
		}
		pass(0)
		if want := []string{"page #lobby 1-4"}; !slices.Equal(h.seen, want) {
			t.Errorf("the history was told %q, want %q", h.seen, want)
		}
	})
}
