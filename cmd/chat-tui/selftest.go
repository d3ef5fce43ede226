package main

import (
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/cmd/internal/selftest"
)

// newSelftest returns the command that tries to lose something.
func newSelftest() *cobra.Command {
	var o selftest.Options
	c := &cobra.Command{
		Use:   "selftest",
		Short: "kill a server again and again, and see that nothing is lost",
		Long: "Start a server in a temporary folder, let clients talk, kill the server without\n" +
			"warning, cut, stall and garble the links, end clients and start them again. In\n" +
			"the end compare what everyone saw with what the server keeps. Only this machine\n" +
			"is involved, and nothing is left behind. Ends with 0 if nothing was lost.",
		Example: "chat-tui selftest\nchat-tui selftest --for 5m --clients 20",
		Args:    arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := settle(c, ""); err != nil {
				return err
			}
			exe, err := os.Executable()
			if err != nil {
				return err
			}
			o.Binary, o.Out = []string{exe}, c.OutOrStdout()
			o.Rounds = max(2, int(o.Duration/(1200*time.Millisecond)))
			ctx, stop := untilStopped(c.Context())
			defer stop()
			return selftest.Run(ctx, o)
		},
	}
	f := c.Flags()
	f.DurationVar(&o.Duration, "for", 12*time.Second, "go on for `TIME`, such as 30s or 5m")
	f.IntVar(&o.Clients, "clients", 6, "let `N` clients talk")
	f.Uint64Var(&o.Seed, "seed", 0, "try the faults of the run with seed `N` again")
	return c
}
