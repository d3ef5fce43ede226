package sidebar_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/sidebar"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func rooms(n, active int) []sidebar.Item {
	var items []sidebar.Item
	for i := range n {
		items = append(items, sidebar.Item{Name: safe.Name(fmt.Sprintf("#room%02d", i)), Number: i + 1, Active: i == active})
	}
	return items
}

func draw(m *sidebar.Model, width, height int) string {
	return tuitest.Draw(strings.Join(m.View(width, height, cell.ByRune), "\n"), tuitest.Options{Width: width, Height: height}).Text()
}

func list(items []sidebar.Item, hints ...string) *sidebar.Model {
	m := &sidebar.Model{}
	m.SetStyles(sidebar.NewStyles(theme.NoColor()))
	var texts []safe.Text
	for _, h := range hints {
		texts = append(texts, safe.Literal(h))
	}
	m.SetItems(items, texts...)
	return m
}

func TestMarksAreToldApartWithoutColours(t *testing.T) {
	items := rooms(3, 0)
	items[1].Unread, items[1].Draft = 12, true
	items[2].Unread, items[2].Mentions = 1200, 3
	items = append(items, sidebar.Item{Name: safe.Name("bob"), Number: 4, Direct: true, Mark: "●", Unread: 1, Mentions: 1},
		sidebar.Item{Name: safe.Name("cleopatra-the-seventh"), Number: 5, Direct: true, Mark: "○", Unread: 5},
		sidebar.Item{Name: safe.Name("cleopatra-the-eighth"), Number: 6, Direct: true, Mark: "○", Draft: true})
	got := draw(list(items, "/join #room"), 16, 9)
	want := "›1 #room00\n 2 #room01  ✎ 12\n 3 #room02 @999+\n\n 4●bob        @1\n 5○cleopatra-… 5\n 6○cleopatra… ✎\n\n /join #room\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestTheActiveOneIsAlwaysInSight(t *testing.T) {
	for active := range 30 {
		items := rooms(30, active)
		items[0].Unread, items[29].Unread, items[29].Mentions = 2, 7, 1
		m := list(items, "hint")
		got := draw(m, 16, 7)
		if !strings.Contains(got, fmt.Sprintf("#room%02d", active)) {
			t.Fatalf("room %d is not in sight:\n%s", active, got)
		}
		if hidden := strings.Contains(got, "↓"); hidden != (active < 26) {
			t.Errorf("room %d: ↓ is shown: %v\n%s", active, hidden, got)
		}
		if strings.Contains(got, "↓") && !strings.Contains(got, "@7") {
			t.Errorf("room %d: what is unread below is not told:\n%s", active, got)
		}
	}
}

func TestRowsKnowTheirItems(t *testing.T) {
	items := append(rooms(2, 0), sidebar.Item{Name: safe.Name("bob"), Number: 4, Direct: true})
	m := list(items)
	draw(m, 16, 8)
	for y, want := range map[int]int{0: 0, 1: 1, 2: -1, 3: 2, 4: -1, 7: -1, 99: -1, -1: -1} {
		got, ok := m.At(y)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("At(%d) = %d, want %d", y, got, want)
		}
	}
}

func TestRowsAreRememberedUntilSomethingChanges(t *testing.T) {
	m := list(rooms(5, 0))
	first := m.View(16, 5, cell.ByRune)
	if again := m.View(16, 5, cell.ByRune); &again[0] != &first[0] {
		t.Error("drawn again for nothing")
	}
	m.SetItems(rooms(5, 1))
	if again := m.View(16, 5, cell.ByRune); again[1] == first[1] {
		t.Error("a change is not drawn")
	}
}

func TestEveryRowFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		method := rapid.SampledFrom([]cell.Method{cell.ByRune, cell.ByCluster}).Draw(t, "method")
		var items []sidebar.Item
		for range rapid.IntRange(0, 20).Draw(t, "items") {
			items = append(items, sidebar.Item{
				Name: safe.Name(rapid.String().Draw(t, "name")), Direct: rapid.Bool().Draw(t, "direct"),
				Unread: rapid.IntRange(0, 2000).Draw(t, "unread"), Active: rapid.Bool().Draw(t, "active"), Mark: "●",
			})
		}
		m := list(items, "hint")
		width, height := rapid.IntRange(0, 30).Draw(t, "width"), rapid.IntRange(0, 12).Draw(t, "height")
		rows := m.View(width, height, method)
		if len(rows) != height {
			t.Fatalf("%d rows, want %d", len(rows), height)
		}
		for _, r := range rows {
			if w := method.StringWidth(r); w != width {
				t.Fatalf("%q is %d cells wide, want %d", r, w, width)
			}
		}
	})
}
