package plain

import (
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
)

// A front is the talk as a desk.Front.
type front struct{ t *talk }

// Ask implements desk.Front.
func (f front) Ask(cmd chat.Command, done func(chat.Event)) error {
	return f.t.request(cmd, done, nil)
}

// Tell implements desk.Front. What may begin with a name stands behind a star,
// so that it is nobody's word.
func (f front) Tell(text string) {
	for _, line := range strings.Split(text, "\n") {
		f.t.say("* " + line)
	}
}

// Confirm implements desk.Front. A pipe cannot be asked.
func (f front) Confirm(_, question string, yes func() error) {
	for _, line := range strings.Split(question, "\n") {
		if line != "" {
			f.t.say("* " + line)
		}
	}
	if !f.t.opts.Terminal {
		f.t.say("Nobody is here to be asked; nothing has changed.")
		return
	}
	f.t.say("Type yes, or anything else to leave it.")
	f.t.choice = &choice{yes: yes, no: "Nothing has changed."}
}

// Show implements desk.Front.
func (f front) Show(title, what, note string, picture []string) {
	f.t.say("* " + explain.Flat(title) + ":")
	for _, line := range picture {
		f.t.say(line)
	}
	f.t.say("  " + explain.Flat(what))
	f.t.say("* " + explain.Flat(note))
}

// Self implements desk.Front.
func (f front) Self() (nick, account, serverKey string) {
	return f.t.world.Self(), f.t.world.Account(), f.t.world.Server().Key
}

// Here implements desk.Front.
func (f front) Here() string { return f.t.here.Name() }
