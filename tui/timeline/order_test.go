package timeline_test

import (
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

func TestWhatIsPendingStandsAtTheEndUntilItHasItsPlace(t *testing.T) {
	m := newTimeline(60, 12)
	m.Add(mine("c1", "mine one"))
	m.Add(mine("c2", "mine two"))
	m.Add(said(5, "bob", "theirs"))
	inOrder(t, m, "theirs", "mine one", "mine two")
	m.Add(said(7, "bob", "later"))
	own := said(6, "ada", "mine one")
	own.CID, own.Own, own.State = "c1", true, timeline.Sent
	m.Add(own)
	m.Add(own) // told twice
	inOrder(t, m, "theirs", "✓ mine one", "later", "… mine two")
	if n := strings.Count(screen(m), "mine one"); n != 1 {
		t.Errorf("it stands there %d times:\n%s", n, screen(m))
	}
	m.SetState("c2", timeline.Sent, 8, safe.Text{})
	inOrder(t, m, "later", "✓ mine two")
	if m.Len() != 4 || m.Oldest() != 5 || m.Newest() != 8 {
		t.Errorf("%d items from %d to %d", m.Len(), m.Oldest(), m.Newest())
	}
}

func TestOnesOwnMessageIsShownOnceHoweverItsPlaceIsTold(t *testing.T) {
	own := said(6, "ada", "mine")
	own.CID, own.Own, own.State = "c1", true, timeline.Sent
	sent := func(m *timeline.Model) { m.SetState("c1", timeline.Sent, 6, safe.Text{}) }
	live := func(m *timeline.Model) { m.Add(own) }
	page := func(m *timeline.Model) { m.Prepend([]timeline.Item{said(1, "bob", "older"), own}) }
	pend := func(m *timeline.Model) { m.Add(mine("c1", "mine")) }
	for name, steps := range map[string][]func(*timeline.Model){
		"the answer, then the message": {pend, sent, live},
		"the message, then the answer": {pend, live, sent},
		"a page, then the answer":      {pend, page, sent},
		"the answer, then a page":      {pend, sent, page},
		"a page before it is pending":  {page, pend, sent},
		"live before it is pending":    {live, pend, live, sent},
	} {
		t.Run(name, func(t *testing.T) {
			m := newTimeline(60, 12)
			m.Add(said(9, "bob", "newer"))
			for _, step := range steps {
				step(m)
			}
			inOrder(t, m, "✓ mine", "newer")
			if n := strings.Count(screen(m), "mine"); n != 1 {
				t.Errorf("it stands there %d times:\n%s", n, screen(m))
			}
		})
	}
}

func TestWhatFailedGoesItsWayWithTheLog(t *testing.T) {
	m := newTimeline(60, 14)
	m.Add(mine("c1", "mine one"))
	m.Add(mine("c2", "mine two"))
	m.SetState("c2", timeline.Failed, 0, safe.Line("muted"))
	m.Add(said(5, "bob", "theirs"))
	inOrder(t, m, "theirs", "… mine one", "✗ mine two") // the order in which they were typed
	m.SetState("c1", timeline.Sent, 6, safe.Text{})
	m.Add(said(7, "bob", "later"))
	inOrder(t, m, "✓ mine one", "✗ mine two", "later")

	m.SetState("c2", timeline.Pending, 0, safe.Text{}) // tried again
	m.Add(said(8, "bob", "last"))
	inOrder(t, m, "later", "last", "… mine two")
	m.SetState("c2", timeline.Sent, 9, safe.Text{})
	inOrder(t, m, "last", "✓ mine two")
}

func TestOlderPagesGoOnTop(t *testing.T) {
	m := newTimeline(60, 14)
	m.Prepend([]timeline.Item{said(8, "bob", "eight"), said(9, "cleo", "nine")}) // into an empty one
	inOrder(t, m, "eight", "nine")
	m.Add(said(10, "bob", "ten"))
	m.Prepend([]timeline.Item{said(6, "bob", "six"), said(7, "cleo", "seven"), said(8, "bob", "eight, edited")})
	inOrder(t, m, "six", "seven", "eight, edited", "nine", "ten")
	hole := timeline.Item{Kind: timeline.Hole, Text: safe.Line("what was before is gone")}
	m.Prepend([]timeline.Item{hole, hole, said(5, "bob", "five")})
	inOrder(t, m, "is gone", "is gone", "five", "six")
	if m.Len() != 8 {
		t.Errorf("%d items", m.Len())
	}
}

func TestWhatComesLateGoesToItsPlace(t *testing.T) {
	m := newTimeline(60, 14)
	info := timeline.Item{Kind: timeline.Info, At: start, Text: safe.Line("of this program")}
	m.Add(said(3, "bob", "three"))
	m.Add(info)
	m.Add(said(9, "bob", "nine"))
	m.Add(said(6, "bob", "six"))
	m.Add(said(1, "bob", "one"))
	m.Add(said(4, "bob", "four"))
	inOrder(t, m, "one", "three", "of this program", "four", "six", "nine")
}

func TestClearLeavesWhatIsStillToBeSent(t *testing.T) {
	fill := func() *timeline.Model {
		m := newTimeline(60, 14)
		talk(m, 5)
		m.Add(mine("c1", "failed"))
		m.SetState("c1", timeline.Failed, 0, safe.Line("muted"))
		m.Add(mine("c2", "pending"))
		return m
	}
	m := fill()
	m.Clear()
	if got := screen(m); strings.Contains(got, "text") || strings.Contains(got, "failed") || !strings.Contains(got, "pending") {
		t.Errorf("cleared:\n%s", got)
	}
	m = fill()
	m.Forget()
	inOrder(t, m, "✗ failed", "… pending")
	if got := screen(m); strings.Contains(got, "text") || m.Newest() != 0 {
		t.Errorf("forgotten, newest %d:\n%s", m.Newest(), got)
	}
	m.Add(said(3, "bob", "loaded anew"))
	m.SetState("c2", timeline.Sent, 4, safe.Text{})
	inOrder(t, m, "✗ failed", "loaded anew", "✓ pending")
}

func TestTrimLetsTheOldestGo(t *testing.T) {
	m := newTimeline(60, 10)
	talk(m, 1000)
	if m.Trim(900) {
		t.Error("trimmed though there are hardly too many")
	}
	m.Up(3)
	if m.Trim(100) {
		t.Error("trimmed under the eyes of the reader")
	}
	m.End()
	before := screen(m)
	if !m.Trim(100) || m.Len() != 100 || m.Oldest() != 901 || screen(m) != before {
		t.Errorf("%d items from %d on:\n%s", m.Len(), m.Oldest(), screen(m))
	}
	m.Home()
	m.Prepend([]timeline.Item{said(900, "bob", "text 900")})
	m.Up(1)
	inOrder(t, m, "text 900", "text 901")
}
