package plain

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
)

// join goes to a room, once the server lets one in.
func (t *talk) join(room string) error {
	room = hash(room)
	if r := t.world.Room(room); r != nil && r.Heard() {
		t.enter(r)
		t.tellWhere()
		return nil
	}
	from := t.here
	return t.request(&chat.Join{Room: room}, func(ev chat.Event) {
		if j, ok := ev.(*chat.Joined); ok && t.here == from {
			t.enter(t.world.Open(j.Room))
			t.tellWhere()
		}
	}, func(f *chat.Failure) { t.sayf("You cannot go to %s: %s", name(room), told(f.Err())) })
}

// leaveRoom leaves a room for all sessions, or closes a conversation here.
func (t *talk) leaveRoom(named string) error {
	r := t.here
	if named != "" {
		if r = t.world.Room(named); r == nil && !chat.IsPerson(named) {
			r = t.world.Room(hash(named))
		}
	}
	if r == nil {
		return &command.Error{Text: "You are not in " + named, Next: "/go lists where you are"}
	}
	if r.Direct() || !r.Heard() && r.RID() == "" { // or one never got in
		t.drop(r)
		t.tellWhere()
		return nil
	}
	return t.request(&chat.Leave{Room: r.Name(), RID: r.RID()}, func(chat.Event) {
		if t.world.Room(r.Name()) == r {
			t.drop(r)
			t.sayf("You have left %s.", name(r.Name()))
			t.tellWhere()
		}
	}, nil)
}

func (t *talk) topic(text string) error {
	r := t.here
	switch {
	case r.Direct():
		return &command.Error{Text: "A conversation has no topic", Next: "go to a room first"}
	case text == "" && r.Topic() == "":
		t.sayf("%s has no topic. /topic TEXT sets one.", name(r.Name()))
	case text == "":
		t.sayf("The topic of %s: %s", name(r.Name()), one(r.Topic()))
	default:
		return t.request(&chat.SetTopic{Room: r.Name(), RID: r.RID(), Topic: t.expand(text)}, nil, nil)
	}
	return nil
}
