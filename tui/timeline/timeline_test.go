package timeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

var start = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

func newTimeline(width, height int) *timeline.Model {
	m := timeline.New(timeline.Options{Styles: timeline.Styles{Nick: func(string) row.Style { return "" }}, Self: "ada"})
	m.SetSize(width, height)
	return m
}

// said is entry n of the log; each is a minute and a half after the one before.
func said(n uint64, from, text string) timeline.Item {
	return timeline.Item{
		Kind: timeline.Message, Seq: n, At: start.Add(time.Duration(n) * 90 * time.Second),
		From: safe.Name(from), Text: safe.Body(text),
	}
}

// mine is a message on its way.
func mine(cid, text string) timeline.Item {
	it := said(0, "ada", text)
	it.Seq, it.CID, it.Own, it.State, it.At = 0, cid, true, timeline.Pending, start.Add(time.Hour)
	return it
}

func screen(m *timeline.Model) string {
	rows := m.View()
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return strings.TrimLeft(strings.Join(rows, "\n"), "\n")
}

func TestMessagesHangBelowTheirBeginning(t *testing.T) {
	m := newTimeline(40, 8)
	m.Add(said(1, "bob", "a text that is longer than one row of this window"))
	m.Add(said(2, "bob", "and another"))
	m.Add(said(3, "cleo", "hello"))
	got := screen(m)
	for _, want := range []string{"Monday, 2 March 2026", "09:31    bob", "09:34   cleo"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "bob"); n != 1 {
		t.Errorf("bob is named %d times for two messages in a row:\n%s", n, got)
	}
	col := -1
	for _, r := range m.View() {
		for _, word := range []string{"a text", "and another", "hello"} {
			if i := strings.Index(r, word); i >= 0 {
				if at := len([]rune(r[:i])); col >= 0 && at != col {
					t.Errorf("%q begins in column %d, others in %d", word, at, col)
				} else {
					col = at
				}
			}
		}
	}
}

func TestOnesOwnMessageShowsItsState(t *testing.T) {
	m := newTimeline(60, 10)
	m.Add(mine("c1", "first"))
	m.Add(mine("c2", "second"))
	rowOf := func(text string) string {
		for _, r := range m.View() {
			if strings.Contains(r, text) {
				return r
			}
		}
		return ""
	}
	if !strings.Contains(rowOf("first"), "…") {
		t.Errorf("pending: %q", rowOf("first"))
	}
	m.SetState("c1", timeline.Sent, 7, safe.Text{})
	m.SetState("c2", timeline.Failed, 0, safe.Line("you are too fast"))
	if !strings.Contains(rowOf("first"), "✓") || !strings.Contains(rowOf("second"), "✗") {
		t.Errorf("sent: %q, failed: %q", rowOf("first"), rowOf("second"))
	}
	if !strings.Contains(screen(m), "not sent: you are too fast") {
		t.Errorf("the reason is missing:\n%s", screen(m))
	}
}

func TestWhatIsPendingStandsAtTheEndUntilItHasItsPlace(t *testing.T) {
	m := newTimeline(60, 10)
	m.Add(mine("c1", "mine"))
	m.Add(said(5, "bob", "theirs"))
	if got := screen(m); strings.Index(got, "mine") < strings.Index(got, "theirs") {
		t.Errorf("the pending one is not last:\n%s", got)
	}
	m.Add(said(7, "bob", "later"))
	own := said(6, "ada", "mine")
	own.CID, own.Own, own.State = "c1", true, timeline.Sent
	m.Add(own)
	m.Add(own) // told twice
	got := screen(m)
	if strings.Count(got, "mine") != 1 || strings.Index(got, "mine") > strings.Index(got, "later") {
		t.Errorf("it stands at the wrong place or twice:\n%s", got)
	}
}

func TestJoinsAndLeavesShareOneLine(t *testing.T) {
	m := newTimeline(60, 6)
	for _, x := range []struct {
		who  string
		came bool
	}{{"bob", true}, {"cleo", true}, {"dan", false}, {"eve", true}, {"eve", false}} {
		m.Meet(start, safe.Name(x.who), x.came)
	}
	got := screen(m)
	if !strings.Contains(got, "bob, cleo joined · dan left") || strings.Contains(got, "eve") {
		t.Errorf("got\n%s", got)
	}
}

func TestALongTextFolds(t *testing.T) {
	m := newTimeline(40, 60)
	m.Add(said(1, "bob", strings.Repeat("x\n", 7999)+"x"))
	if got := screen(m); !strings.Contains(got, "7976 more lines") {
		t.Errorf("got\n%s", got)
	}
	m.ToggleFolds()
	if got := screen(m); strings.Contains(got, "more lines") {
		t.Errorf("still folded:\n%.200s", got)
	}
}

func TestTheMarkStandsBeforeTheFirstNewMessage(t *testing.T) {
	m := newTimeline(60, 10)
	for n := range uint64(4) {
		m.Add(said(n+1, "bob", fmt.Sprintf("text %d", n+1)))
	}
	m.SetFresh(2)
	got := screen(m)
	at := strings.Index(got, "new since you left")
	if at < strings.Index(got, "text 2") || at > strings.Index(got, "text 3") {
		t.Errorf("the mark is at the wrong place:\n%s", got)
	}
}

func TestEverySizeDraws(t *testing.T) {
	for _, method := range []cell.Method{cell.ByRune, cell.ByCluster} {
		for _, size := range [][2]int{{0, 0}, {1, 1}, {2, 1}, {5, 3}, {12, 2}, {40, 10}, {300, 3}} {
			m := newTimeline(size[0], size[1])
			m.SetLook(timeline.Styles{Nick: func(string) row.Style { return "1" }}, method, "ada")
			m.Add(said(1, "👩\u200d👩\u200d👧漢字漢字漢字漢字", "漢字 👩\u200d👩\u200d👧 e\u0301 "+strings.Repeat("long", 40)))
			m.Add(mine("c1", "mine"))
			m.SetState("c1", timeline.Failed, 0, safe.Line("because"))
			m.Meet(start, safe.Name("bob"), true)
			m.Up(3)
			rows := m.View()
			if len(rows) != size[1] {
				t.Fatalf("%d rows at %v", len(rows), size)
			}
			for _, r := range rows {
				if w := method.StringWidth(r); w != size[0] {
					t.Errorf("%v, method %v: row %q is %d cells wide", size, method, r, w)
				}
			}
		}
	}
}

// Whatever comes below or above while the reader has scrolled up, what they
// see stays.
func TestTheReaderIsNeverYanked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newTimeline(rapid.IntRange(10, 70).Draw(t, "width"), rapid.IntRange(2, 12).Draw(t, "height"))
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abc de\n漢")), 1, 120, -1)
		next, oldest := uint64(1000), uint64(1000)
		for range rapid.IntRange(10, 40).Draw(t, "before") {
			m.Add(said(next, "bob", text.Draw(t, "text")))
			next++
		}
		m.Up(rapid.IntRange(1, 30).Draw(t, "up"))
		m.View()
		before := strings.Join(m.View(), "\n")
		if m.Following() {
			return // everything fits
		}
		came := 0
		for range rapid.IntRange(1, 20).Draw(t, "after") {
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				m.Add(said(next, "bob", text.Draw(t, "text")))
				next++
				came++
			case 1:
				m.Add(mine(fmt.Sprint("c", next), "mine"))
				next++
				came++
			case 2:
				m.Meet(start.Add(24*time.Hour), safe.Name(fmt.Sprint("p", next)), true)
				next++
			case 3:
				// A page that ends a day earlier, so that the line with the
				// date above the oldest stays as it is.
				older := said(oldest-1, "cleo", text.Draw(t, "text"))
				older.At = start.Add(-48 * time.Hour)
				m.Prepend([]timeline.Item{older})
				oldest--
			}
		}
		if after := strings.Join(m.View(), "\n"); after != before {
			t.Fatalf("the view moved from\n%s\n---\nto\n%s", before, after)
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

func TestScrollingStopsAtTheEnds(t *testing.T) {
	m := newTimeline(40, 5)
	for n := range uint64(50) {
		m.Add(said(n+1, fmt.Sprint("p", n), fmt.Sprintf("text %d", n+1)))
	}
	m.Up(10000)
	if got := screen(m); !strings.Contains(got, "text 1\n") {
		t.Errorf("the oldest is not in sight:\n%s", got)
	}
	if !m.NeedOlder() {
		t.Error("NeedOlder is false at the oldest")
	}
	m.Down(10000)
	if !m.Following() || !strings.Contains(screen(m), "text 50") {
		t.Errorf("the newest is not in sight:\n%s", screen(m))
	}
	m.Home()
	m.PageDown()
	m.PageUp()
	if got := screen(m); !strings.Contains(got, "text 1\n") {
		t.Errorf("a page down and up again ends at\n%s", got)
	}
}

func BenchmarkView(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		m := newTimeline(80, 24)
		for i := range n {
			m.Add(said(uint64(i+1), fmt.Sprint("p", i%50), "The quick brown fox jumps over the lazy dog and then it does so again."))
		}
		b.Run(fmt.Sprintf("warm/%d", n), func(b *testing.B) {
			for b.Loop() {
				m.View()
			}
		})
		b.Run(fmt.Sprintf("page-up/%d", n), func(b *testing.B) {
			for b.Loop() {
				if m.PageUp(); m.NeedOlder() {
					m.End()
				}
				m.View()
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	m := newTimeline(80, 24)
	n := uint64(0)
	b.ReportAllocs()
	for b.Loop() {
		n++
		m.Add(said(n, "bob", "The quick brown fox jumps over the lazy dog."))
	}
}
