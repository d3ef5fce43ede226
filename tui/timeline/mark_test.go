package timeline_test

import (
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// at returns the cell of the view at which text begins.
func at(t *testing.T, m *timeline.Model, text string) (x, y int) {
	t.Helper()
	for y, row := range m.View() {
		if before, _, ok := strings.Cut(row, text); ok {
			return cell.ByRune.StringWidth(before), y
		}
	}
	t.Fatalf("%q does not show:\n%s", text, screen(m))
	return 0, 0
}

func TestMarkedTextIsClean(t *testing.T) {
	m := newTimeline(44, 20)
	m.Add(said(1, "bob", "The quick brown fox jumps over the lazy dog."))
	m.Add(said(2, "cleo", "one\ntwo"))
	m.Add(said(3, "dan", "漢字 wide"))
	for name, tt := range map[string]struct{ from, to, want string }{
		"a part of a row":       {"quick", "wn fox", "quick brow"},
		"over a wrap":           {"quick", "lazy", "quick brown fox jumps over the l"},
		"over lines":            {"one", "two", "one\nt"},
		"over messages":         {"dog", "two", "dog.\none\nt"},
		"backwards":             {"two", "dog", "dog.\none\n"},
		"from beside the texts": {"cleo", "two", "one\nt"},
		"wide characters":       {"漢字", "wide", "漢字 w"},
	} {
		x, y := at(t, m, tt.from)
		m.MarkFrom(x, y)
		x, y = at(t, m, tt.to)
		m.MarkTo(x, y)
		if got := m.MarkedText(); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if name == "a part of a row" && !strings.Contains(strings.Join(m.View(), "\n"), "\x1b[7mquick brow\x1b[m") {
			t.Error("what is marked cannot be seen")
		}
		m.Unmark()
	}
}

func TestWordsAndMessagesAreMarked(t *testing.T) {
	m := newTimeline(44, 20)
	m.Add(said(1, "bob", `say "hello-world", then go over to the very end of it`))
	x, y := at(t, m, "lo-wor")
	m.MarkWord(x, y)
	if got := m.MarkedText(); got != "hello-world" {
		t.Errorf("the word is %q", got)
	}
	m.MarkMessage(y)
	if got := m.MarkedText(); got != `say "hello-world", then go over to the very end of it` {
		t.Errorf("the message is %q", got)
	}
}

func TestMarkingNothing(t *testing.T) {
	m := newTimeline(44, 20)
	m.MarkFrom(3, 3)
	m.MarkTo(9, 9)
	m.MarkWord(1, 1)
	m.MarkMessage(0)
	if m.Marked() || m.MarkedText() != "" {
		t.Error("something is marked")
	}
	m.Add(said(1, "bob", "text"))
	x, y := at(t, m, "text")
	m.MarkFrom(x, y)
	m.MarkTo(x+2, y)
	m.SetSize(50, 20)
	if m.Marked() {
		t.Error("what was marked in another size still is")
	}
	if m.MarkFrom(x, y); m.Marked() {
		t.Error("a click marks")
	}
}
