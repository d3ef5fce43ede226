package tuitest

import (
	"slices"

	uv "github.com/charmbracelet/ultraviolet"
)

// Cells returns the cells of all lines, for what draws a screen by other means.
func (s Screen) Cells() [][]uv.Cell {
	lines := make([][]uv.Cell, len(s.lines))
	for y := range lines {
		lines[y] = slices.Clone(s.lines[y])
	}
	return lines
}
