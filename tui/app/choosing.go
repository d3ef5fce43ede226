package app

import (
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// question carries out a command about questions.
func (m *Model) question(c command.Call) error {
	if c.Name == "choose" {
		n, err := command.Answer(c.Arg(0))
		if err != nil {
			return err
		}
		return m.chooseLatest(n)
	}
	body, err := command.Question(c.Arg(0))
	if err != nil {
		return err
	}
	if !m.answer(body, "") {
		return errUnsaid
	}
	return nil
}

// chooseStroke chooses the answer of a question whose number was pressed.
func (m *Model) chooseStroke(it *timeline.Item, stroke string) error {
	i, ok := keymap.Place(m.keys.Select.Quick, stroke)
	if !ok {
		return nil
	}
	return m.choose(it, i)
}

// chooseLatest chooses an answer, by its number from 1, of the newest question.
func (m *Model) chooseLatest(number int) error {
	it, ok := m.active.line.Latest(func(it *timeline.Item) bool { return len(it.Choices()) > 0 })
	if !ok {
		return &command.Error{Text: "Nothing is asked here", Next: "a question shows its answers with a number each"}
	}
	return m.choose(&it, number-1)
}

// choose gives an answer of a question, in place of one that was given before,
// or takes it back.
func (m *Model) choose(it *timeline.Item, n int) error {
	if err := inLog(it); err != nil {
		return err
	}
	list := it.Choices()
	if n < 0 || n >= len(list) {
		return &command.Error{Text: "That question has no such answer", Next: "press one of the numbers that stand there"}
	}
	for i, c := range list {
		if i != n && c.Mine {
			if err := m.putReaction(it.Seq, c.Sign.String(), true); err != nil {
				return err
			}
		}
	}
	return m.putReaction(it.Seq, list[n].Sign.String(), list[n].Mine)
}
