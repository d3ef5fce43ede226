package composer_test

import (
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/tui/safe"
)

func TestEditingSaysSo(t *testing.T) {
	m := newComposer()
	m.SetSize(40, 4)
	m.SetDraft("as it was", 5)
	m.SetEditing(safe.Line("editing your message"))
	rows, at := m.View()
	if len(rows) != 2 || !strings.HasPrefix(rows[0], "✎ as it was") || !strings.Contains(rows[1], "editing your message") || at.X != 7 {
		t.Errorf("got %q, cursor at %d", rows, at.X)
	}
	m.SetEditing(safe.Text{})
	if rows, _ := m.View(); len(rows) != 1 || !strings.HasPrefix(rows[0], "> as it was") {
		t.Errorf("got %q", rows)
	}
}

func TestADraftComesBackWithItsCursor(t *testing.T) {
	m := newComposer()
	for text, want := range map[string]map[int]int{
		"plain text": {0: 0, 5: 5, 10: 10, 99: 10, -1: 0},
		"e\u0301 漢":  {1: 3, 5: 7},
	} {
		for cursor, at := range want {
			m.SetDraft(text, cursor)
			if m.Text() != text || m.Cursor() != at {
				t.Errorf("%q at %d: stands at %d, want %d", text, cursor, m.Cursor(), at)
			}
		}
	}
}
