package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/tui/guard"
)

// newReset returns the command that puts a terminal back.
func newReset() *cobra.Command {
	return &cobra.Command{
		Use:   "reset",
		Short: "put the terminal back after a program that was killed",
		Long: "Put the terminal back as a shell expects it: the alternate screen, mouse, pasting,\n" +
			"keyboard, cursor, colours and title, and lines that can be typed. What is on the\n" +
			"screen stays. If nothing you type is shown, type it all the same and end it with\n" +
			"Ctrl+J: chat-tui reset",
		Example: "chat-tui reset",
		Args:    arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			in, out := terminalOf(c)
			if in == nil {
				return errors.New("this is not a terminal; run it in the window that is to be put back")
			}
			if err := guard.Reset(out); err != nil {
				return fmt.Errorf("%w; close the window if it stays odd", err)
			}
			return nil
		},
	}
}
