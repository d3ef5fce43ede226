package plain

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/world"
)

// mostChoices is how many people are offered for a nick that is not whole.
const mostChoices = 9

// A choice is what the next line may answer. Any line that does not answer it
// ends it, and means what it always means.
type choice struct {
	most   int // the numbers go from 1 to here
	number func(i int) error
	yes    func() error // of a question that is answered by yes
	no     string       // what is said to any other answer
}

// ask1 offers a choice by number. A pipe cannot choose: what it sends next was
// written before it was asked.
func (t *talk) ask1(text string, most int, take func(i int) error) {
	if !t.opts.Terminal || most == 0 {
		return
	}
	t.choice = &choice{most: most, number: take}
	t.say(text)
}

// chosen takes a line as an answer, and reports whether it was one.
func (t *talk) chosen(line string) bool {
	c := t.choice
	t.choice = nil
	if c == nil {
		return false
	}
	var err error
	line = strings.ToLower(strings.TrimSpace(line))
	switch {
	case c.yes != nil && line != "yes" && line != "y":
		t.say(cmp.Or(c.no, "It is kept."))
		return line == "no" || line == "n"
	case c.yes != nil:
		err = c.yes()
	default:
		n, wrong := strconv.Atoi(line)
		if wrong != nil || n < 1 || n > c.most {
			return false
		}
		err = c.number(n - 1)
	}
	if err != nil {
		t.say(told(err))
	}
	return true
}

// toPerson does something that concerns a person. Where nobody is known by that
// nick, those whose names begin with it are offered.
func (t *talk) toPerson(nick string, do func(nick string) error) error {
	if chat.IsRoom(nick) {
		return do(nick)
	}
	list := t.likely(bare(nick))
	if len(list) == 0 || !t.opts.Terminal {
		return do(nick)
	}
	for i, n := range list {
		t.sayf("%d. %s", i+1, name(n))
	}
	t.ask1(fmt.Sprintf("Nobody here is called %s. Type a number to choose one of these.", name(bare(nick))), len(list), func(i int) error { return do(list[i]) })
	return nil
}

// likely returns whose names begin with what was typed; none if it is somebody's.
func (t *talk) likely(typed string) (list []string) {
	seen := map[string]bool{}
	add := func(nick string) {
		if key := world.Fold(nick); strings.HasPrefix(key, world.Fold(typed)) && !seen[key] && !t.world.IsSelf(nick) {
			seen[key] = true
			list = append(list, nick)
		}
	}
	for _, r := range t.world.Rooms() {
		if r.Direct() {
			add(r.Partner())
		}
		for _, p := range r.People() {
			add(p.Nick)
		}
	}
	if seen[world.Fold(typed)] || t.world.IsSelf(typed) {
		return nil
	}
	return list[:min(len(list), mostChoices)]
}
