package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/roster"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func list(people []roster.Person, count int) *roster.Model {
	m := &roster.Model{}
	m.SetStyles(roster.NewStyles(theme.Default(true)))
	m.SetPeople(people, count)
	return m
}

func draw(m *roster.Model, width, height int) string {
	return tuitest.Draw(strings.Join(m.View(width, height, cell.ByRune), "\n"), tuitest.Options{Width: width, Height: height}).Text()
}

func crowd(n int) []roster.Person {
	var people []roster.Person
	for i := range n {
		people = append(people, roster.Person{Nick: fmt.Sprintf("p%02d", i), State: chat.StateOnline})
	}
	return people
}

func TestStatesAndRolesAreShown(t *testing.T) {
	m := list([]roster.Person{
		{Nick: "ada", State: chat.StateOnline, Role: chat.RoleOwner, Self: true},
		{Nick: "bob", State: chat.StateOnline, Role: chat.RoleOp},
		{Nick: "a-very-long-nick-indeed", State: chat.StateAway, Role: chat.RoleOp},
	}, 3)
	want := " 3 people\n ● ada you owner\n ● bob op\n ○ a-very-long-ni…\n\n"
	if got := draw(m, 18, 5); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestALongListScrolls(t *testing.T) {
	m := list(crowd(30), 30)
	if got := draw(m, 14, 5); got != " 30 people\n ● p00\n ● p01\n ● p02\n … 27 more\n" {
		t.Errorf("got\n%s", got)
	}
	m.Scroll(10)
	if got := draw(m, 14, 5); !strings.Contains(got, "● p10") {
		t.Errorf("got\n%s", got)
	}
	if nick, ok := m.At(1); nick != "p10" || !ok {
		t.Errorf("At(1) = %q, %v", nick, ok)
	}
	m.Scroll(1000)
	if got := draw(m, 14, 5); got != " 30 people\n ● p26\n ● p27\n ● p28\n ● p29\n" {
		t.Errorf("got\n%s", got)
	}
	m.Top()
	if got := draw(m, 14, 5); !strings.Contains(got, "● p00") {
		t.Errorf("got\n%s", got)
	}
	if _, ok := m.At(0); ok {
		t.Error("the title is nobody")
	}
	if _, ok := m.At(4); ok {
		t.Error("the last row is nobody")
	}
}

func TestThoseWhoAreNotKnownAreCounted(t *testing.T) {
	m := list(crowd(2), 500)
	if got := draw(m, 20, 6); got != " 500 people\n ● p00\n ● p01\n … 498 more: /who\n\n\n" {
		t.Errorf("got\n%s", got)
	}
}

func TestEveryRowFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		method := rapid.SampledFrom([]cell.Method{cell.ByRune, cell.ByCluster}).Draw(t, "method")
		var people []roster.Person
		for range rapid.IntRange(0, 20).Draw(t, "people") {
			people = append(people, roster.Person{
				Nick: rapid.String().Draw(t, "nick"), State: rapid.SampledFrom([]string{"", "online", "away", "offline", "x"}).Draw(t, "state"),
				Role: rapid.SampledFrom([]string{"", chat.RoleOp, "x"}).Draw(t, "role"),
			})
		}
		m := list(people, rapid.IntRange(0, 40).Draw(t, "count"))
		m.Scroll(rapid.IntRange(-5, 50).Draw(t, "scroll"))
		width, height := rapid.IntRange(0, 30).Draw(t, "width"), rapid.IntRange(0, 12).Draw(t, "height")
		rows := m.View(width, height, method)
		if len(rows) != height {
			t.Fatalf("%d rows, want %d", len(rows), height)
		}
		for y, r := range rows {
			if w := method.StringWidth(r); w != width {
				t.Fatalf("%q is %d cells wide, want %d", r, w, width)
			}
			m.At(y)
		}
	})
}
