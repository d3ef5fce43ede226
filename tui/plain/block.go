package plain

import "strings"

// A block is lines that become one message.
type block struct{ rows []string }

// mostRows bounds a block; a message holds fewer.
const mostRows = 1000

// beginBlock begins a block of code. The lines that follow belong to it.
func (t *talk) beginBlock(language string) {
	t.block = &block{rows: []string{"```" + language}}
	if t.opts.Terminal {
		t.say("Type the lines of the block, then a line with a dot alone. Ctrl+C takes it back.")
	}
}

// blockLine takes a line of a block.
func (t *talk) blockLine(line string) {
	if line == "." || len(t.block.rows) > mostRows {
		t.endBlock()
		return
	}
	t.block.rows = append(t.block.rows, line)
}

// endBlock sends what there is of a block.
func (t *talk) endBlock() {
	rows := t.block.rows
	t.block = nil
	if len(rows) == 1 {
		return
	}
	if err := t.speakTo(t.here, strings.Join(append(rows, "```"), "\n"), "", 0); err != nil {
		t.say(told(err))
	}
}
