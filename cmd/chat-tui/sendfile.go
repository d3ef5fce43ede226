package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// mostSpooled is how much of standard input is kept to be sent as a file, in bytes.
const mostSpooled = 1 << 30

// longAttempts is how many attempts in a row may fail while files are on their way: a
// server that starts anew is waited for.
const longAttempts = 12

// sendFiles sends files, one after the other, and prints the id of each.
func sendFiles(c *cobra.Command, o *sendOptions, t *talker, target string, words []string) error {
	paths := append(o.files, words...) // the shell may have made several of one
	if o.block || o.live || o.priority >= 0 || o.name != "" && len(paths) > 1 {
		return &usageError{command: c.CommandPath(), cause: errors.New("--file goes with --name, of one file, and nothing else")}
	}
	var all []*outgoing
	defer func() {
		for _, f := range all {
			f.close()
		}
	}()
	for _, path := range paths { // all of them before any is sent
		f, err := o.outgoing(c.InOrStdin(), path)
		if err != nil {
			return err
		}
		f.To = target
		all = append(all, f)
	}
	ctx, stop := untilStopped(c.Context())
	defer stop()
	return carrying(ctx, client.New(t.options), func(ctx context.Context, conn *client.Conn) error {
		for _, f := range all {
			bar := newMeter(c.ErrOrStderr(), "sending "+f.Name)
			ok, err := conn.SendFile(ctx, f.OfferFile, f.file, bar.told)
			bar.end()
			if err != nil {
				return fmt.Errorf("%s was not sent: %w", f.Name, plainly(err))
			}
			if _, err := fmt.Fprintln(c.OutOrStdout(), clean(ok.File)); err != nil {
				return fmt.Errorf("standard output: %w", err)
			}
		}
		return nil
	})
}

// outgoing opens a file to be sent; - is standard input.
func (o *sendOptions) outgoing(in io.Reader, path string) (f *outgoing, err error) {
	if path == "-" {
		name := o.name
		if name == "" {
			name = "output.txt"
		}
		f, err = spool(in, name, mostSpooled)
	} else if f, err = openOutgoing(path); err == nil && o.name != "" {
		f.Name = o.name
	}
	if err != nil {
		return nil, err
	}
	if err := chat.CheckFileName(f.Name); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// carrying runs do with a connection, and ends it.
func carrying(ctx context.Context, conn *client.Conn, do func(context.Context, *client.Conn) error) error {
	err, end := attend(ctx, conn, func(context.Context) error { return do(ctx, conn) })
	if err != nil && ctx.Err() != nil {
		err = errStopped
	}
	return why(err, end)
}
