package timeline_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// selectedText returns what of the selected message shows, and fails if it does
// not show.
func selectedText(t *testing.T, m *timeline.Model) string {
	t.Helper()
	it, ok := m.Selected()
	if !ok {
		return ""
	}
	_, y, ok := m.SelectedRow()
	if !ok {
		t.Fatalf("%q is selected and out of sight:\n%s", it.Text.String(), screen(m))
	}
	first, _, _ := strings.Cut(it.Text.String(), "\n")
	if row := m.View()[y]; !strings.Contains(row, first) || !strings.Contains(row, "┃") {
		t.Fatalf("row %d is %q, not %q with a bar", y, row, first)
	}
	return it.Text.String()
}

func TestTheSelectionMoves(t *testing.T) {
	m := newTimeline(60, 6)
	talk(m, 20)
	if !m.Select() || selectedText(t, m) != "text 20" {
		t.Fatal("the newest is not selected")
	}
	for i, step := range []struct {
		by   int
		want string
	}{{-1, "text 19"}, {-7, "text 12"}, {3, "text 15"}, {-99, "text 1"}, {99, "text 20"}, {1, "text 20"}} {
		m.Step(step.by, false)
		if got := selectedText(t, m); got != step.want {
			t.Errorf("step %d: %q, want %q", i, got, step.want)
		}
	}
	if m.Following() {
		t.Error("the timeline follows while something is selected")
	}
	m.Deselect()
	if !m.Following() {
		t.Error("who was at the end does not follow it again")
	}
}

func TestNewMessagesDoNotPushTheSelectionOut(t *testing.T) {
	m := newTimeline(60, 6)
	talk(m, 20)
	m.Select()
	for i := range uint64(30) {
		m.Add(said(21+i, "zoe", fmt.Sprint("more ", i)))
	}
	if got := selectedText(t, m); got != "text 20" || m.Below() != 30 {
		t.Errorf("%q is selected, %d are below", got, m.Below())
	}
}

func TestScrollingTakesTheSelectionAlong(t *testing.T) {
	m := newTimeline(60, 6)
	talk(m, 40)
	m.Select()
	m.PageUp()
	m.PageUp()
	if got := selectedText(t, m); got == "text 40" {
		t.Error("it stayed behind")
	}
	m.End()
	if m.Selecting() {
		t.Error("the end was asked for, and something else is selected")
	}
}

func TestSeveralAreSelected(t *testing.T) {
	m := newTimeline(60, 10)
	talk(m, 9)
	m.Select()
	m.Step(-3, false)
	m.Step(-1, true)
	m.Step(-1, true)
	var got []string
	for _, it := range m.Selection() {
		got = append(got, it.Text.String())
	}
	if s := strings.Join(got, ", "); s != "text 4, text 5, text 6" {
		t.Errorf("selected: %s", s)
	}
	m.Step(2, true)
	if n := len(m.Selection()); n != 1 {
		t.Errorf("%d are selected after going back", n)
	}
}

func TestWhatGoesIsNoLongerSelected(t *testing.T) {
	m := newTimeline(60, 10)
	talk(m, 3)
	m.Add(mine("c1", "pending"))
	m.SetState("c1", timeline.Failed, 0, safe.Text{})
	m.Select()
	if got := selectedText(t, m); got != "pending" {
		t.Fatalf("%q is selected", got)
	}
	m.Discard("c1")
	if got := selectedText(t, m); got != "text 3" {
		t.Errorf("%q is selected", got)
	}
}

func TestAMessageIsFound(t *testing.T) {
	m := newTimeline(60, 11)
	talk(m, 100)
	if m.SelectSeq(1000) {
		t.Error("selected what is not there")
	}
	if !m.SelectSeq(50) || selectedText(t, m) != "text 50" {
		t.Fatal("not selected")
	}
	if _, y, _ := m.SelectedRow(); y < 3 || y > 7 {
		t.Errorf("it stands in row %d, not in the middle", y)
	}
	for _, seq := range []uint64{1, 100} {
		if m.SelectSeq(seq); selectedText(t, m) != fmt.Sprint("text ", seq) {
			t.Errorf("%d is not selected", seq)
		}
	}
}

// Whatever happens, a selected message is in sight.
func TestTheSelectionNeverHides(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := newTimeline(40, rapid.IntRange(1, 12).Draw(r, "height"))
		next := uint64(1)
		add := func() {
			m.Add(said(next, fmt.Sprint("p", next%3), strings.Repeat(fmt.Sprint("text ", next, " "), 1+int(next*7%20))))
			next++
		}
		for range 30 {
			add()
		}
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			switch rapid.IntRange(0, 11).Draw(r, "what") {
			case 0:
				m.Select()
			case 1:
				m.Step(rapid.IntRange(-5, 5).Draw(r, "by"), rapid.Bool().Draw(r, "extend"))
			case 2:
				add()
			case 3:
				m.PageUp()
			case 4:
				m.Down(rapid.IntRange(1, 9).Draw(r, "down"))
			case 5:
				m.SetSize(rapid.IntRange(4, 60).Draw(r, "width"), rapid.IntRange(1, 14).Draw(r, "height"))
			case 6:
				m.SelectSeq(uint64(rapid.IntRange(1, 40).Draw(r, "seq")))
			case 7:
				m.Delete(uint64(rapid.IntRange(1, 40).Draw(r, "seq")), next)
				next++
			case 8:
				m.ToggleFolds()
			case 9:
				m.Reveal()
			case 10:
				m.SelectAt(rapid.IntRange(-1, 14).Draw(r, "y"))
			case 11:
				m.Deselect()
			}
			m.View()
			if _, ok := m.Selected(); !ok {
				continue
			}
			if _, _, ok := m.SelectedRow(); !ok {
				it, _ := m.Selected()
				r.Fatalf("entry %d is out of sight", it.Seq)
			}
		}
	})
}

func answer(n, to uint64, from, text string) timeline.Item {
	it := said(n, from, text)
	it.Reply = to
	return it
}

func TestAnAnswerShowsWhatItAnswers(t *testing.T) {
	m := newTimeline(60, 12)
	m.Add(said(1, "bob", "shall we ship?\nI think so"))
	m.Add(said(2, "cleo", "lunch"))
	m.Add(answer(3, 1, "ada", "yes"))
	if got := screen(m); !strings.Contains(got, "╭ bob: shall we ship? …") {
		t.Errorf("got\n%s", got)
	}
	m.Edit(1, 4, safe.Body("shall we wait?"), "", false)
	if got := screen(m); !strings.Contains(got, "╭ bob: shall we wait?") || strings.Contains(got, "ship") {
		t.Errorf("after an edit\n%s", got)
	}
	m.Delete(1, 5)
	if got := screen(m); !strings.Contains(got, "╭ bob: (deleted)") {
		t.Errorf("after a deletion\n%s", got)
	}
}

func TestWhatIsAnsweredMayBeFarAway(t *testing.T) {
	m := newTimeline(60, 12)
	m.Add(answer(30, 7, "ada", "yes"))
	if got := screen(m); !strings.Contains(got, "answers an earlier message") {
		t.Errorf("got\n%s", got)
	}
	if seq, ok := m.Unquoted(); seq != 7 || !ok {
		t.Fatalf("Unquoted() = %d, %v", seq, ok)
	}
	m.SetQuote(7, timeline.Quote{From: safe.Name("bob"), Text: safe.Body("ship?")})
	if got := screen(m); !strings.Contains(got, "╭ bob: ship?") {
		t.Errorf("got\n%s", got)
	}
	if _, ok := m.Unquoted(); ok {
		t.Error("asked for what is known")
	}
	for y := range 12 {
		if seq, ok := m.AnsweredAt(y); ok && seq == 7 {
			return
		}
	}
	t.Error("the line that says so leads nowhere")
}
