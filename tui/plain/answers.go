package plain

import (
	"fmt"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/explain"
)

// mostListed is how many rooms, people or results a list has.
const (
	mostListed int64 = 100
	mostFound  int64 = 10
)

// rooms lists the rooms of the server with numbers.
func (t *talk) rooms() error {
	limit := mostListed
	return t.request(&chat.Rooms{Limit: &limit}, func(ev chat.Event) {
		list, ok := ev.(*chat.RoomList)
		if !ok {
			return
		}
		for i, r := range list.Rooms {
			text := fmt.Sprintf("%d. %s, %s", i+1, name(r.Room), count(r.Count, "person", "people"))
			if r.Private {
				text += ", private"
			}
			if r.Topic != "" {
				text += ", " + one(r.Topic)
			}
			t.say(text)
		}
		switch {
		case len(list.Rooms) == 0:
			t.say("There are no rooms yet. /join #name makes one.")
		case list.More:
			t.say("There are more.")
		}
		t.ask1("Type a number to go there.", len(list.Rooms), func(i int) error { return t.join(list.Rooms[i].Room) })
	}, nil)
}

// who lists the people of a room with numbers.
func (t *talk) who(room string) error {
	limit := mostListed
	asked := &chat.Who{Room: t.here.Name(), Limit: &limit}
	switch {
	case room != "":
		asked.Room = hash(room)
	case t.here.Direct():
		asked.Room = "" // of the whole server
	}
	return t.request(asked, func(ev chat.Event) {
		list, ok := ev.(*chat.WhoList)
		if !ok {
			return
		}
		where := "on this server"
		if asked.Room != "" {
			where = "in " + name(asked.Room)
		}
		t.sayf("%s %s:", count(max(list.Count, int64(len(list.Members))), "person is", "people are"), where)
		for i, p := range list.Members {
			text := fmt.Sprintf("%d. %s", i+1, name(p.Nick))
			if p.Role == chat.RoleOwner || p.Role == chat.RoleOp {
				text += ", " + p.Role
			}
			if p.State != chat.StateOnline && p.State != "" {
				text += ", " + one(p.State)
			}
			t.say(text + because(p.Text))
		}
		if list.More {
			t.say("There are more.")
		}
		t.ask1("Type a number to talk with one of them.", len(list.Members), func(i int) error { return t.query(list.Members[i].Nick, "") })
	}, nil)
}

// whois tells what is known of someone.
func (t *talk) whois(nick string) error {
	return t.request(&chat.Whois{Nick: bare(nick)}, func(ev chat.Event) {
		p, ok := ev.(*chat.Person)
		if !ok {
			return
		}
		state := p.State
		if state == "" {
			state = "of unknown state"
		}
		text := fmt.Sprintf("%s is %s%s", name(p.Nick), one(state), because(p.Text))
		for i, line := range strings.Split(explain.Person(p, t.opts.Location), "\n") {
			if i == 0 {
				line = text + " · " + line
			}
			t.say(line)
		}
		t.noteAccount(p.Nick, p.Account, t.opts.Now())
		if t.world.ChangedHands(p.Nick) {
			t.say(explain.ChangedHands(name(p.Nick)))
		}
	}, nil)
}

// search looks for words in what was said, in all rooms or in one.
func (t *talk) search(typed string) error {
	asked, err := command.Search(typed, t.opts.Now().In(t.opts.Location))
	switch {
	case err != nil:
		return err
	case strings.TrimSpace(asked.Query) == "":
		return &command.Error{Text: "There is no word to look for", Next: "type /search, words, and in:#room, from:nick or before:2026-03-31 if you like"}
	case len(asked.Query) > chat.MaxQuery:
		return &command.Error{Text: "That is too much to look for", Next: "type fewer words"}
	}
	if r := t.world.Room(asked.Room); asked.Room != "" && r != nil {
		asked.RID = r.RID()
	}
	limit := mostFound
	asked.Limit = &limit
	return t.request(&asked, func(ev chat.Event) {
		found, ok := ev.(*chat.Found)
		if !ok {
			return
		}
		if len(found.Messages) == 0 {
			t.say("Nothing was found. Try fewer words, or parts of them.")
			return
		}
		for i := range found.Messages {
			e := &entry{Entry: found.Messages[i]}
			words := e.words()
			if e.Kind == chat.EntryTopic {
				words = "topic: " + one(e.Topic)
			}
			t.sayf("%d. %s %s, %s: %s", i+1, t.when(e.At), name(e.Room), name(e.From), words)
		}
		if found.Next != "" {
			t.say("There is more: narrow it with in:#room, from:nick or another word.")
		}
		t.ask1("Type a number to read what was said around it.", len(found.Messages), func(i int) error { return t.around(&found.Messages[i]) })
	}, func(f *chat.Failure) { t.say("The search failed: " + told(f.Err())) })
}

// around goes to where a message was said, and reads what is around it.
func (t *talk) around(e *chat.Entry) error {
	r := t.world.Room(e.Room)
	if r == nil && chat.IsPerson(e.Room) {
		r = t.world.Open(e.Room)
	}
	if r == nil || r.RID() != "" && r.RID() != e.RID {
		return &command.Error{Text: "You are not in " + e.Room + " now", Next: "go there first: /join " + e.Room}
	}
	if r != t.here {
		t.enter(r)
		t.tellWhere()
	}
	seq, limit := e.Seq, int64(usually)
	return t.ask(r, t.log(r), &chat.History{Around: &seq, Limit: &limit}, usually, true)
}

// when writes a time with as much of its date as is needed.
func (t *talk) when(at time.Time) string {
	at, now := at.In(t.opts.Location), t.opts.Now().In(t.opts.Location)
	switch {
	case at.Year() != now.Year():
		return at.Format("2 Jan 2006 15:04")
	case at.YearDay() != now.YearDay():
		return at.Format("2 Jan 15:04")
	}
	return at.Format("15:04")
}
