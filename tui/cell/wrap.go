package cell

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// A Row is a part of a text that stands in one row, in bytes.
type Row struct{ Start, End int }

// Rows appends the rows of plain text (no escape sequences) to dst: the first
// at most first cells wide, the others at most rest; there is always one.
//
// It breaks at line ends, at spaces, after hyphens between letters and beside
// wide characters, as their scripts do, and inside a word only if it fits no
// row. Spaces at a break are left out, and in a column of one cell wide
// characters are; nothing else is. It is linear in the text.
func (m Method) Rows(dst []Row, text string, first, rest int) []Row {
	w := wrapper{method: m, text: text, rows: dst, limit: max(first, 1), rest: max(rest, 1)}
	for start := 0; ; {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			w.paragraph(start, len(text))
			return w.rows
		}
		w.paragraph(start, start+end)
		start += end + 1
	}
}

// Chop appends the rows of one line of text to dst, each full before the next
// begins and no space left out: the way to show code.
func (m Method) Chop(dst []Row, text string, width int) []Row {
	width = max(width, 1)
	w := wrapper{method: m, text: text, rows: dst, limit: width, rest: width}
	if len(text) <= width {
		w.emit(0, len(text))
		return w.rows
	}
	for i := 0; i < len(text); {
		n, cells := w.next(i, len(text))
		if w.width+cells > w.limit {
			w.hard(i)
		}
		i += w.take(i, n, cells)
	}
	w.emit(w.start, len(text))
	return w.rows
}

// A wrapper breaks one text into rows.
type wrapper struct {
	method Method
	text   string
	rows   []Row
	limit  int // cells of this row
	rest   int // cells of the rows to come

	start int // where this row starts
	width int // cells of it so far

	// The last place where this row may end, and where the next one starts
	// then; to is 0 if there is none.
	end, to int
}

// emit ends a row.
func (w *wrapper) emit(start, end int) {
	w.rows = append(w.rows, Row{start, end})
	w.limit = w.rest
	w.width, w.to = 0, 0
}

// hard ends the row before i, whatever stands there.
func (w *wrapper) hard(i int) {
	if i > w.start {
		w.emit(w.start, i)
		w.start = i
	}
}

// next returns the length and width of the character at i.
func (w *wrapper) next(i, end int) (n, cells int) {
	if w.text[i] < utf8.RuneSelf && (i+1 == end || w.text[i+1] < utf8.RuneSelf) {
		return 1, 1
	}
	c, cells := ansi.FirstGraphemeCluster(w.text[i:end], ansi.Method(w.method))
	return len(c), cells
}

// take puts the character at i into the row and returns its length. One that
// is wider than any row is cut between its code points, or left out.
func (w *wrapper) take(i, n, cells int) int {
	if cells <= w.limit {
		w.width += cells
		return n
	}
	for j, r := range w.text[i : i+n] {
		cells := w.method.StringWidth(string(r))
		if w.width+cells <= w.limit {
			w.width += cells
			continue
		}
		w.hard(i + j)
		if cells > w.limit {
			w.start = i + j + utf8.RuneLen(r)
			continue
		}
		w.width = cells
	}
	return n
}

// paragraph breaks what stands between two line ends.
func (w *wrapper) paragraph(start, end int) {
	w.start, w.width, w.to = start, 0, 0
	if end-start <= w.limit { // no text is wider than its bytes
		w.emit(start, end)
		return
	}
	last := before{}
	for i := start; i < end; {
		n, cells := w.next(i, end)
		if n == 1 && w.text[i] == ' ' {
			last = before{space: true}
			i = w.spaces(i, end)
			continue
		}
		if run := w.run(i, end, last); run > 0 {
			w.width += run
			i += run
			last = before{rune: rune(w.text[i-1])}
			continue
		}
		this := w.look(i, n, cells)
		if i > w.start && breaks(last, this) {
			w.end, w.to = i, i
		}
		if w.width+cells > w.limit {
			if w.to > 0 {
				i = w.soft()
				last = before{space: true}
				continue
			}
			w.hard(i)
		}
		i += w.take(i, n, cells)
		last = this
	}
	if w.width > w.limit {
		end = w.end // spaces hang over
	}
	w.emit(w.start, end)
}

// run returns how many ASCII letters and digits from i on fit the row, where
// it cannot end: the quick way through ordinary words.
func (w *wrapper) run(i, end int, last before) int {
	if last.wide || last.hyphen {
		return 0
	}
	room := min(end, i+w.limit-w.width)
	j := i
	for j < room && alphanumeric(w.text[j]) {
		j++
	}
	if j < end && w.text[j] >= utf8.RuneSelf {
		j-- // it may carry a mark
	}
	return max(j-i, 0)
}

func alphanumeric(b byte) bool {
	return 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9'
}

// soft ends the row where it may end, and returns where the next one starts.
// A row of spaces only is not worth a row.
func (w *wrapper) soft() int {
	to := w.to
	if w.end > w.start {
		w.emit(w.start, w.end)
	}
	w.start, w.width, w.to = to, 0, 0
	return to
}

// spaces takes the spaces from i on, where the row may end, and returns where
// they end. They may hang over the edge.
func (w *wrapper) spaces(i, end int) int {
	w.end = i
	for i < end && w.text[i] == ' ' && (i+1 == end || w.text[i+1] < utf8.RuneSelf || !marked(w.text[i+1:end])) {
		i++
		w.width++
	}
	if i == w.end { // the space carries a mark
		n, cells := w.next(i, end)
		i += w.take(i, n, cells)
		return i
	}
	w.to = i
	return i
}

// marked reports whether s starts with a mark, which stands on what is before.
func marked(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsMark(r) || r == 0x200d || r == 0x200c
}
