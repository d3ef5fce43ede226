package statusbar_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func draw(st statusbar.State, width int) string {
	row := statusbar.Draw(st, statusbar.NewStyles(theme.Default(true)), width, cell.ByRune)
	return strings.TrimRight(tuitest.Draw(row, tuitest.Options{Width: width, Height: 1}).Text(), "\n")
}

func TestTheMostUrgentIsShown(t *testing.T) {
	st := statusbar.State{Link: statusbar.Online, Self: safe.Name("ada"), Hint: safe.Line("a hint")}
	steps := []struct {
		change func()
		want   string
	}{
		{func() {}, " ● ada  a hint"},
		{func() { st.Typing = []safe.Text{safe.Name("bob")} }, " ● ada  bob is typing…"},
		{func() { st.Typing = append(st.Typing, safe.Name("cleo")) }, " ● ada  bob and cleo are typing…"},
		{func() { st.Typing = append(st.Typing, safe.Name("dan")) }, " ● ada  3 people are typing…"},
		{func() { st.Link, st.Trouble = statusbar.Waiting, safe.Line("Offline") }, " × ada  Offline"},
		{func() { st.Note = safe.Line("Not sent") }, " × ada  Not sent"},
	}
	for _, s := range steps {
		s.change()
		if got := draw(st, 44); !strings.HasPrefix(got, s.want) {
			t.Errorf("got %q, want %q", got, s.want)
		}
	}
}

func TestWhatMendsItselfIsToldQuietly(t *testing.T) {
	st := statusbar.State{Link: statusbar.Waiting, Trouble: safe.Line("Offline")}
	loud := statusbar.Draw(st, statusbar.NewStyles(theme.Default(true)), 30, cell.ByRune)
	st.Quiet = true
	quiet := statusbar.Draw(st, statusbar.NewStyles(theme.Default(true)), 30, cell.ByRune)
	if loud == quiet || !strings.Contains(quiet, "Offline") {
		t.Errorf("loud %q, quiet %q", loud, quiet)
	}
}

func TestTheLinkIsShownWithoutColours(t *testing.T) {
	seen := map[string]bool{}
	for link, want := range map[statusbar.Link]string{
		statusbar.Connecting: " …", statusbar.Online: " ●", statusbar.Away: " ○", statusbar.Waiting: " ×", statusbar.Over: " ×",
	} {
		got := draw(statusbar.State{Link: link}, 10)
		if got != want {
			t.Errorf("%d: %q, want %q", link, got, want)
		}
		seen[got] = true
	}
}

func TestTheRightEndFoldsAway(t *testing.T) {
	st := statusbar.State{
		Link: statusbar.Online, Self: safe.Name("ada"), Hint: safe.Line("Enter send · Tab complete · F1 help"),
		Unread: 12, Mentions: 2, Flags: []string{"mouse off"},
	}
	for width, want := range map[int]string{
		100: " ● ada  Enter send · Tab complete · F1 help" + strings.Repeat(" ", 23) + "mouse off @2 of 12 unread F1 help",
		40:  " ● ada  Enter send · Tab complete ·… @2",
		20:  " ● Enter send · Tab…",
	} {
		if got := draw(st, width); got != want {
			t.Errorf("%d: %q, want %q", width, got, want)
		}
	}
	st.Mentions = 0
	if got := draw(st, 40); !strings.HasSuffix(got, "+12") {
		t.Errorf("%q", got)
	}
	if got := draw(st, 80); !strings.HasSuffix(got, "12 unread F1 help") {
		t.Errorf("%q", got)
	}
}

func TestTheLineFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]cell.Method{cell.ByRune, cell.ByCluster}).Draw(t, "method")
		text := rapid.String()
		st := statusbar.State{
			Link: statusbar.Link(rapid.IntRange(-1, 6).Draw(t, "link")), Self: safe.Name(text.Draw(t, "self")),
			Note: safe.Line(text.Draw(t, "note")), Tone: statusbar.Tone(rapid.IntRange(0, 3).Draw(t, "tone")),
			Typing: []safe.Text{safe.Name(text.Draw(t, "typist"))}, Unread: rapid.IntRange(0, 5000).Draw(t, "unread"),
		}
		width := rapid.IntRange(0, 150).Draw(t, "width")
		row := statusbar.Draw(st, statusbar.NewStyles(theme.NoColor()), width, m)
		if w := m.StringWidth(row); w != width {
			t.Fatalf("%q is %d cells wide, want %d", row, w, width)
		}
	})
}
