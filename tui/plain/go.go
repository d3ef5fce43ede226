package plain

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/world"
)

// enter goes to a room or conversation. What is unread there is read once it
// is here.
func (t *talk) enter(r *world.Room) {
	if r == t.here {
		return
	}
	t.tellCrowd()
	t.tellRead()
	l := t.log(t.here)
	if l.spoken = t.here.Seq(); l.held {
		l.held, l.spoken = false, l.from
	}
	t.here, t.readNews = r, false
	t.world.Open(r.Name())
	t.world.Enter(r)
	t.numbers = numbers{}
}

// tellWhere says where one is, and reads what is unread there.
func (t *talk) tellWhere() {
	r := t.here
	if !r.Direct() {
		t.sayf("You are in %s now. %s", name(r.Name()), strings.TrimSpace(t.about(r)))
	} else {
		t.sayf("You talk with %s now. %s", name(r.Partner()), strings.TrimSpace(t.about(r)))
	}
	l := t.log(r)
	l.loaded = l.loaded && l.spoken >= r.Seq() // else the newest page is needed
	if l.loaded {
		t.readUnread(r, l)
		return
	}
	t.catchUp()
}

// goTo goes to a conversation, or lists them.
func (t *talk) goTo(typed string) error {
	list := t.world.Rooms()
	if typed == "" {
		for i, r := range list {
			text := fmt.Sprintf("%d. %s", i+1, name(r.Name()))
			if r.Unread() > 0 {
				text += ", unread " + unread(r)
			}
			if r == t.here {
				text += ", here"
			}
			t.say(text)
		}
		t.ask1("Type a number to go there.", len(list), func(i int) error { return t.goToRoom(list[i]) })
		return nil
	}
	if n, err := strconv.Atoi(typed); err == nil {
		if n < 1 || n > len(list) {
			return &command.Error{Text: fmt.Sprintf("There is no conversation %d", n), Next: "/go lists them"}
		}
		return t.goToRoom(list[n-1])
	}
	for _, as := range []string{typed, hash(typed), "@" + bare(typed)} {
		if r := t.world.Room(as); r != nil {
			return t.goToRoom(r)
		}
	}
	return &command.Error{Text: "You have no conversation " + typed, Next: "/join #room goes to a room, /query nick to a person"}
}

func (t *talk) goToRoom(r *world.Room) error {
	t.enter(r)
	t.tellWhere()
	return nil
}

// unread tells what is unread where, or makes messages unread from one on.
func (t *talk) unread(typed string) error {
	if typed != "" {
		return t.unreadFrom(typed)
	}
	found := false
	for _, r := range t.world.Rooms() {
		if r.Unread() > 0 {
			found = true
			t.sayf("%s: %s unread.", name(r.Name()), unread(r))
		}
		t.log(r).told = r.Unread()
	}
	if !found {
		t.say("Nothing is unread.")
	}
	return nil
}

func (t *talk) unreadFrom(typed string) error {
	from, rest, err := t.numberOf(typed)
	switch {
	case err != nil:
		return err
	case from == nil || rest != "":
		return &command.Error{Text: "/unread takes the number of a message", Next: "/list reads the last ones with numbers"}
	}
	var list []world.Unseen
	l := t.log(t.here)
	for _, e := range l.after(from.Seq - 1) {
		if !e.own && e.Counts() {
			list = append(list, world.Unseen{Seq: e.Seq, Mention: t.here.Direct() || t.world.Names(e.Body)})
		}
	}
	if len(list) == 0 {
		return &command.Error{Text: "From there on everything is yours", Next: "choose an earlier message"}
	}
	t.world.Unmark(t.here, list)
	l.held, l.from, t.readNews = true, from.Seq-1, false
	t.sayf("%s unread in %s, until you come back here.", count(int64(len(list)), "message is", "messages are"), name(t.here.Name()))
	return nil
}
