package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/net/words"
)

// newTrust returns the command that accepts a server's new key.
func newTrust() *cobra.Command {
	return &cobra.Command{
		Use:   "trust HOST:PORT",
		Short: "accept the key a server shows now",
		Long: "Accept the key a server shows now, in place of the one that was kept. Compare\n" +
			"the fingerprint with what the server's operator says before you talk there.",
		Example: "chat-tui trust chat.example.org:5555",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, given []string) error {
			addr, err := transport.ParseAddress(given[0])
			if err != nil {
				return &usageError{command: c.CommandPath(), cause: err}
			}
			key, err := transport.FetchKey(c.Context(), addr, transport.DialOptions{})
			if err != nil {
				return err
			}
			now := transport.Fingerprint(key)
			before, err := transport.OpenKnownHosts(userFolders().knownHosts()).Replace(addr.PinName(), now)
			if err != nil {
				return err
			}
			out := c.OutOrStdout()
			switch before {
			case "":
				_, err = fmt.Fprintf(out, "trusting %s with the key %s\n%s\n", addr, now, words.Fingerprint(now))
			case now:
				_, err = fmt.Fprintf(out, "%s still has the key %s\n", addr, now)
			default:
				_, err = fmt.Fprintf(out, "trusting %s with the key %s\n%s\nuntil now it was %s\n", addr, now, words.Fingerprint(now), before)
			}
			return err
		},
	}
}
