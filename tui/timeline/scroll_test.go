package timeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// Whatever comes below or above while the reader has scrolled up, what they
// see stays.
func TestTheReaderIsNeverYanked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newTimeline(rapid.IntRange(10, 70).Draw(t, "width"), rapid.IntRange(2, 12).Draw(t, "height"))
		nick := rapid.SampledFrom([]string{"bob", "cleo"})
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abc de\n漢")), 1, 120, -1)
		next, oldest := uint64(1000), uint64(1000)
		for range rapid.IntRange(10, 40).Draw(t, "before") {
			m.Add(said(next, nick.Draw(t, "nick"), text.Draw(t, "text")))
			next++
		}
		if m.Up(rapid.IntRange(1, 30).Draw(t, "up")); m.Following() {
			return // everything fits
		}
		before := m.View()
		came := 0
		for range rapid.IntRange(1, 20).Draw(t, "after") {
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0, 1:
				m.Add(said(next, nick.Draw(t, "nick"), text.Draw(t, "text")))
				next++
				came++
			case 2:
				m.Add(mine(fmt.Sprint("c", next), text.Draw(t, "text")))
			case 3:
				m.SetState(fmt.Sprint("c", next), timeline.Sent, next, safe.Text{})
				next++
			case 4:
				m.SetState(fmt.Sprint("c", next), timeline.Failed, 0, safe.Line("because"))
			case 5:
				m.Meet(start.Add(24*time.Hour), safe.Name(fmt.Sprint("p", rapid.IntRange(0, 30).Draw(t, "who"))), rapid.Bool().Draw(t, "came"))
			case 6:
				m.Prepend([]timeline.Item{said(oldest-1, nick.Draw(t, "nick"), text.Draw(t, "text"))})
				oldest--
			}
		}
		after := m.View()
		// The line with the date goes up to the new oldest.
		from := slices.IndexFunc(before, func(r string) bool { return !strings.Contains(r, "─") && strings.TrimSpace(r) != "" })
		if from >= 0 && !slices.Equal(after[from:], before[from:]) {
			t.Fatalf("the view moved from\n%s\n---\nto\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
		}
		if m.Below() != came {
			t.Fatalf("%d new below, want %d", m.Below(), came)
		}
		m.End()
		if !m.Following() || m.Below() != 0 {
			t.Fatal("End does not follow")
		}
	})
}

func TestWhatGrowsAtTheLowerEdgeGrowsBelowIt(t *testing.T) {
	m := newTimeline(40, 6)
	talk(m, 20)
	m.Add(mine("c1", "mine one"))
	m.Add(mine("c2", "mine two"))
	m.Up(1)
	before := screen(m)
	if !strings.HasSuffix(before, "mine one") {
		t.Fatalf("not at the lower edge:\n%s", before)
	}
	m.SetState("c1", timeline.Failed, 0, safe.Line("this reason is long enough to need more than one row"))
	if after := screen(m); strings.ReplaceAll(after, "✗", "…") != before {
		t.Errorf("the view moved from\n%s\n---\nto\n%s", before, after)
	}
	m.Down(1)
	inOrder(t, m, "✗ mine one", "not sent: this")
	m.Down(4)
	if !m.Following() {
		t.Errorf("not at the end:\n%s", screen(m))
	}
}

func TestWhatTakesItsPlaceAboveDoesNotMoveTheLowerEdge(t *testing.T) {
	m := newTimeline(60, 6)
	talk(m, 20)
	m.Add(said(22, "bob", "text 22"))
	m.Add(mine("c1", "mine"))
	m.Up(1)
	m.SetState("c1", timeline.Sent, 21, safe.Text{})
	inOrder(t, m, "text 20", "✓ mine", "text 22")
	if got := screen(m); !strings.HasSuffix(got, "text 22") || m.Below() != 0 {
		t.Errorf("%d below:\n%s", m.Below(), got)
	}
}

func TestTheEndIsWhereNothingMoreShows(t *testing.T) {
	m := newTimeline(60, 6)
	talk(m, 20)
	m.Meet(start, safe.Name("bob"), true)
	m.Meet(start, safe.Name("bob"), false) // as if nothing had been
	m.Up(3)
	m.Down(3)
	if !m.Following() || !strings.HasSuffix(screen(m), "text 20") {
		t.Errorf("not at the end:\n%s", screen(m))
	}
}

func TestBelowCountsDownAsTheReaderComesBack(t *testing.T) {
	m := newTimeline(60, 6)
	talk(m, 30)
	m.Up(10)
	for n := uint64(31); n <= 40; n++ {
		m.Add(said(n, "bob", fmt.Sprintf("text %d", n)))
	}
	own := said(41, "ada", "mine, from another window")
	own.Own = true
	m.Add(own)
	if m.Below() != 10 {
		t.Fatalf("%d new below", m.Below())
	}
	m.Down(14)
	if !strings.HasSuffix(screen(m), "text 34") || m.Below() != 6 {
		t.Errorf("%d new below\n%s", m.Below(), screen(m))
	}
	m.Up(5)
	if m.Below() != 6 {
		t.Errorf("%d new below after looking back", m.Below())
	}
	m.End()
	m.Up(3)
	if m.Below() != 0 {
		t.Errorf("%d new below though all was seen", m.Below())
	}
}

// After any number of resizes the reader is where they were.
func TestAResizeKeepsTheReadersPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, height := rapid.IntRange(10, 100).Draw(t, "width"), rapid.IntRange(1, 10).Draw(t, "height")
		m := newTimeline(width, height)
		for n := range uint64(200) {
			m.Add(said(n+1, "bob", strings.Repeat("word ", int(n*7%90))))
		}
		m.Up(rapid.IntRange(200, 400).Draw(t, "up"))
		before := screen(m)
		for range rapid.IntRange(1, 10).Draw(t, "resizes") {
			m.SetSize(rapid.IntRange(5, 200).Draw(t, "wide"), rapid.IntRange(0, 40).Draw(t, "high"))
			m.View()
		}
		m.SetSize(width, height)
		if after := screen(m); after != before {
			t.Fatalf("the view moved from\n%s\n---\nto\n%s", before, after)
		}
	})
}

func TestTwoHundredResizesInARow(t *testing.T) { // T80
	m := newTimeline(80, 24)
	talk(m, 300)
	for i := range 200 {
		m.SetSize(1+(i*37)%200, 1+(i*11)%60)
		m.View()
	}
	m.SetSize(60, 5)
	if !m.Following() || !strings.HasSuffix(screen(m), "text 300") {
		t.Errorf("not at the end:\n%s", screen(m))
	}
}

func TestScrollingStopsAtTheEnds(t *testing.T) {
	m := newTimeline(40, 5)
	talk(m, 50)
	m.Up(10000)
	inOrder(t, m, "2026", "text 1\n")
	if !m.NeedOlder() {
		t.Error("NeedOlder is false at the oldest")
	}
	m.Down(10000)
	if !m.Following() || !strings.HasSuffix(screen(m), "text 50") {
		t.Errorf("the newest is not in sight:\n%s", screen(m))
	}
	if m.NeedOlder() {
		t.Error("NeedOlder is true far from the oldest")
	}
	m.Home()
	m.PageDown()
	m.HalfDown()
	m.HalfUp()
	m.PageUp()
	inOrder(t, m, "2026", "text 1\n")
	few := newTimeline(40, 10)
	talk(few, 3)
	few.Home()
	few.Up(5)
	if !few.Following() {
		t.Error("scrolled though everything is in sight")
	}
}

func TestHomeIsTheBeginningOfTheOldest(t *testing.T) {
	m := newTimeline(40, 6)
	talk(m, 20)
	m.Prepend([]timeline.Item{said(0, "bob", strings.Repeat("word ", 60))})
	m.Home()
	inOrder(t, m, "2026", "bob   word")
}

func TestALongTextFolds(t *testing.T) { // T68
	m := newTimeline(40, 10)
	talk(m, 10)
	m.Add(said(11, "bob", strings.Repeat("x\n", 7999)+"end of it"))
	inOrder(t, m, "… 7988 more lines (Alt+O)")
	before := screen(m)
	m.ToggleFolds()
	if m.Following() || m.View()[0] != strings.Split(before, "\n")[0]+strings.Repeat(" ", 40-len([]rune(strings.Split(before, "\n")[0]))) {
		t.Errorf("the reader lost their place:\n%s\n---\n%s", before, screen(m))
	}
	if got := screen(m); strings.Contains(got, "more lines") {
		t.Errorf("still folded:\n%s", got)
	}
	m.End()
	inOrder(t, m, "end of it")
	m.ToggleFolds()
	inOrder(t, m, "… 7988 more lines")
}

func TestAFewLinesMoreAreNotFoldedAway(t *testing.T) {
	m := newTimeline(40, 30)
	m.Add(said(1, "bob", strings.Repeat("x\n", 15)+"x"))
	m.Add(timeline.Item{Kind: timeline.Info, At: start, Text: safe.Body(strings.Repeat("y\n", 100))})
	got := screen(m)
	if strings.Count(got, "x\n") != 16 || !strings.Contains(got, "89 more lines") {
		t.Errorf("got\n%s", got)
	}
}
