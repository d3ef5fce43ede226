package plain

import (
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// toMessage carries out a command about a message: that of the number, or else
// the newest it may be about.
func (t *talk) toMessage(name, typed string) error {
	e, rest, err := t.numberOf(typed)
	if err != nil {
		return err
	}
	own := name == "edit" || name == "delete"
	if e == nil {
		e, err = t.latest(func(e *entry) bool {
			switch name {
			case "unreact":
				return t.reactedWith(e, rest)
			}
			return e.own == own
		})
		if err != nil {
			return err
		}
	}
	switch {
	case !e.readable() && name != "reply":
		return &command.Error{Text: "There is no text in that message", Next: "choose another with /list"}
	case own && !e.own:
		return &command.Error{Text: "That message is not yours", Next: "you can change and delete what you said yourself"}
	case rest == "" && name != "edit" && name != "delete":
		return &command.Error{Text: "/" + name + " needs more than that", Next: "type /" + name + " " + numbered()[name].Params[0].Name}
	}
	switch name {
	case "reply":
		return t.speakTo(t.here, rest, "", e.Seq)
	case "edit":
		return t.edit(e, rest)
	case "delete":
		return t.deleteOne(e, rest)
	}
	return t.react(e, rest, name == "unreact")
}

func (t *talk) reactedWith(e *entry, typed string) bool {
	for _, r := range e.Reactions {
		if r.Mine && r.Emoji == t.expand(typed) {
			return true
		}
	}
	return false
}

func (t *talk) edit(e *entry, text string) error {
	if text == "" {
		t.say("Your message: " + e.Body)
		t.say("Type /edit and the new text.")
		return nil
	}
	body := t.expand(text)
	if err := chat.CheckBody(body); err != nil {
		return err
	}
	return t.request(&chat.Edit{Room: t.here.Name(), RID: t.here.RID(), Seq: e.Seq, Body: body}, nil, t.refusal("Your message was not changed"))
}

func (t *talk) deleteOne(e *entry, rest string) error {
	if rest != "" {
		return &command.Error{Text: "/delete takes no more than a number", Next: "type /delete or /delete 3"}
	}
	r := t.here
	erase := func() error {
		return t.request(&chat.Delete{Room: r.Name(), RID: r.RID(), Seq: e.Seq}, nil, t.refusal("Your message was not deleted"))
	}
	if !t.opts.Terminal {
		return erase()
	}
	t.sayf("Delete your message %q for everyone? Type yes, or anything else to keep it.", short(e.Body))
	t.choice = &choice{yes: erase}
	return nil
}

func (t *talk) react(e *entry, typed string, remove bool) error {
	emoji := t.expand(typed)
	if strings.ContainsAny(emoji, " \n\t") || len(emoji) > chat.MaxEmoji || len(emoji) > 1 && emoji[0] < 0x80 && emoji[1] < 0x80 {
		return &command.Error{Text: "That is not one emoji", Next: "type :wave: or another name between colons"}
	}
	return t.request(&chat.React{Room: t.here.Name(), RID: t.here.RID(), Seq: e.Seq, Emoji: emoji, Remove: remove}, nil, t.refusal("Your reaction was not taken"))
}

func (t *talk) refusal(what string) func(*chat.Failure) {
	return func(f *chat.Failure) { t.say(what + ": " + told(f.Err())) }
}

// open prints the addresses in a message.
func (t *talk) open(typed string) error {
	e, _, err := t.numberOf(typed)
	if err == nil && e == nil {
		e, err = t.latest(func(e *entry) bool { return len(links(e.Body)) > 0 })
	}
	if err != nil {
		return err
	}
	found := links(e.Body)
	if len(found) == 0 {
		t.say("There is no address in that message.")
	}
	for _, l := range found {
		t.say(l)
	}
	return nil
}

// links returns the addresses in a text, as they are to be opened.
func links(body string) (list []string) {
	for _, s := range markup.Parse(safe.Body(body), markup.Options{}) {
		if s.Kind == markup.Link && s.Link != "" {
			list = append(list, s.Link)
		}
	}
	return list
}

// quote repeats a message, each line after a >, with a text below it.
func (t *talk) quote(typed string) error {
	e, rest, err := t.numberOf(typed)
	if err == nil && e == nil {
		e, err = t.latest(func(e *entry) bool { return !e.own })
	}
	if err != nil {
		return err
	}
	if !e.readable() {
		return &command.Error{Text: "There is no text in that message", Next: "choose another with /list"}
	}
	text := "> " + strings.ReplaceAll(e.Body, "\n", "\n> ")
	if rest != "" {
		text += "\n" + t.expand(rest)
	}
	return t.speakAs(chat.Say{To: t.here.Name(), Body: text, Reply: e.Seq})
}
