package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/transport"
)

// A usageError is a command line that says nothing we understand.
type usageError struct {
	command string // whose --help would have told
	cause   error
}

func (e *usageError) Error() string { return e.cause.Error() }
func (e *usageError) Unwrap() error { return e.cause }

// badFlag marks what cobra found wrong with a flag.
func badFlag(c *cobra.Command, err error) error {
	return &usageError{command: c.CommandPath(), cause: err}
}

// arguments marks what check finds wrong with the arguments.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, given []string) error {
		if err := check(c, given); err != nil {
			return &usageError{command: c.CommandPath(), cause: err}
		}
		return nil
	}
}

// knownCommand refuses arguments of the root, which can only be a subcommand
// mistyped, unless it is an invite link.
func knownCommand(c *cobra.Command, given []string) error {
	if len(given) == 0 || len(given) == 1 && transport.IsLink(given[0]) {
		return nil
	}
	if near := c.SuggestionsFor(given[0]); len(near) > 0 {
		return fmt.Errorf("there is no command %q; did you mean %q?", given[0], near[0])
	}
	return fmt.Errorf("there is no command %q", given[0])
}
