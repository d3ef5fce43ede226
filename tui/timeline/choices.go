package timeline

import (
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Choice is an answer that a question offers, as the one to be drawn and
// chosen.
type Choice struct {
	Sign safe.Text
	Text safe.Text
	Mine bool // the reader has chosen it
}

// asks returns what an item asks and the answers it offers; none if it is no
// question.
func (it *Item) asks() (question safe.Text, choices []Choice) {
	if !it.spoken() || it.Missing || it.Damaged {
		return it.Text, nil
	}
	text, offered := chat.Choices(it.Text.String())
	if len(offered) == 0 {
		return it.Text, nil
	}
	for _, c := range offered {
		one := Choice{Sign: safe.Line(c.Sign), Text: safe.Line(c.Text)}
		if r := it.reaction(one.Sign); r != nil {
			one.Mine = r.Mine
		}
		choices = append(choices, one)
	}
	return safe.Body(text), choices
}

// Choices returns the answers that an item offers, if it is a question.
func (it *Item) Choices() []Choice {
	_, choices := it.asks()
	return choices
}

func (it *Item) reaction(emoji safe.Text) *Reaction {
	i := slices.IndexFunc(it.Reactions, func(r Reaction) bool { return r.Emoji == emoji })
	if i < 0 {
		return nil
	}
	return &it.Reactions[i]
}

// mostChoosers is how many names stand behind an answer.
const mostChoosers = 5

// choices draws the answers of a question, a row each, with who chose them.
func (m *Model) choices(e *entry, list []Choice, width int) []string {
	var rows []string
	for _, c := range list {
		s, left, right := m.opts.Styles.Reaction, " ", " "
		if c.Mine {
			s, left, right = m.opts.Styles.Mine, "[", "]"
		}
		r := row.New(width, m.opts.Method, "").Own(left, s).Part(c.Sign, s, mostEmojiCell).Own(" ", s)
		r.Part(c.Text, s, max(r.Left()-1, 0)).Own(right, s)
		if has := e.reaction(c.Sign); has != nil {
			names := make([]string, 0, mostChoosers)
			for _, n := range has.Nicks[:min(len(has.Nicks), mostChoosers)] {
				names = append(names, n.String())
			}
			if more := has.Count - len(names); more > 0 {
				names = append(names, plural(more, "other", "others"))
			}
			r.Own(" ", s).Part(safe.Line(strings.Join(names, ", ")), m.opts.Styles.Quiet, r.Left())
		}
		rows = append(rows, r.String())
	}
	return rows
}

// ChoiceAt returns which answer of a question stands at row y of the view: its
// item, and the number of the answer, from 0.
func (m *Model) ChoiceAt(y int) (it Item, n int, ok bool) {
	i, j, ok := m.entryAt(y)
	if !ok {
		return Item{}, 0, false
	}
	e := m.entries[i]
	_, list := e.asks()
	n = j - e.drawn.first - len(e.drawn.text)
	if n < 0 || n >= len(list) {
		return Item{}, 0, false
	}
	return e.Item, n, true
}
