package main

import (
	"fmt"
	"io"
	"strings"

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
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return fmt.Errorf("QR code: %w", err)
	}
	var b strings.Builder
	for y := -quietZone; y < code.Size+quietZone; y += 2 {
		var cells strings.Builder
		for x := -quietZone; x < code.Size+quietZone; x++ {
			cells.WriteString(half(code.Black(x, y), code.Black(x, y+1)))
		}
		r := row.New(code.Size+2*quietZone, cell.ByRune, "30;107") // black on white
		b.WriteString(r.Own(cells.String(), "").String() + "\n")
	}
	_, err = io.WriteString(w, b.String())
	return err
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
