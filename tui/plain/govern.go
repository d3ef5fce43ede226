package plain

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/explain"
)

// govern carries out a command about the rights of people and rooms.
func (t *talk) govern(c command.Call) error {
	cmd, err := command.Govern(c, t.here.Name())
	if err != nil {
		return err
	}
	if cmd == nil { // /room alone
		if t.here.Direct() {
			t.sayf("Only you and %s read this.", name(t.here.Partner()))
			return nil
		}
		t.sayf("%s: %s", name(t.here.Name()), explain.RoomState(t.here.Private(), t.here.Rules()))
		return nil
	}
	if err := command.Finishing(cmd, t.log(t.here).took); err != nil {
		return err
	}
	here := t.here
	return t.request(cmd, func(ev chat.Event) {
		if !t.queued(here, cmd, ev) {
			t.governed(cmd, ev)
		}
	}, nil)
}

// governed tells what came of it.
func (t *talk) governed(cmd chat.Command, ev chat.Event) {
	switch ev := ev.(type) {
	case *chat.Rulings:
		for _, line := range explain.Rulings(ev) {
			t.say("* " + line)
		}
		return
	case *chat.Blocks:
		t.say("* " + explain.Blocks(ev))
		return
	}
	if text := explain.Done(cmd); text != "" {
		t.say("* " + text)
	}
	switch cmd := cmd.(type) {
	case *chat.Block: // what follows is done when the list comes
		_ = t.request(&chat.ListBlocks{}, func(chat.Event) {}, nil)
	case *chat.SetRoom:
		if r := t.world.Room(cmd.Room); r == nil || !r.Heard() { // a new one
			_ = t.join(cmd.Room)
		}
	}
}

// resift forgets what was read, some of which the person does not want to read
// any more, or wants to again.
func (t *talk) resift() {
	for r, l := range t.logs {
		if r.Direct() && t.world.Blocks(r.Partner()) && r != t.here {
			delete(t.logs, r)
			continue
		}
		l.restart(l.rid)
	}
}

// ruling tells what was decided about a person.
func (t *talk) ruling(ev *chat.Ruling) {
	if text := explain.Ruling(ev, t.world.IsSelf); text != "" {
		t.say("* " + text) // it may begin with a name, and nobody says it
	}
}

// roomState tells what holds in a room now and did not before.
func (t *talk) roomState(ev *chat.RoomState) {
	if r := t.world.Room(ev.Room); r != nil {
		private, rules := r.Was()
		t.sayf("* %s: %s", name(ev.Room), explain.RoomChange(private, rules, ev.Private, ev.RoomRules))
	}
}
