package plain

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// indent stands before each row of a text but its first.
const indent = "  "

// fewest is how many columns a terminal has for rows to be folded.
const fewest = 20

// An output prints lines. Everything that is printed is cleaned here, whoever
// wrote it.
type output struct {
	w        io.Writer
	terminal bool
	times    bool
	columns  func() int
	location *time.Location
	err      error // the first that writing gave
}

// line prints a text: to a person in rows of which only the first begins at
// the margin, to a pipe in one line.
func (o *output) line(at time.Time, text string) {
	if !o.terminal {
		o.write(safe.Line(text).String())
		return
	}
	if o.times && !at.IsZero() {
		text = at.In(o.location).Format("15:04") + " " + text
	}
	rows := strings.Split(safe.Body(text).String(), "\n")
	columns := 0
	if o.columns != nil {
		columns = o.columns()
	}
	var b strings.Builder
	for i, row := range rows {
		for j, part := range fold(row, columns) {
			if i+j > 0 {
				b.WriteString("\n" + indent)
			}
			b.WriteString(part)
		}
	}
	o.write(b.String())
}

// fold breaks a row so that it fits with its indentation.
func fold(row string, columns int) []string {
	if columns < fewest || len(row) < columns-len(indent) {
		return []string{row}
	}
	found := cell.ByRune.Rows(nil, row, columns-1-len(indent), columns-1-len(indent))
	parts := make([]string, 0, len(found))
	for _, r := range found {
		parts = append(parts, row[r.Start:r.End])
	}
	return parts
}

func (o *output) write(text string) {
	if o.err != nil {
		return
	}
	if _, err := io.WriteString(o.w, text+"\n"); err != nil {
		o.err = fmt.Errorf("standard output: %w", err)
	}
}
