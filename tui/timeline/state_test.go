package timeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// whole checks what holds of a timeline at any time.
func (m *Model) whole() error {
	last, cids := uint64(0), map[string]bool{}
	for i, e := range m.entries {
		if e.Seq != 0 && e.Seq <= last {
			return fmt.Errorf("seq %d follows %d", e.Seq, last)
		}
		last = max(last, e.Seq)
		if e.CID != "" && cids[e.CID] {
			return fmt.Errorf("%s is there twice", e.CID)
		}
		cids[e.CID] = true
		if e.Seq == 0 && e.CID != "" && m.unsent[e.CID] != e {
			return fmt.Errorf("%s is forgotten", e.CID)
		}
		if tail := i >= len(m.entries)-m.tail; tail && e.Seq != 0 || !tail && e.Seq == 0 && e.State == Pending {
			return fmt.Errorf("entry %d of %d is on the wrong side of the tail of %d", i, len(m.entries), m.tail)
		}
		if head := e.head; m.link(i) {
			return fmt.Errorf("above entry %d stands %+v, not %+v", i, head, e.head)
		}
	}
	if last != m.newest {
		return fmt.Errorf("the newest is %d, not %d", last, m.newest)
	}
	if len(m.cache) > 2*keepDrawn {
		return fmt.Errorf("%d drawings are kept", len(m.cache))
	}
	return m.placed()
}

// placed checks where the reader is.
func (m *Model) placed() error {
	if m.follow {
		if m.below != 0 {
			return fmt.Errorf("%d below the end", m.below)
		}
		return nil
	}
	fresh := 0
	for i, e := range m.entries {
		if e.came == m.visit {
			if fresh++; i <= m.anchor {
				return fmt.Errorf("entry %d counts as below, the edge is at %d", i, m.anchor)
			}
		}
	}
	if fresh != m.below {
		return fmt.Errorf("%d below, not %d", m.below, fresh)
	}
	if m.anchor >= len(m.entries) || m.hidden < 0 || m.hidden > 0 && m.hidden >= m.rowsOf(m.anchor) {
		return fmt.Errorf("the edge is %d rows before the end of %d of %d entries", m.hidden, m.anchor, len(m.entries))
	}
	have := -m.hidden
	for i := m.anchor; i >= 0; i-- {
		have += m.rowsOf(i)
	}
	if have < m.height {
		return fmt.Errorf("%d rows for a height of %d", have, m.height)
	}
	return nil
}

// Whatever happens in whatever order, everything holds together, the view has
// its size, and what is remembered of drawings is what would be drawn.
func TestAnythingMayHappen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := New(Options{Method: rapid.SampledFrom([]cell.Method{cell.ByRune, cell.ByCluster}).Draw(t, "method")})
		m.SetSize(30, 8)
		s := steps{m: m, t: t, width: 30, height: 8, next: 500}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			s.step()
			if err := m.whole(); err != nil {
				t.Fatal(err)
			}
			rows := m.View()
			if len(rows) != s.height {
				t.Fatalf("%d rows of %d", len(rows), s.height)
			}
			for _, r := range rows {
				if w := m.opts.Method.StringWidth(r); w != s.width {
					t.Fatalf("%q is %d cells wide, not %d", r, w, s.width)
				}
			}
			if m.SetLook(Styles{}, m.opts.Method, ""); !slices.Equal(m.View(), rows) {
				t.Fatalf("remembered\n%s\ndrawn anew\n%s", strings.Join(rows, "\n"), strings.Join(m.View(), "\n"))
			}
		}
	})
}

// steps does random things.
type steps struct {
	m             *Model
	t             *rapid.T
	width, height int
	next          uint64
}

func (s *steps) item(seq uint64) Item {
	n := rapid.IntRange(0, 400).Draw(s.t, "what")
	it := Item{
		Seq: seq, At: time.Unix(int64(1_800_000_000+seq*97), 0),
		From: safe.Name([]string{"bob", "cleo"}[n%2]), Text: safe.Body(strings.Repeat("ab 漢\n"[:2+n%6], n%40)),
	}
	it.Kind = []Kind{Message, Message, Message, Action, Notice, Topic}[n%6]
	it.Self, it.Missing = n%11 == 0, n%13 == 0
	return it
}

func (s *steps) cid() string { return fmt.Sprint("c", rapid.IntRange(0, 5).Draw(s.t, "cid")) }

func (s *steps) step() {
	m, t := s.m, s.t
	switch n := rapid.IntRange(0, 26).Draw(t, "step"); n {
	case 0, 1, 2, 3:
		s.next++
		m.Add(s.item(s.next))
	case 4:
		m.Add(s.item(uint64(rapid.IntRange(1, int(s.next)).Draw(t, "late"))))
	case 5, 6:
		it := s.item(0)
		it.Kind, it.CID, it.Own, it.State = Message, s.cid(), true, State(rapid.IntRange(1, 3).Draw(t, "state"))
		if !s.placed(it.CID) {
			m.Add(it)
		}
	case 7, 8:
		s.next++
		state := State(rapid.IntRange(1, 3).Draw(t, "state"))
		m.SetState(s.cid(), state, s.next*uint64(n%2), safe.Line("because it is so"))
	case 9:
		m.Meet(time.Unix(int64(1_800_000_000+s.next*97), 0), safe.Name(fmt.Sprint("p", rapid.IntRange(0, 20).Draw(t, "who"))), rapid.Bool().Draw(t, "came"))
	case 10:
		var page []Item
		for i := range uint64(rapid.IntRange(1, 30).Draw(t, "page")) {
			page = append(page, s.item(max(m.Oldest(), 60)-40+i))
		}
		m.Prepend(page)
	case 11:
		m.SetFresh(uint64(rapid.IntRange(0, int(s.next)).Draw(t, "fresh")))
	case 12:
		s.width, s.height = rapid.IntRange(1, 90).Draw(t, "width"), rapid.IntRange(0, 20).Draw(t, "height")
		m.SetSize(s.width, s.height)
	case 13:
		it := s.item(0)
		it.Kind = []Kind{Info, Problem, Hole}[it.At.Unix()%3]
		if it.Kind == Hole {
			it.At = time.Time{}
		}
		m.Add(it)
	case 14:
		m.ToggleFolds()
	case 15:
		[]func(){m.Home, m.End, m.PageDown, m.HalfUp, m.HalfDown, m.Clear, m.Forget, m.Detach}[rapid.IntRange(0, 7).Draw(t, "go")]()
	case 16:
		m.Down(rapid.IntRange(0, 9).Draw(t, "down"))
	case 17:
		m.Trim(rapid.IntRange(0, 9).Draw(t, "most"))
	case 18:
		m.Discard(s.cid())
	case 19, 20, 21, 22, 23:
		s.change(n)
	default:
		m.Up(rapid.IntRange(0, 19).Draw(t, "up"))
	}
}

// change does what concerns the past of the log.
func (s *steps) change(n int) {
	m, t := s.m, s.t
	some := func(label string) uint64 {
		return uint64(rapid.IntRange(int(s.next)-40, int(s.next)).Draw(t, label))
	}
	s.next++
	switch n {
	case 19:
		m.React(some("target"), s.next, safe.Line([]string{"👍", "🎉", "❤️", "x"}[s.next%4]), safe.Name("bob"), rapid.Bool().Draw(t, "own"), s.next%3 == 0)
	case 20:
		m.Edit(some("target"), s.next, safe.Body(strings.Repeat("new ", int(s.next%30))), "", false)
	case 21:
		m.Delete(some("target"), s.next)
	case 22:
		first := some("first")
		m.AddHole(first, first+uint64(rapid.IntRange(0, 30).Draw(t, "missing")), safe.Line("missing"), rapid.Bool().Draw(t, "loads"))
		m.SetStale(first)
	case 23:
		p := Page{First: some("first"), AsOf: s.next}
		p.Last = p.First
		for range rapid.IntRange(0, 20).Draw(t, "page") {
			if rapid.Bool().Draw(t, "stands") {
				it := s.item(p.Last)
				it.AsOf = p.AsOf
				p.Items = append(p.Items, it)
			}
			p.Last++
		}
		m.Load(p, false)
		for _, e := range m.entries {
			if e.Kind == Hole && e.Seq != 0 && e.Last >= p.First && e.Seq <= p.Last {
				t.Fatalf("%d to %d are missing, though %d to %d were loaded", e.Seq, e.Last, p.First, p.Last)
			}
		}
	}
	m.Gap()
	m.Stale()
}

// placed reports whether a cid is already taken by an entry of the log.
func (s *steps) placed(cid string) bool {
	return slices.ContainsFunc(s.m.entries, func(e *entry) bool { return e.CID == cid && e.Seq != 0 })
}

func TestTheDateMakesWayForWhatComesAboveIt(t *testing.T) {
	m := New(Options{})
	m.SetSize(40, 1)
	for _, seq := range []uint64{10, 11, 5} {
		m.Add(Item{Seq: seq, At: time.Unix(1_800_000_000, 0), From: safe.Name("bob"), Text: safe.Line(fmt.Sprint("text ", seq))})
		if seq == 11 {
			m.Home() // nothing but the date is in sight
		}
	}
	if got := m.View()[0]; !strings.Contains(got, "text 5") {
		t.Errorf("got %q", got)
	}
	if err := m.whole(); err != nil {
		t.Error(err)
	}
}

func TestDrawingsAreForgottenInTime(t *testing.T) {
	m := New(Options{})
	m.SetSize(60, 20)
	for i := range 5000 {
		m.Add(Item{Seq: uint64(i + 1), At: time.Unix(int64(i), 0), From: safe.Name("bob"), Text: safe.Line("text")})
	}
	for range 300 {
		m.PageUp()
		m.View()
	}
	drawn := 0
	for _, e := range m.entries {
		if e.drawn != nil {
			drawn++
		}
	}
	if drawn > 2*keepDrawn || len(m.cache) > 2*keepDrawn {
		t.Errorf("%d drawings, %d remembered", drawn, len(m.cache))
	}
}
