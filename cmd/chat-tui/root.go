package main

import "github.com/spf13/cobra"

// newRoot returns the whole command tree.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "chat-tui",
		Short: "chat in the terminal, with a server in the same binary",
		Long: "Chat in the terminal. Without a subcommand it talks to the server of this\n" +
			"machine, and starts one if none answers.",
		Args:                       arguments(knownCommand),
		SuggestionsMinimumDistance: 2,
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(badFlag)
	root.AddCommand(newMan(), newCompletion())
	return root
}
