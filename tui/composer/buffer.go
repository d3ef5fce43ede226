package composer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes" // what a reader takes for one character

	"github.com/chat-tui/chat-tui/net/chat"
)

// mostUndo is how many steps back are remembered.
const mostUndo = 100

// A buffer is the text being written, with a cursor that stands between
// characters as a reader sees them. The text is always valid UTF-8 without
// control characters but line ends, and at most chat.MaxBody bytes long.
type buffer struct {
	text string
	pos  int // in bytes
	kill string
	undo []snapshot
	last edit // of the last change, so that typing is undone by words
}

// A snapshot is a buffer to go back to.
type snapshot struct {
	text string
	pos  int
}

// An edit is a kind of change.
type edit int

const (
	moved edit = iota
	typed
	deleted
	killed
	replaced
)

// change replaces the bytes from start to end by s, as far as the text stays
// within its limit.
func (b *buffer) change(kind edit, start, end int, s string) {
	if room := chat.MaxBody - (len(b.text) - (end - start)); len(s) > room {
		s = chat.Cut(s, max(room, 0))
	}
	if s == "" && start == end {
		return
	}
	space := kind == typed && strings.TrimSpace(s) == ""
	if kind != b.last || kind == replaced || space {
		b.undo = append(b.undo, snapshot{b.text, b.pos})
		if len(b.undo) > mostUndo {
			b.undo = b.undo[1:]
		}
	}
	b.last = kind
	b.text = b.text[:start] + s + b.text[end:]
	b.pos = start + len(s)
}

// insert writes s at the cursor.
func (b *buffer) insert(kind edit, s string) { b.change(kind, b.pos, b.pos, tidy(s)) }

// tidy makes text that may stand in a message of what was typed or pasted:
// one kind of line end, tabs as spaces, no other controls.
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

// back and forward return the place one character before and after.
func (b *buffer) back(pos int) int {
	start := strings.LastIndexByte(b.text[:pos], '\n') + 1
	if start == pos {
		return max(pos-1, 0)
	}
	at, last := start, start
	for g := graphemes.FromString(b.text[start:pos]); g.Next(); {
		last = at
		at += len(g.Value())
	}
	return last
}

func (b *buffer) forward(pos int) int {
	g := graphemes.FromString(b.text[pos:])
	if !g.Next() {
		return pos
	}
	return pos + len(g.Value())
}

// wordBack and wordForward return the beginning of the word before and the end
// of the word after.
func (b *buffer) wordBack(pos int) int {
	for in := false; pos > 0; {
		r, size := utf8.DecodeLastRuneInString(b.text[:pos])
		if word(r) {
			in = true
		} else if in {
			break
		}
		pos -= size
	}
	return pos
}

func (b *buffer) wordForward(pos int) int {
	for in := false; pos < len(b.text); {
		r, size := utf8.DecodeRuneInString(b.text[pos:])
		if word(r) {
			in = true
		} else if in {
			break
		}
		pos += size
	}
	return pos
}

// spaceBack returns where the word of anything but spaces before pos begins.
func (b *buffer) spaceBack(pos int) int {
	head := strings.TrimRightFunc(b.text[:pos], unicode.IsSpace)
	return strings.LastIndexFunc(head, unicode.IsSpace) + 1
}

func word(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r > 0x2fff
}

// lineStart and lineEnd return the ends of the line the cursor is in.
func (b *buffer) lineStart() int { return strings.LastIndexByte(b.text[:b.pos], '\n') + 1 }

func (b *buffer) lineEnd() int {
	if i := strings.IndexByte(b.text[b.pos:], '\n'); i >= 0 {
		return b.pos + i
	}
	return len(b.text)
}

// move puts the cursor.
func (b *buffer) move(pos int) { b.pos, b.last = pos, moved }

// cut takes the text between two places and keeps it for yank.
func (b *buffer) cut(start, end int) {
	if start == end {
		return
	}
	if b.last == killed && end == b.pos {
		b.kill = b.text[start:end] + b.kill
	} else if b.last == killed && start == b.pos {
		b.kill += b.text[start:end]
	} else {
		b.kill = b.text[start:end]
	}
	b.change(killed, start, end, "")
}

// back out of the last change.
func (b *buffer) undoLast() {
	if n := len(b.undo); n > 0 {
		b.text, b.pos = b.undo[n-1].text, b.undo[n-1].pos
		b.undo, b.last = b.undo[:n-1], moved
	}
}

// set replaces everything.
func (b *buffer) set(text string) {
	b.text = chat.Cut(tidy(text), chat.MaxBody)
	b.pos, b.undo, b.last = len(b.text), nil, moved
}
