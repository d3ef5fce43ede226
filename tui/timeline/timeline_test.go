package timeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

var start = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

func newTimeline(width, height int) *timeline.Model {
	m := timeline.New(timeline.Options{Self: "ada"})
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

// talk fills a timeline with n messages of as many people.
func talk(m *timeline.Model, n uint64) {
	for i := range n {
		m.Add(said(i+1, fmt.Sprint("p", i), fmt.Sprintf("text %d", i+1)))
	}
}

func screen(m *timeline.Model) string {
	rows := m.View()
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return strings.TrimLeft(strings.Join(rows, "\n"), "\n")
}

// rowOf returns the row in which text stands.
func rowOf(m *timeline.Model, text string) string {
	for _, r := range m.View() {
		if strings.Contains(r, text) {
			return r
		}
	}
	return ""
}

// inOrder reports whether texts stand on the screen, one below the other.
func inOrder(t *testing.T, m *timeline.Model, texts ...string) {
	t.Helper()
	got := screen(m)
	rest := got
	for _, text := range texts {
		_, after, ok := strings.Cut(rest, text)
		if !ok {
			t.Errorf("%q is missing, or at the wrong place, in\n%s", text, got)
			return
		}
		rest = after
	}
}

func TestMessagesHangBelowTheirBeginning(t *testing.T) {
	m := newTimeline(40, 8)
	m.Add(said(1, "bob", "a text that is longer than one row of this window"))
	m.Add(said(2, "bob", "and another"))
	m.Add(said(3, "cleo", "hello"))
	inOrder(t, m, "Monday, 2 March 2026", "09:31    bob   a text", "09:33          and another", "09:34   cleo   hello")
	column := strings.Index(rowOf(m, "a text"), "a text")
	for _, word := range []string{"window", "and another", "hello"} {
		if r := rowOf(m, word); strings.TrimSpace(r[column:]) == "" || strings.HasPrefix(r[column:], " ") {
			t.Errorf("%q does not begin in column %d", r, column)
		}
	}
}

func TestAPersonIsNamedAgainWhen(t *testing.T) {
	at := func(n uint64, from string, after time.Duration) timeline.Item {
		it := said(n, from, fmt.Sprintf("text %d", n))
		it.At = start.Add(after)
		return it
	}
	notice, action := at(2, "bob", time.Second), at(2, "bob", time.Second)
	notice.Kind, action.Kind = timeline.Notice, timeline.Action
	for name, tt := range map[string]struct {
		second timeline.Item
		again  bool
	}{
		"never, a moment later":       {at(2, "bob", time.Minute), false},
		"five minutes have passed":    {at(2, "bob", 5*time.Minute), true},
		"another one spoke":           {at(2, "cleo", time.Second), true},
		"the day is another":          {at(2, "bob", 14*time.Hour+30*time.Minute), true},
		"a program speaks for them":   {notice, true},
		"they do something (named *)": {action, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := newTimeline(60, 8)
			m.Add(at(1, "bob", 0))
			m.Add(tt.second)
			nick := tt.second.From.String()
			if got := strings.Contains(rowOf(m, "text 2")[:18], nick); got != tt.again {
				t.Errorf("named %v:\n%s", got, screen(m))
			}
		})
	}
}

func TestWhoSpeaksLongAndAloneIsNamedNowAndThen(t *testing.T) {
	m := newTimeline(60, 20)
	for n := range uint64(200) {
		it := said(n+1, "bob", fmt.Sprintf("text %d", n+1))
		it.At = start
		m.Add(it)
	}
	for range 30 {
		if !strings.Contains(screen(m), "bob") {
			t.Fatalf("nobody is named:\n%s", screen(m))
		}
		m.Up(7)
	}
}

func TestTheMinuteShowsWhereItChanges(t *testing.T) {
	m := newTimeline(60, 8)
	for i, after := range []time.Duration{0, 20 * time.Second, 70 * time.Second} {
		it := said(uint64(i+1), "bob", fmt.Sprint("text ", i))
		it.At = start.Add(after)
		m.Add(it)
	}
	for text, want := range map[string]string{"text 0": "09:30", "text 1": "     ", "text 2": "09:31"} {
		if got := rowOf(m, text)[:5]; got != want {
			t.Errorf("%s is at %q, want %q", text, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	day := func(n uint64, at string) timeline.Item {
		it := said(n, "bob", fmt.Sprintf("text %d", n))
		it.At, _ = time.Parse(time.RFC3339, at)
		return it
	}
	hole := timeline.Item{Kind: timeline.Hole, Text: safe.Line("something is missing")}
	local := func(at string) timeline.Item {
		it := day(0, at)
		it.Kind, it.Text = timeline.Info, safe.Line("of this program")
		return it
	}
	for name, tt := range map[string]struct {
		items []timeline.Item
		want  []string // in order
		lines int
	}{
		"each begins with a line": {
			[]timeline.Item{day(1, "2026-11-22T20:00:00Z"), day(2, "2026-11-23T08:00:00Z")},
			[]string{"Sunday, 22 November 2026", "text 1", "Monday, 23 November 2026", "text 2"},
			2,
		},
		"are those of the reader": {
			[]timeline.Item{day(1, "2026-11-22T22:59:00Z"), day(2, "2026-11-22T23:00:00Z")},
			[]string{"Sunday, 22 November 2026", "23:59", "Monday, 23 November 2026", "00:00"},
			2,
		},
		"are not repeated behind a hole": {
			[]timeline.Item{day(1, "2026-11-22T20:00:00Z"), hole, day(2, "2026-11-22T20:01:00Z")},
			[]string{"Sunday", "text 1", "missing", "text 2"},
			1,
		},
		"begin after a hole, too": {
			[]timeline.Item{day(1, "2026-11-22T20:00:00Z"), hole, day(2, "2026-11-24T20:01:00Z")},
			[]string{"Sunday", "text 1", "missing", "Tuesday", "text 2"},
			2,
		},
		"do not go back for a clock that is behind": {
			[]timeline.Item{day(1, "2026-11-23T20:00:00Z"), local("2026-11-22T20:00:00Z"), day(2, "2026-11-23T20:00:01Z")},
			[]string{"Monday", "text 1", "of this program", "text 2"},
			2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := timeline.New(timeline.Options{Location: berlin})
			m.SetSize(60, 12)
			for _, it := range tt.items {
				m.Add(it)
			}
			inOrder(t, m, tt.want...)
			if got := strings.Count(screen(m), "2026"); got != tt.lines {
				t.Errorf("%d lines with a date, want %d:\n%s", got, tt.lines, screen(m))
			}
		})
	}
}

func TestOnesOwnMessageShowsItsState(t *testing.T) {
	m := newTimeline(60, 12)
	m.Add(mine("c1", "first"))
	m.Add(mine("c2", "second"))
	if !strings.Contains(rowOf(m, "first"), "… first") {
		t.Errorf("pending: %q", rowOf(m, "first"))
	}
	m.SetState("c1", timeline.Sent, 7, safe.Text{})
	m.SetState("c2", timeline.Failed, 0, safe.Line("You are sending faster than this server allows; wait a moment and send it again."))
	if !strings.Contains(rowOf(m, "first"), "✓ first") || !strings.Contains(rowOf(m, "second"), "✗ second") {
		t.Errorf("sent: %q, failed: %q", rowOf(m, "first"), rowOf(m, "second"))
	}
	inOrder(t, m, "not sent: You are sending faster", "send it again.")
}

func TestAProgramIsToldFromAPerson(t *testing.T) {
	for _, width := range []int{60, 20} {
		m := newTimeline(width, 6)
		it := said(1, "build", "green")
		it.Kind = timeline.Notice
		m.Add(it)
		if !strings.Contains(screen(m), "-build-") {
			t.Errorf("at %d:\n%s", width, screen(m))
		}
	}
}

// Of what a program prints the last lines count.
func TestAProgramsOutputIsFoldedInTheMiddle(t *testing.T) {
	m := newTimeline(60, 30)
	it := said(1, "build", "make")
	it.Kind = timeline.Notice
	for i := range 40 {
		it.Text = safe.Body(it.Text.String() + fmt.Sprintf("\nline %d", i))
	}
	m.Add(it)
	inOrder(t, m, "make", "line 0", "… 29 more lines", "line 30", "line 39")
}

func TestWhatNamesTheReaderHasABarBesideAllOfIt(t *testing.T) {
	m := newTimeline(40, 6)
	it := said(1, "bob", "@ada this is a text that takes three rows of this window, no less")
	it.Self = true
	m.Add(it)
	if got := strings.Count(screen(m), "▌"); got < 3 {
		t.Errorf("%d bars:\n%s", got, screen(m))
	}
}

func TestJoinsAndLeavesShareOneLine(t *testing.T) {
	m := newTimeline(60, 12)
	for _, x := range []struct {
		who  string
		came bool
	}{{"bob", true}, {"cleo", true}, {"dan", false}, {"eve", true}, {"eve", false}} {
		m.Meet(start, safe.Name(x.who), x.came)
	}
	if got := screen(m); !strings.Contains(got, "bob, cleo joined · dan left") || strings.Contains(got, "eve") {
		t.Errorf("got\n%s", got)
	}
	m.Add(said(60, "bob", "between"))
	m.Meet(start.Add(2*time.Hour), safe.Name("fay"), true)
	inOrder(t, m, "cleo joined", "between", "11:30", "fay joined")
	m.Meet(start.Add(20*time.Hour), safe.Name("gil"), true)
	inOrder(t, m, "fay joined", "3 March 2026", "05:30", "gil joined")
	for i := range 20 {
		m.Meet(start.Add(20*time.Hour), safe.Name(fmt.Sprint("guest", i)), true)
	}
	inOrder(t, m, "gil, guest0", "and 13 others", "joined")
}

func TestTheMarkStandsBeforeTheFirstNewMessage(t *testing.T) {
	m := newTimeline(60, 12)
	talk(m, 4)
	m.SetFresh(2)
	inOrder(t, m, "text 2", "new since you left", "text 3")
	if n := strings.Count(screen(m), "new since"); n != 1 {
		t.Errorf("%d marks:\n%s", n, screen(m))
	}
	m.SetFresh(0)
	if got := screen(m); strings.Contains(got, "new since") {
		t.Errorf("still marked:\n%s", got)
	}
}

func TestTheMarkWaitsForWhatItStandsBefore(t *testing.T) {
	m := newTimeline(60, 12)
	m.SetFresh(3)
	for n := uint64(5); n < 8; n++ {
		m.Add(said(n, "bob", fmt.Sprintf("text %d", n)))
	}
	if got := screen(m); strings.Contains(got, "new since") {
		t.Errorf("marked though older ones are unknown:\n%s", got)
	}
	m.Prepend([]timeline.Item{said(2, "bob", "text 2"), said(3, "bob", "text 3"), said(4, "bob", "text 4")})
	inOrder(t, m, "text 3", "new since you left", "text 4", "text 5")
	if n := strings.Count(screen(m), "new since"); n != 1 {
		t.Errorf("%d marks:\n%s", n, screen(m))
	}
}

func TestAHoleIsReadWhole(t *testing.T) {
	m := newTimeline(36, 8)
	m.Add(said(1, "bob", "before"))
	m.Add(timeline.Item{Kind: timeline.Hole, Text: safe.Line("120 older messages are not shown: the server no longer keeps them")})
	m.Add(said(122, "bob", "after"))
	inOrder(t, m, "before", "120 older", "keeps them", "after")
}

func TestEverySizeDraws(t *testing.T) { // T80, T86
	for _, method := range []cell.Method{cell.ByRune, cell.ByCluster} {
		for _, size := range [][2]int{{0, 0}, {1, 1}, {2, 1}, {3, 2}, {5, 3}, {12, 2}, {40, 10}, {10000, 3}, {40, 1500}} {
			m := newTimeline(size[0], size[1])
			m.SetLook(timeline.Styles{Nick: func(string) row.Style { return "1" }}, method, "ada")
			for n := range uint64(3) {
				m.Add(said(n+1, "👩\u200d👩\u200d👧漢字漢字漢字漢字", "漢字 👩\u200d👩\u200d👧 e\u0301 "+strings.Repeat("long", 40)))
			}
			everyKind(m)
			m.Add(mine("c1", "mine"))
			m.SetState("c1", timeline.Failed, 0, safe.Line("because"))
			m.SetFresh(2)
			for range 4 {
				exact(t, m, method, size)
				m.Up(3)
				m.ToggleFolds()
			}
			m.Home()
			exact(t, m, method, size)
		}
	}
}

// everyKind adds one of each.
func everyKind(m *timeline.Model) {
	for k := timeline.Action; k <= timeline.Hole; k++ {
		it := said(10+uint64(k), "漢字漢字漢字漢字", "text 漢字 of one kind")
		it.Kind, it.Self = k, k == timeline.Notice
		if k >= timeline.Info {
			it.Seq = 0
		}
		m.Add(it)
	}
	m.Meet(start, safe.Name("bob"), true)
}

// exact checks that the view is as large as it should be.
func exact(t *testing.T, m *timeline.Model, method cell.Method, size [2]int) {
	t.Helper()
	rows := m.View()
	if len(rows) != size[1] {
		t.Fatalf("%d rows at %v", len(rows), size)
	}
	for _, r := range rows {
		if w := method.StringWidth(r); w != size[0] || strings.Contains(r, "\n") {
			t.Fatalf("%v, method %v: row %q is %d cells wide", size, method, r, w)
		}
	}
}

func TestHostileTextsStayInTheirRows(t *testing.T) {
	for name, text := range map[string]string{
		"T67 one word of 8000 bytes": strings.Repeat("x", 8000),
		"T68 8000 line ends":         strings.Repeat("\n", 8000),
		"T69 2000 tabs":              strings.Repeat("\t", 2000),
		"T86 families":               strings.Repeat("👨\u200d👩\u200d👧\u200d👦", 15),
		"T63 wide at the edge":       strings.Repeat("x", 45) + "漢",
		"T58 marks":                  "a" + strings.Repeat("\u0301", 200),
		"T22 erasing":                "\x1b[2J\x1b[H",
	} {
		for _, method := range []cell.Method{cell.ByRune, cell.ByCluster} {
			for kind := timeline.Message; kind <= timeline.Hole; kind++ {
				m := newTimeline(60, 20)
				m.SetLook(timeline.Styles{}, method, "ada")
				it := said(1, text, text)
				it.Kind = kind
				m.Add(it)
				m.Add(said(2, "bob", "after it"))
				exact(t, m, method, [2]int{60, 20})
				if !strings.Contains(screen(m), "after it") {
					t.Errorf("%s, kind %d: what follows is not shown", name, kind)
				}
			}
		}
	}
}

func TestWhatIsDeletedIsSaidToBe(t *testing.T) {
	m := newTimeline(60, 6)
	m.Add(said(1, "bob", "regret"))
	gone := said(1, "bob", "")
	gone.Missing = true
	m.Add(gone)
	if got := screen(m); strings.Contains(got, "regret") || !strings.Contains(got, "(deleted)") {
		t.Errorf("got\n%s", got)
	}
}

func TestAtFindsWhatStandsInARow(t *testing.T) {
	m := newTimeline(40, 8)
	talk(m, 30)
	m.Up(5)
	for y, r := range m.View() {
		it, ok := m.At(y)
		if !ok || !strings.Contains(r, it.Text.String()) && !strings.Contains(r, "2026") {
			t.Errorf("row %d %q is of %q", y, r, it.Text)
		}
	}
	if _, ok := newTimeline(40, 8).At(3); ok {
		t.Error("something is in an empty timeline")
	}
}
