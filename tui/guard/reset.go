package guard

import (
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
)

// Reset puts a terminal back that a program left in disorder, ours or another:
// it switches off every mode a screen may have switched on and makes the
// keyboard echo and edit lines again. What is on the screen stays. An error
// means that the sequences were written but the keyboard was not mended.
func Reset(tty *os.File) error {
	if _, err := tty.WriteString(everything()); err != nil {
		return fmt.Errorf("write to the terminal: %w", err)
	}
	state, err := term.GetState(tty.Fd())
	if err != nil {
		return fmt.Errorf("state of the terminal: %w", err)
	}
	sane(state)
	if err := term.Restore(tty.Fd(), state); err != nil {
		return fmt.Errorf("restore the terminal: %w", err)
	}
	return nil
}

// everything switches off also what other programs may have left behind. It
// begins by ending a sequence that was cut off, or what follows would be read
// as a part of it.
func everything() string {
	return strings.Join([]string{
		"\x18\x1b\\",       // end whatever sequence is open
		"\x1b[<99u",        // all that was ever pushed for the keyboard: of this screen
		"\x1b7",            // leaving the alternate screen where there is none must not move
		undo(),             // leaves the alternate screen
		"\x1b[<99u",        // and of the other screen
		"\x1b[=0u",         // its keyboard as it is without pushes
		"\x1b[?9l",         // mouse, the oldest way
		"\x1b[?1005l",      // and the odd ones
		"\x1b[?1015l",      //
		"\x1b[?1016l",      //
		"\x1b[?2031l",      // tell of light and dark
		"\x1b[?2048l",      // tell of sizes
		"\x1b[?1l\x1b>",    // keys of the cursor and of the number block
		"\x1b[4l",          // insert
		"\x1b(B\x0f",       // letters are letters
		"\x1b[?5l",         // not inverted
		"\x1b[?69l",        // no margins left and right
		"\x1b7\x1b[r\x1b8", // none above and below
		"\x1b]8;;\x1b\\",   // no link goes on
		"\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\", // its own colours
		"\x1b]9;4;0\x1b\\", // no progress is shown
		"\x1b[m",
	}, "")
}
