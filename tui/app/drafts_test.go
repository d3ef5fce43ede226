package app_test

import (
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// A drawer keeps drafts, and counts how often it is asked to.
type drawer struct {
	mu    sync.Mutex // guards what follows
	kept  map[string]string
	saves int
}

func newDrawer() *drawer { return &drawer{kept: map[string]string{}} }

func (d *drawer) Save(room, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.saves++
	if text == "" {
		delete(d.kept, room)
		return
	}
	d.kept[room] = text
}

// count returns how often something was saved.
func (d *drawer) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.saves
}

// keeps checks what is kept.
func (d *drawer) keeps(t *testing.T, want map[string]string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if !maps.Equal(d.kept, want) {
		t.Errorf("kept are %q, want %q", d.kept, want)
	}
}

func TestWhatIsWrittenIsKeptAtAPause(t *testing.T) {
	d := newDrawer()
	play(t, tuitest.Options{}, app.Options{Drafts: d}, func(s *stage) {
		s.online("bob")
		for range 20 {
			s.Type("x")
		}
		saves := d.count()
		s.Pass(time.Second)
		d.keeps(t, map[string]string{"#lobby": "xxxxxxxxxxxxxxxxxxxx"})
		if d.count() > saves+1 || saves > 2 {
			t.Errorf("saved %d times while typing, %d in all", saves, d.count())
		}
		s.Pass(time.Minute)
		if d.count() > saves+1 {
			t.Errorf("saved %d times", d.count())
		}
		s.Press("enter")
		d.keeps(t, nil)
	})
}

func TestDraftsAreKeptForEachRoomWithTheirCursor(t *testing.T) {
	d := newDrawer()
	play(t, tuitest.Options{}, app.Options{Drafts: d}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.Lacks("✎")
		s.Type("for the lobby")
		s.Press("home", "alt+2")
		d.keeps(t, map[string]string{"#lobby": "for the lobby"})
		s.Shows("1 #lobby     ✎")
		s.Type("for go")
		s.Press("alt+1")
		s.Shows("2 #go        ✎")
		s.Type("not ")
		s.Shows("> not for the lobby")
		s.Send(tea.QuitMsg{})
		s.close() // the program ends, however it does
		d.keeps(t, map[string]string{"#lobby": "not for the lobby", "#go": "for go"})
	})
}

func TestDraftsOfAnEarlierRunComeBack(t *testing.T) {
	d := newDrawer()
	d.kept = map[string]string{"#lobby": "half a", "#Go": "for go", "@dan": "dear dan"}
	play(t, tuitest.Options{}, app.Options{Drafts: d, InitialDrafts: maps.Clone(d.kept)}, func(s *stage) {
		s.Shows("> half a", "dan")
		s.online("bob")
		s.joins("#go", "ada")
		s.Shows("2 #go        ✎", "✎")
		s.Press("alt+3")
		s.Shows("> dear dan")
		s.Press("alt+2")
		s.Shows("> for go")
		s.Pass(time.Minute)
		if n := d.count(); n != 0 {
			t.Errorf("saved %d times what nobody changed", n)
		}
		s.Press("alt+1")
		s.Type(" thought\n")
		s.Pass(time.Second)
		d.keeps(t, map[string]string{"#Go": "for go", "@dan": "dear dan"})
	})
}

func TestACommandLeavesNoDraft(t *testing.T) {
	d := newDrawer()
	play(t, tuitest.Options{}, app.Options{Drafts: d}, func(s *stage) {
		s.online("bob")
		s.Type("/topic tea")
		s.Pass(time.Second)
		s.Press("enter")
		s.Pass(time.Second)
		d.keeps(t, nil)
		s.Type("/quit")
		s.Pass(time.Second)
		s.Press("enter")
		d.keeps(t, nil)
	})
}

func TestADraftGoesWithThePerson(t *testing.T) {
	d := newDrawer()
	play(t, tuitest.Options{}, app.Options{Drafts: d}, func(s *stage) {
		s.online("bob")
		s.Type("/query dan\nfor dan")
		s.Press("alt+1")
		s.hear(&chat.Renamed{Old: "dan", Nick: "daniel"})
		d.keeps(t, map[string]string{"@daniel": "for dan"})
	})
}

func TestWhatIsTypedOutlivesBeingShownOut(t *testing.T) {
	d := newDrawer()
	play(t, tuitest.Options{}, app.Options{Drafts: d, Rooms: []string{"#go", "#lobby"}}, func(s *stage) {
		s.joins("#go", "ada")
		s.Type("precious")
		s.hear(&chat.MemberLeft{Room: "#go", Nick: "ada", Left: true})
		s.Lacks("precious")
		d.keeps(t, map[string]string{"#go": "precious"})
		s.joins("#go", "ada")
		s.Press("alt+2")
		s.Shows("> precious")
	})
}

// What was being changed comes back as the command that changes it.
func TestAnUnsentChangeIsKept(t *testing.T) {
	d := newDrawer()
	play(t, tuitest.Options{}, app.Options{Drafts: d}, func(s *stage) {
		s.online("bob")
		s.Type("first\n")
		s.confirm()
		s.Press("up")
		s.Pass(time.Second)
		d.keeps(t, nil)
		s.Type(" and last")
		s.Pass(time.Second)
		d.keeps(t, map[string]string{"#lobby": "/edit first and last"})
		s.Press("enter")
		d.keeps(t, nil)
		if !slices.Equal(s.conn.said(), []string{"#lobby: first"}) {
			t.Errorf("said %q", s.conn.said())
		}
	})
}
