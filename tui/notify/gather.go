package notify

import (
	"fmt"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// Apart is how far two calls are apart at least.
const Apart = 3 * time.Second

// A Gatherer makes one call of what arrives at once: the first event calls
// immediately, what follows within Apart is summed up. The zero value is ready.
type Gatherer struct {
	last     time.Time // when Take returned something
	places   []place   // in the order they were first heard of
	n        int
	personal int   // of n, those that name the reader in a room
	shown    Event // the newest, but one that names the reader before others
}

// A place is a room or conversation in which something was said.
type place struct {
	room   string
	direct bool
	n      int
}

// Add gathers an event that is worth a call.
func (g *Gatherer) Add(e Event) {
	g.n++
	named := e.Mention || e.Keyword
	if named && !e.Direct {
		g.personal++
	}
	if g.n == 1 || e.personal() || !g.shown.personal() {
		g.shown = e
	}
	for i := range g.places {
		if g.places[i].room == e.Room.String() {
			g.places[i].n++
			return
		}
	}
	g.places = append(g.places, place{room: e.Room.String(), direct: e.Direct, n: 1})
}

// Drop forgets what was gathered: the reader looks again.
func (g *Gatherer) Drop() { *g = Gatherer{last: g.last} }

// Take returns the call that is due, once. If there is one that is not due
// yet, wait says in how long to ask again; else wait is 0.
func (g *Gatherer) Take(now time.Time) (title, body safe.Text, wait time.Duration, ok bool) {
	if g.n == 0 {
		return title, body, 0, false
	}
	since := now.Sub(g.last)
	if !g.last.IsZero() && 0 <= since && since < Apart { // else the clock was set back
		return title, body, Apart - since, false
	}
	title, body = g.sum(now)
	*g = Gatherer{last: now}
	return title, body, 0, true
}

// sum puts what was gathered in words.
func (g *Gatherer) sum(now time.Time) (title, body safe.Text) {
	first := g.places[0]
	switch {
	case g.n == 1 && first.direct:
		title = safe.Literal(g.shown.From.String() + when(g.shown.At, now))
		return title, g.shown.Text
	case g.n == 1:
		title = safe.Literal(g.shown.From.String() + " in " + first.room + when(g.shown.At, now))
		return title, g.shown.Text
	}
	var t strings.Builder
	switch {
	case len(g.places) > 1:
		fmt.Fprintf(&t, "%d new in %d rooms", g.n, len(g.places))
	case first.direct:
		fmt.Fprintf(&t, "%d new from %s", g.n, g.shown.From)
	default:
		fmt.Fprintf(&t, "%d new in %s", g.n, first.room)
	}
	switch {
	case g.personal == 1:
		t.WriteString(", 1 mention")
	case g.personal > 1:
		fmt.Fprintf(&t, ", %d mentions", g.personal)
	}
	return safe.Literal(t.String()), safe.Literal(g.example(now))
}

// example is the message that stands for the others, and where the others are.
func (g *Gatherer) example(now time.Time) string {
	said := fmt.Sprintf("%s%s: %s", g.shown.From, when(g.shown.At, now), g.shown.Text)
	if len(g.places) == 1 {
		return said
	}
	const most = 4
	var b strings.Builder
	for i, p := range g.places {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(g.places)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s %d", p.room, p.n)
	}
	return b.String() + " · " + said
}

// when says since when something has waited, if that is a while.
func when(at, now time.Time) string {
	const recent, today = 10 * time.Minute, 20 * time.Hour
	at = at.In(now.Location())
	switch age := now.Sub(at); {
	case at.IsZero() || age < recent:
		return ""
	case age < today:
		return at.Format(" at 15:04")
	}
	return at.Format(" on 2 Jan 15:04")
}
