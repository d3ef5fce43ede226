package plain

import (
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/desk"
	"github.com/chat-tui/chat-tui/tui/world"
)

// carryOut says what is typed, or does what it orders. What could not be begun
// is told, and nothing of it goes to a room.
func (t *talk) carryOut(line string) {
	err := t.begin(line)
	if err != nil {
		t.say(told(err))
	}
}

func (t *talk) begin(line string) error {
	if !command.Is(line) {
		return t.speakTo(t.here, command.Literal(line), "", 0)
	}
	word, rest := split(strings.TrimPrefix(line, "/"))
	word = strings.ToLower(word)
	if s, ok := lookup(word); ok {
		return t.ours(s.Name, rest)
	}
	s, known := command.Lookup(word)
	if _, ok := numbered()[s.Name]; known && ok {
		return t.toMessage(s.Name, rest)
	}
	call, err := command.Parse(line)
	if err != nil {
		return err
	}
	return t.do(call)
}

// ours carries out a command that only this program has.
func (t *talk) ours(name, rest string) error {
	switch name {
	case "list":
		return t.list(rest, false)
	case "history":
		return t.list(rest, true)
	case "older":
		return t.older(rest)
	case "go":
		return t.goTo(rest)
	case "unread":
		return t.unread(rest)
	case "open":
		return t.open(rest)
	case "quote":
		return t.quote(rest)
	}
	return fmt.Errorf("/%s does nothing", name)
}

// do carries out a command that the screen has too.
func (t *talk) do(c command.Call) error {
	switch c.Name {
	case "msg":
		return t.toPerson(c.Arg(0), func(nick string) error { return t.msg(nick, c.Arg(1)) })
	case "query":
		return t.toPerson(c.Arg(0), func(nick string) error { return t.query(nick, c.Arg(1)) })
	case "whois":
		return t.toPerson(c.Arg(0), t.whois)
	case "me", "shrug", "code", "retry", "discard", "ask", "choose", "send":
		return t.doSpeaking(c)
	case "join", "leave", "rooms", "topic", "who":
		return t.doRooms(c)
	case "nick":
		return t.request(&chat.Rename{Nick: bare(c.Arg(0))}, t.renamedTo(bare(c.Arg(0))), nil)
	case "accept":
		return t.accept(bare(c.Arg(0)))
	case "away":
		return t.status(chat.StateAway, c.Arg(0), "You are away; /back tells that you are here again.")
	case "back":
		return t.status(chat.StateOnline, "", "You are back.")
	case "search":
		return t.search(c.Arg(0))
	case "date":
		return t.date(c.Arg(0))
	case "mentions":
		return t.search("@" + t.world.Self())
	case "reconnect":
		t.reconnect()
	case "help":
		return t.help(c.Arg(0))
	case "quit":
		t.quit(c.Arg(0))
	default:
		switch {
		case desk.Knows(c):
			return desk.Do(front{t}, t.opts.Desk, c)
		case command.Governs(c.Name):
			return t.govern(c)
		}
		return t.set(c)
	}
	return nil
}

// doSpeaking carries out a command that says something.
func (t *talk) doSpeaking(c command.Call) error {
	switch c.Name {
	case "me":
		return t.speakTo(t.here, c.Arg(0), chat.KindAction, 0)
	case "shrug":
		return t.speakTo(t.here, strings.TrimSpace(c.Arg(0)+` ¯\_(ツ)_/¯`), "", 0)
	case "send":
		return &command.Error{Text: "Files are not sent from here", Next: "chat-tui send --file sends them, from another terminal"}
	case "ask":
		body, err := command.Question(c.Arg(0))
		if err != nil {
			return err
		}
		return t.speakTo(t.here, body, "", 0)
	case "choose":
		return t.choose(c.Arg(0))
	case "code":
		t.beginBlock(c.Arg(0))
	case "retry":
		return t.retry()
	case "discard":
		return t.discard()
	}
	return nil
}

// doRooms carries out a command about rooms.
func (t *talk) doRooms(c command.Call) error {
	switch c.Name {
	case "join":
		return t.join(c.Arg(0))
	case "leave":
		return t.leaveRoom(c.Arg(0))
	case "rooms":
		return t.rooms()
	case "topic":
		return t.topic(c.Arg(0))
	case "who":
		return t.who(c.Arg(0))
	}
	return nil
}

// speakTo says something in a room or a conversation.
func (t *talk) speakTo(r *world.Room, text, kind string, reply uint64) error {
	return t.speakAs(chat.Say{To: r.Name(), Body: t.expand(text), Kind: kind, Reply: reply})
}

func (t *talk) speakAs(say chat.Say) error {
	if err := chat.CheckBody(say.Body); err != nil {
		return err
	}
	cid, err := t.conn.SayTo(say)
	if err != nil {
		return fmt.Errorf("not sent: %w", err)
	}
	t.unsent[cid], t.said[cid] = true, true
	t.tellWaiting()
	return nil
}

// expand replaces the codes of emoji.
func (t *talk) expand(text string) string {
	if !strings.Contains(text, ":") {
		return text
	}
	return t.codes().Expand(text)
}

// bare takes the @ from a nick.
func bare(nick string) string { return strings.TrimPrefix(nick, "@") }

// hash puts the # before the name of a room.
func hash(room string) string {
	if !chat.IsRoom(room) {
		return "#" + room
	}
	return room
}

// msg says something to a person, and stays here.
func (t *talk) msg(nick, text string) error {
	if chat.IsRoom(nick) {
		r := t.world.Room(nick)
		if r == nil {
			return chat.Errorf(chat.CodeNotMember, "You are not in %s.", nick)
		}
		return t.speakTo(r, text, "", 0)
	}
	r, err := t.conversation(nick)
	if err != nil {
		return err
	}
	return t.speakTo(r, text, "", 0)
}

// query goes to the conversation with a person.
func (t *talk) query(nick, text string) error {
	r, err := t.conversation(nick)
	if err != nil {
		return err
	}
	t.enter(r)
	t.tellWhere()
	if text == "" {
		return nil
	}
	return t.speakTo(r, text, "", 0)
}

func (t *talk) conversation(nick string) (*world.Room, error) {
	if t.world.IsSelf(bare(nick)) {
		return nil, &command.Error{Text: "That is you", Next: "type the name of someone else"}
	}
	return t.world.Open("@" + bare(nick)), nil
}

// renamedTo returns what follows one's own new name: the server tells others.
func (t *talk) renamedTo(nick string) func(chat.Event) {
	old := t.world.Self()
	return func(chat.Event) {
		if t.world.IsSelf(old) {
			t.event(&chat.Renamed{Old: old, Nick: nick})
		}
	}
}

// status tells others how one is.
func (t *talk) status(state, text, said string) error {
	return t.request(&chat.SetStatus{State: state, Text: text}, func(chat.Event) { t.say(said) }, nil)
}

func (t *talk) reconnect() {
	t.conn.Wake()
	if t.world.Online() {
		t.say("The connection is up; it is being checked.")
		return
	}
	t.say("Trying now.")
}

// quit leaves, after a question if something would not arrive.
func (t *talk) quit(reason string) {
	if n := int64(len(t.unsent)); n > 0 && !t.world.Online() && !t.asked2 && t.opts.Terminal {
		t.asked2 = true
		t.sayf("%s not reached the server yet. Type /quit again to leave all the same.", count(n, "message has", "messages have"))
		return
	}
	t.leave(reason)
}

// retry says again what was not sent here, in the order it was said first.
func (t *talk) retry() error {
	l := t.log(t.here)
	if len(l.failed) == 0 {
		return errNothingFailed()
	}
	for len(l.failed) > 0 {
		if err := t.speakAs(chat.Say{To: t.here.Name(), Body: l.failed[0].Body, Kind: l.failed[0].Kind, Reply: l.failed[0].Reply}); err != nil {
			return err // what is left still can be
		}
		l.failed = l.failed[1:]
	}
	return nil
}

func (t *talk) discard() error {
	l := t.log(t.here)
	if len(l.failed) == 0 {
		return errNothingFailed()
	}
	t.say(count(int64(len(l.failed)), "message", "messages") + " taken away.")
	l.failed = nil
	return nil
}

func errNothingFailed() error {
	return &command.Error{Text: "There is nothing here that was not sent", Next: "you are told when there is"}
}
