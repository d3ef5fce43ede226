package main

import "github.com/spf13/cobra"

// newRoot returns the whole command tree.
func newRoot() *cobra.Command {
	var o screenOptions
	root := &cobra.Command{
		Use:   "chat-tui [LINK]",
		Short: "chat in the terminal, with a server in the same binary",
		Long: "Chat in the terminal. Without a subcommand it talks to the server of this\n" +
			"machine, and starts one if none answers. With an invite link, between single\n" +
			"quotes, it goes where the link leads.",
		Args:                       arguments(knownCommand),
		SuggestionsMinimumDistance: 2,
		RunE: func(c *cobra.Command, given []string) error {
			if len(given) == 1 {
				o.given = given[0]
			}
			return screen(c, &o)
		},
	}
	o.flags(root)
	root.Flags().StringArrayVar(&o.rooms, "room", []string{lobby}, "be in this `ROOM` from the start; may be given again")
	root.Flags().BoolVar(&o.plain, "plain", false, "talk in lines, without a full screen: for screen readers, dumb terminals and pipes")
	root.Flags().BoolVar(&o.times, "times", false, "with --plain: begin each message with its time")
	root.SetFlagErrorFunc(badFlag)
	root.AddCommand(newServe(), newSend(), newGet(), newAsk(), newTake(), newBench(), newTop(), newListen(), newStatus(), newTrust(), newInvite(), newDevice(), newRecover(), newBot(), newAdmin(),
		newExport(), newImport(), newBackup(), newRestore(), newCheck(), newSelftest(), newDoctor(), newReset(), newDemo(), newMan(), newCompletion())
	return root
}
