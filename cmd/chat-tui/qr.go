package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"rsc.io/qr"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
)

// quietZone is how many light modules a code needs around it.
const quietZone = 2

// drawQR draws a text as a QR code, two modules a cell, dark on light whatever
// the colours of the terminal are: a camera reads it the other way round
// badly.
func drawQR(w io.Writer, text string) error {
	lines, err := qrLines(text)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, line := range lines {
		r := row.New(utf8.RuneCountInString(line), cell.ByRune, "30;107") // black on white
		b.WriteString(r.Own(line, "").String() + "\n")
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// qrLines returns the cells of a QR code, dark on light.
func qrLines(text string) (lines []string, err error) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	for y := -quietZone; y < code.Size+quietZone; y += 2 {
		var cells strings.Builder
		for x := -quietZone; x < code.Size+quietZone; x++ {
			cells.WriteString(half(code.Black(x, y), code.Black(x, y+1)))
		}
		lines = append(lines, cells.String())
	}
	return lines, nil
}

// half returns the cell whose upper and lower halves are dark or not.
func half(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
