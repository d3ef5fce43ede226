package timeline

import (
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// An Item is one thing in the timeline. Everything that others wrote is a
// safe.Text.
type Item struct {
	Kind Kind
	Seq  uint64 // place in the log; 0 for what is not of the log
	CID  string // of one's own message
	At   time.Time
	From safe.Text // who said it
	Text safe.Text

	Own     bool      // the reader's own
	Self    bool      // it names the reader
	State   State     // of one's own message
	Reason  safe.Text // why it failed
	Missing bool      // its text is gone: it was deleted
}

// A Kind says what an Item is.
type Kind uint8

// Kinds of items.
const (
	Message  Kind = iota // nick and text
	Action               // * nick text
	Notice               // said by a program
	Topic                // nick set the topic to Text
	Info                 // of this program: the answer to a command
	Problem              // of this program: an error and its next step
	Hole                 // messages that are not shown, and why
	presence             // joins and leaves, gathered
)

// A State says how far one's own message has come.
type State uint8

// States of one's own message.
const (
	None State = iota
	Pending
	Sent
	Failed
)

// of the log, or on the way there.
func (it *Item) spoken() bool { return it.Kind == Message || it.Kind == Action || it.Kind == Notice }

// An entry is an Item with its last drawing.
type entry struct {
	Item
	open bool // a long text is shown whole
	came []safe.Text
	went []safe.Text

	rows []string
	key  drawing
}

// A drawing is what the rows of an entry depend on, beside the entry.
type drawing struct {
	width int
	looks int // revision of styles and width method
	head  heading
}

// A heading says what stands above an entry or is left out of it.
type heading struct {
	day  bool // a line with the date
	mark bool // the line "new since you left"
	same bool // the same person as above, so the nick is not said again
}

// touch forgets the drawing.
func (e *entry) touch() { e.rows = nil }

// meet gathers a person who came or went. Who came and went again is in
// neither list.
func (e *entry) meet(who safe.Text, came bool) {
	from, to := &e.went, &e.came
	if !came {
		from, to = to, from
	}
	if i := slices.Index(*from, who); i >= 0 {
		*from = slices.Delete(*from, i, i+1)
	} else if !slices.Contains(*to, who) {
		*to = append(*to, who)
	}
	e.touch()
}

// mostNames is how many names a line of joins and leaves holds.
const mostNames = 8

// gathered writes the line of joins and leaves; empty when all of it is undone.
func (e *entry) gathered() string {
	var parts []string
	for _, list := range []struct {
		who  []safe.Text
		verb string
	}{{e.came, "joined"}, {e.went, "left"}} {
		if len(list.who) == 0 {
			continue
		}
		names := make([]string, 0, mostNames)
		for _, n := range list.who[:min(len(list.who), mostNames)] {
			names = append(names, n.String())
		}
		s := strings.Join(names, ", ")
		if more := len(list.who) - mostNames; more > 0 {
			s += " and " + plural(more, "other", "others")
		}
		parts = append(parts, s+" "+list.verb)
	}
	return strings.Join(parts, " · ")
}
