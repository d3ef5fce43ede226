// Package cell measures, wraps and cuts text in the cells of a terminal.
//
// Terminals count in two ways: rune by rune (wcwidth), or by what a reader
// sees as one character, once they confirm mode 2027. A [Method] is the way
// the terminal at hand counts; whatever is drawn is measured by it and padded
// by it, because lipgloss always measures by characters. Everything here is
// pure and may be called at once.
package cell
