package timeline

import (
	"slices"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/tui/safe"
)

const (
	mostNames = 8   // named in each half of a line of joins and leaves
	mostCrowd = 500 // who one such line is about
)

// A crowd is who came and who went.
type crowd struct{ came, went []safe.Text }

// meet takes someone who came or went. Who did both is in neither list.
func (c *crowd) meet(who safe.Text, came bool) {
	from, to := &c.went, &c.came
	if !came {
		from, to = to, from
	}
	if i := slices.Index(*from, who); i >= 0 {
		*from = slices.Delete(*from, i, i+1)
	} else if !slices.Contains(*to, who) {
		*to = append(*to, who)
	}
}

// text says who came and went; empty when all of it is undone.
func (c *crowd) text() safe.Text {
	var parts []safe.Text
	for _, half := range []struct {
		who  []safe.Text
		verb string
	}{{c.came, " joined"}, {c.went, " left"}} {
		if len(half.who) == 0 {
			continue
		}
		names := safe.Join(", ", half.who[:min(len(half.who), mostNames)]...)
		if more := len(half.who) - mostNames; more > 0 {
			names = safe.Join("", names, safe.Literal(" and "+plural(more, "other", "others")))
		}
		parts = append(parts, safe.Join("", names, safe.Literal(half.verb)))
	}
	return safe.Join(" · ", parts...)
}

// Meet tells that a person came or went. Those who do so one after the other
// share one quiet line.
func (m *Model) Meet(at time.Time, who safe.Text, came bool) {
	i := len(m.entries) - m.tail
	if i == 0 || !m.entries[i-1].gathers(days(at, m.opts.Location)) {
		m.insert(i, &entry{Item: Item{Kind: presence, At: at}, crowd: &crowd{}})
	} else {
		i--
	}
	m.hold(i, func(e *entry) {
		e.At = at
		e.crowd.meet(who, came)
	})
}

// gathers reports whether e is a line of joins and leaves that takes more, of
// the same day.
func (e *entry) gathers(day int32) bool {
	return e.Kind == presence && e.day == day && len(e.crowd.came)+len(e.crowd.went) < mostCrowd
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
