package plain

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/world"
)

const (
	usually  = 10           // messages read by /list
	mostList = chat.MaxPage // the most
	atMargin = 20           // asked for beyond, as changes are in the log too
)

// numbers is what was read with numbers last: entry i has the number i+1. They
// hold until other numbers are read, or one goes elsewhere.
type numbers struct {
	room *world.Room
	rid  string
	seqs []uint64
	time bool // times were read with them
}

// list reads the last messages with numbers.
func (t *talk) list(typed string, times bool) error {
	n, err := amount(typed, usually, mostList)
	if err != nil {
		return err
	}
	r := t.here
	l := t.log(r)
	if !t.world.Online() || r.RID() == "" {
		t.readNumbered(r, l.newest(n), times)
		return nil
	}
	limit := int64(min(n+atMargin, chat.MaxPage))
	return t.ask(r, l, &chat.History{Limit: &limit}, n, times)
}

// older reads what was said before what was read with numbers.
func (t *talk) older(typed string) error {
	n, err := amount(typed, usually, mostList)
	if err != nil {
		return err
	}
	r := t.here
	if t.numbers.room != r || len(t.numbers.seqs) == 0 {
		return t.list(typed, false)
	}
	before, limit := t.numbers.seqs[0], int64(min(n+atMargin, chat.MaxPage))
	if before <= 1 {
		t.say("Nothing was said before that.")
		return nil
	}
	return t.ask(r, t.log(r), &chat.History{Before: &before, Limit: &limit}, n, t.numbers.time)
}

// ask asks for a page, and reads at most n of it with numbers.
func (t *talk) ask(r *world.Room, l *roomLog, h *chat.History, n int, times bool) error {
	h.Room, h.RID = r.Name(), r.RID()
	return t.request(h, func(ev chat.Event) {
		p, ok := ev.(*chat.HistoryPage)
		if !ok || r != t.here {
			return
		}
		t.readNumbered(r, t.entriesOf(l, p, n), times)
		if h.Before == nil && h.Around == nil {
			t.markRead()
		}
	}, nil)
}

// entriesOf returns the last n entries of a page. They are remembered, so that
// what changes them is.
func (t *talk) entriesOf(l *roomLog, p *chat.HistoryPage, n int) []*entry {
	var list []*entry
	for i := range p.Messages {
		e := &p.Messages[i]
		if !e.Stands() || t.world.Hides(e) {
			continue
		}
		if p.RID == l.rid {
			list = append(list, l.add(e, p.AsOf, t.world.Mine(e)))
		} else {
			list = append(list, &entry{*e, p.AsOf, t.world.Mine(e)})
		}
	}
	return list[max(0, len(list)-n):]
}

// readNumbered reads entries with numbers.
func (t *talk) readNumbered(r *world.Room, list []*entry, times bool) {
	if len(list) == 0 {
		t.sayf("There is nothing to read in %s.", name(r.Name()))
		return
	}
	t.numbers = numbers{room: r, rid: r.RID(), time: times}
	for i, e := range list {
		t.numbers.seqs = append(t.numbers.seqs, e.Seq)
		text := t.text(r, e) + reactions(e)
		if !e.Edited.IsZero() && !e.Deleted {
			text += " (changed)"
		}
		if times && t.opts.Terminal {
			text = t.when(e.At) + " " + text
		}
		t.out.line(e.At, fmt.Sprintf("%d. %s", i+1, text))
	}
	t.log(r).spoken = max(t.log(r).spoken, list[len(list)-1].Seq)
}

// reactions writes down what is under a message.
func reactions(e *entry) string {
	var parts []string
	for _, r := range e.Reactions {
		if r.Count > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", one(chat.Cut(r.Emoji, chat.MaxEmoji)), r.Count))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " [" + strings.Join(parts, ", ") + "]"
}

// numberOf splits the number of a message off what is typed. Found is nil if
// there is no number.
func (t *talk) numberOf(typed string) (found *entry, rest string, err error) {
	word, rest := split(typed)
	n, err := strconv.Atoi(word)
	if err != nil {
		return nil, strings.TrimSpace(typed), nil
	}
	switch {
	case t.numbers.room != t.here || len(t.numbers.seqs) == 0 || t.numbers.rid != t.here.RID():
		return nil, "", &command.Error{Text: "No message here has a number yet", Next: "/list reads the last ones with numbers"}
	case n < 1 || n > len(t.numbers.seqs):
		return nil, "", &command.Error{Text: fmt.Sprintf("There is no message %d", n), Next: fmt.Sprintf("the numbers go from 1 to %d", len(t.numbers.seqs))}
	}
	found = t.log(t.here).entry(t.numbers.seqs[n-1])
	if found == nil {
		return nil, "", &command.Error{Text: "That message is not here any more", Next: "/list reads the last ones with numbers"}
	}
	return found, rest, nil
}

// latest returns the newest message that is one's own, or not.
func (t *talk) latest(is func(*entry) bool) (*entry, error) {
	list := t.log(t.here).entries
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].readable() && is(list[i]) {
			return list[i], nil
		}
	}
	return nil, &command.Error{Text: "There is no such message here", Next: "/list reads the last ones with numbers, and loads them"}
}
