package timeline

import (
	"slices"
	"strconv"

	"github.com/chat-tui/chat-tui/tui/row"
)

const (
	mostChips     = 40 // emoji shown under a message
	mostEmojiCell = 8  // cells of one emoji
	chipGap       = 2  // cells between two
)

// reactions draws what stands under a message: how an item of a queue stands,
// and the emoji, side by side as far as they fit:
// how many people each is of, and those of the reader in brackets.
func (m *Model) reactions(e *entry, width int) []string {
	if len(e.Reactions) == 0 && e.Below.Empty() || e.Missing {
		return nil
	}
	var rows []string
	if !e.Below.Empty() {
		rows = append(rows, row.New(width, m.opts.Method, "").Part(e.Below, m.opts.Styles.Quiet, width).String())
	}
	chips := e.chips()
	if len(chips) == 0 {
		return rows
	}
	r := row.New(width, m.opts.Method, "")
	end := func() {
		rows = append(rows, r.String())
		r = row.New(width, m.opts.Method, "")
	}
	for i := range chips[:min(len(chips), mostChips)] {
		chip := &chips[i]
		emoji := min(row.Width(chip.Emoji, m.opts.Method), mostEmojiCell)
		count := " " + strconv.Itoa(chip.Count)
		need := emoji + len(count)
		if chip.Mine {
			need += 2
		}
		if used := width - r.Left(); used > 0 {
			if used+chipGap+need > width {
				end()
			} else {
				r.Space(chipGap)
			}
		}
		m.chip(r, chip, count)
	}
	if more := len(chips) - mostChips; more > 0 {
		if r.Left() < width {
			end()
		}
		r.Own("and "+strconv.Itoa(more)+" more", m.opts.Styles.Quiet)
	}
	end()
	return rows
}

// chips returns the reactions that are no answers to a question.
func (it *Item) chips() []Reaction {
	list := it.Choices()
	if len(list) == 0 {
		return it.Reactions
	}
	return slices.DeleteFunc(slices.Clone(it.Reactions), func(r Reaction) bool {
		return slices.ContainsFunc(list, func(c Choice) bool { return c.Sign == r.Emoji })
	})
}

// chip draws one emoji and its count.
func (m *Model) chip(r *row.Row, chip *Reaction, count string) {
	s, left, right := m.opts.Styles.Reaction, "", ""
	if chip.Mine {
		s, left, right = m.opts.Styles.Mine, "[", "]"
	}
	r.Own(left, s).Part(chip.Emoji, s, mostEmojiCell).Own(count+right, s)
}
