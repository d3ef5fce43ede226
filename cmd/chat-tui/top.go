package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/top"
)

// topOptions are the flags of top.
type topOptions struct {
	talkOptions
	data  string
	every time.Duration
	once  bool
	json  bool
}

// newTop returns the command that shows how a server stands.
func newTop() *cobra.Command {
	var o topOptions
	c := &cobra.Command{
		Use:   "top",
		Short: "show how a server stands: who is there, what is busy, what it costs",
		Long: "Show how a server stands, anew every two seconds. With --data, or without --server,\n" +
			"as whoever owns the server's folder; with --server as yourself, if you own that\n" +
			"server. Private rooms and conversations are in the totals only.\n\n" +
			"Where standard output is no terminal the figures are printed once.",
		Example: "chat-tui top\nchat-tui top --server chat.example.org:5555\nchat-tui top --json | jq .kept",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return showTop(c, &o) },
	}
	o.flags(c)
	c.Flags().StringVar(&o.data, "data", "", "the server's folder `DIR` (default: the user's data folder)")
	c.Flags().DurationVar(&o.every, "every", 2*time.Second, "how often to look")
	c.Flags().BoolVar(&o.once, "once", false, "print the figures once")
	c.Flags().BoolVar(&o.json, "json", false, "print the figures once, as a line of JSON")
	return c
}

func showTop(c *cobra.Command, o *topOptions) error {
	if o.every < 100*time.Millisecond || o.server != "" && o.data != "" {
		return &usageError{command: c.CommandPath(), cause: errors.New("--every is 100ms at least, and --server and --data are not for the same server")}
	}
	w := &watcher{command: c, options: o}
	defer w.close()
	ctx, stop := untilStopped(c.Context())
	defer stop()
	if o.once || o.json || !onTerminal(c) {
		st, err := w.ask(ctx)
		if err != nil {
			return err
		}
		return printStats(c.OutOrStdout(), st, o.json)
	}
	where := "the server in " + dataOf(o.data)
	if o.server != "" {
		where = o.server
	}
	err := top.Run(ctx, top.Options{Ask: w.ask, Every: o.every, Where: where})
	if stopped(ctx) {
		return nil
	}
	return err
}

// A watcher asks a server for its figures, again and again.
type watcher struct {
	command *cobra.Command
	options *topOptions
	visit   *client.Errand // nil if there is none
	end     func()
}

// ask returns the figures. After a loss it comes back.
func (w *watcher) ask(ctx context.Context) (*chat.Stats, error) {
	if w.visit == nil {
		if err := w.open(); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, errandTime, errLateErrand)
	defer cancel()
	most := int64(chat.MaxPage)
	st, err := client.AskFor[*chat.Stats](ctx, w.visit, &chat.GetStats{Limit: &most})
	if err != nil {
		w.close()
		return nil, plainly(err)
	}
	return st, nil
}

func (w *watcher) open() error {
	if w.options.server != "" {
		e, err := startErrand(w.command, &w.options.talkOptions)
		if err != nil {
			return err
		}
		w.visit, w.end = e.Errand, e.close
		return nil
	}
	k, err := openConsole(w.command, dataOf(w.options.data))
	if err != nil {
		return err
	}
	if len(k.addrs) == 0 {
		k.close()
		return fmt.Errorf("no server works in %s; start it with chat-tui serve", dataOf(w.options.data))
	}
	w.visit, w.end = k.Errand, k.close
	return nil
}

func (w *watcher) close() {
	if w.visit != nil {
		w.end()
		w.visit = nil
	}
}

// printStats prints figures for a person, or for a program.
func printStats(out io.Writer, st *chat.Stats, asJSON bool) error {
	const width, height = 100, 10_000
	rows := top.Lines(nil, st, width, height, cell.ByCluster)
	for i := range rows {
		rows[i] = strings.TrimRight(ansi.Strip(rows[i]), " ")
	}
	text := strings.Join(rows, "\n")
	if asJSON {
		line, err := json.Marshal(st)
		if err != nil {
			return err
		}
		text = string(escapeC1(line))
	}
	if _, err := fmt.Fprintln(out, text); err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	return nil
}
