package plain

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
)

// choose gives an answer of the newest question, in place of one given before,
// or takes it back.
func (t *talk) choose(typed string) error {
	n, err := command.Answer(typed)
	if err != nil {
		return err
	}
	e, err := t.latest(func(e *entry) bool {
		_, choices := chat.Choices(e.Body)
		return len(choices) > 0 && e.readable()
	})
	if err != nil {
		return &command.Error{Text: "Nothing is asked here", Next: "a question shows its answers with a number each"}
	}
	_, choices := chat.Choices(e.Body)
	if n > len(choices) {
		return &command.Error{Text: "That question has no such answer", Next: "type one of the numbers that stand there"}
	}
	chosen := choices[n-1].Sign
	for _, r := range e.Reactions {
		if r.Mine && r.Emoji != chosen && offers(choices, r.Emoji) {
			if err := t.react(e, r.Emoji, true); err != nil {
				return err
			}
		}
	}
	return t.react(e, chosen, t.reactedWith(e, chosen))
}

// offers reports whether a question offers an answer with this sign.
func offers(choices []chat.Choice, sign string) bool {
	for _, c := range choices {
		if c.Sign == sign {
			return true
		}
	}
	return false
}
