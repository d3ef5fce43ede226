package composer

import (
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
)

// mostUndo is how many steps back are remembered.
const mostUndo = 100

// A buffer is the text being written, with a cursor that stands between
// characters as a reader sees them. The text is always valid UTF-8 without
// control characters but line ends and tabs, and at most chat.MaxBody bytes
// long.
type buffer struct {
	text string
	pos  int // in bytes
	kill string
	undo []snapshot
	last edit // the last change, so that typing is undone by words
	lost int  // bytes of what was just pasted that did not fit
}

// A snapshot is a buffer to go back to.
type snapshot struct {
	text string
	pos  int
}

// An edit is a kind of change.
type edit int

const (
	moved edit = iota // no change
	typed
	deleted
	killed
	replaced
)

// change replaces the bytes from start to end by s, as far as the text stays
// within its limit.
func (b *buffer) change(kind edit, start, end int, s string) {
	fits := head(s, chat.MaxBody-(len(b.text)-(end-start)))
	b.lost = 0
	if kind == replaced {
		b.lost = len(s) - len(fits)
	}
	if fits == "" && start == end {
		return
	}
	space := kind == typed && strings.TrimSpace(fits) == ""
	if kind != b.last || kind == replaced || space {
		b.undo = append(b.undo, snapshot{b.text, b.pos})
		if len(b.undo) > mostUndo {
			b.undo = b.undo[1:]
		}
	}
	b.last = kind
	b.text = b.text[:start] + fits + b.text[end:]
	b.pos = b.snap(start + len(fits))
}

// insert writes s at the cursor.
func (b *buffer) insert(kind edit, s string) { b.change(kind, b.pos, b.pos, tidy(s)) }

// move puts the cursor.
func (b *buffer) move(pos int) { b.pos, b.last, b.lost = pos, moved, 0 }

// cut takes the text between two places and keeps it for yank. What is cut
// piece by piece is kept in one.
func (b *buffer) cut(start, end int) {
	switch {
	case start == end:
		return
	case b.last == killed && end == b.pos:
		b.kill = b.text[start:end] + b.kill
	case b.last == killed:
		b.kill += b.text[start:end]
	default:
		b.kill = b.text[start:end]
	}
	b.change(killed, start, end, "")
}

// undoLast takes the last change back.
func (b *buffer) undoLast() {
	if n := len(b.undo); n > 0 {
		b.text, b.pos = b.undo[n-1].text, b.undo[n-1].pos
		b.undo = b.undo[:n-1]
	}
	b.last, b.lost = moved, 0
}

// set begins with another text.
func (b *buffer) set(text string) {
	b.text = head(tidy(text), chat.MaxBody)
	b.pos, b.undo, b.last, b.lost = len(b.text), nil, moved, 0
}

// tidy makes text that may stand in a message of what was typed or pasted: one
// kind of line end, no controls but those and tabs.
func tidy(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case chat.Control(r):
			return -1
		}
		return r
	}, s)
}
