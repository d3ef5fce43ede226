package plain

import (
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/world"
)

// mostNames is how many of those who came or went are named in one line.
const mostNames = 8

// A crowd is who came and who went where one is, until that is told.
type crowd struct {
	room       *world.Room
	came, went []person
}

// A person is somebody of a crowd: their nick, and how they are told of.
type person struct{ nick, text string }

// meet takes someone who came or went. Who did both is in neither list.
func (c *crowd) meet(r *world.Room, nick, text string, came bool) {
	if c.room != r {
		*c = crowd{room: r}
	}
	from, to := &c.went, &c.came
	if !came {
		from, to = to, from
	}
	is := func(p person) bool { return p.nick == nick }
	if i := slices.IndexFunc(*from, is); i >= 0 {
		*from = slices.Delete(*from, i, i+1)
	} else if !slices.ContainsFunc(*to, is) {
		*to = append(*to, person{nick, text})
	}
}

// spoke takes out someone who is heard: that they came need not be told.
func (c *crowd) spoke(r *world.Room, nick string) {
	if c.room == r {
		c.came = slices.DeleteFunc(c.came, func(p person) bool { return p.nick == nick })
	}
}

// text says who came and went; empty when all of it is undone.
func (c *crowd) text() string {
	var parts []string
	for _, half := range []struct {
		who  []person
		verb string
	}{{c.came, "joined"}, {c.went, "left"}} {
		if len(half.who) == 0 {
			continue
		}
		var names []string
		for _, p := range half.who[:min(len(half.who), mostNames)] {
			names = append(names, p.text)
		}
		if more := len(half.who) - mostNames; more > 0 {
			names = append(names, "and "+count(int64(more), "other", "others"))
		}
		parts = append(parts, strings.Join(names, ", ")+" "+half.verb)
	}
	return strings.Join(parts, "; ")
}

// gather sees to it that the crowd is told of, in a while.
func (t *talk) gather() {
	if t.crowdAt == nil {
		t.crowdAt = time.After(gatherFor)
	}
}

// tellCrowd tells who came and went.
func (t *talk) tellCrowd() {
	if text := t.crowd.text(); text != "" && t.crowd.room == t.here {
		t.out.line(t.opts.Now(), "* "+text)
	}
	t.crowd = crowd{}
}
