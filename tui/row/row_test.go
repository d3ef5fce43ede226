package row_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

func TestRow(t *testing.T) {
	for name, tt := range map[string]struct{ got, want string }{
		"padded":            {row.New(5, cell.ByRune, "").Own("ab", "").String(), "ab   "},
		"cut":               {row.New(5, cell.ByRune, "").Own("abcdef", "").String(), "abcd…"},
		"styled":            {row.New(3, cell.ByRune, "").Own("a", row.Bold).String(), "\x1b[1ma\x1b[m  "},
		"on a base":         {row.New(3, cell.ByRune, "7").Own("a", row.Bold).String(), "\x1b[7;1ma\x1b[m\x1b[7m  \x1b[m"},
		"a part":            {row.New(9, cell.ByRune, "").Part(safe.Line("abcdef"), "", 3).Own("|", "").String(), "ab…|     "},
		"up to the right":   {row.New(6, cell.ByRune, "").Own("a", "").Until(2).Own("zz", "").String(), "a   zz"},
		"wide at the edge":  {row.New(3, cell.ByRune, "").Own("漢字", "").String(), "漢…"},
		"drawn that fits":   {row.New(3, cell.ByRune, "").Drawn("xy", 2).String(), "xy "},
		"drawn that is too": {row.New(1, cell.ByRune, "").Drawn("xy", 2).String(), " "},
		"nothing":           {row.New(0, cell.ByRune, "").Own("x", "").String(), ""},
		"less than nothing": {row.New(-3, cell.ByRune, "").Space(9).String(), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
}

func TestStylesAddUp(t *testing.T) {
	for _, tt := range []struct{ got, want row.Style }{
		{row.Bold.And(row.Reverse), "1;7"}, {row.Style("").And("1"), "1"}, {row.Bold.And(""), "1"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

// Whatever is put in, a row is as wide as it was made.
func TestARowKeepsItsWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]cell.Method{cell.ByRune, cell.ByCluster}).Draw(t, "method")
		width := rapid.IntRange(0, 60).Draw(t, "width")
		r := row.New(width, m, rapid.SampledFrom([]row.Style{"", "7"}).Draw(t, "base"))
		for range rapid.IntRange(0, 5).Draw(t, "pieces") {
			text := safe.Line(rapid.String().Draw(t, "text"))
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				r.Text(text, "1")
			case 1:
				r.Part(text, "", rapid.IntRange(-1, 20).Draw(t, "cells"))
			case 2:
				r.Until(rapid.IntRange(0, 30).Draw(t, "right"))
			case 3:
				r.Space(rapid.IntRange(-2, 9).Draw(t, "n"))
			}
		}
		if s := r.String(); m.StringWidth(s) != width {
			t.Fatalf("%q is %d cells wide, want %d", s, m.StringWidth(s), width)
		}
	})
}
