package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/downloads"
)

// getOptions are the flags of get.
type getOptions struct {
	talkOptions
	out string
}

// newGet returns the command that reads a file that was sent.
func newGet() *cobra.Command {
	var o getOptions
	c := &cobra.Command{
		Use:   "get FILE-ID...",
		Short: "get files that were sent, and print where they are",
		Long: "Get files that were sent to a room you are in or to you, by the id that stands below\n" +
			"them, and print the path of each. They come into your downloads folder, or that of\n" +
			"-o. What is there is not written over; a file has its name only when all of it is\n" +
			"there and right, and get goes on with what broke off.",
		Example: "chat-tui get Zm9v2b3iivfc2to3spnnxsAA\nchat-tui get -o /tmp \"$(chat-tui listen --json '#ops' | jq -r --unbuffered 'select(.type==\"file\").file' | head -1)\"",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE:    func(c *cobra.Command, ids []string) error { return getFiles(c, &o, ids) },
	}
	o.flags(c)
	c.Flags().StringVarP(&o.out, "output", "o", "", "put them into `DIR`")
	return c
}

// downloadsFolder is where files of others come into.
func downloadsFolder() string {
	xdg.Reload()
	if xdg.UserDirs.Download != "" {
		return xdg.UserDirs.Download
	}
	return filepath.Join(xdg.Home, "Downloads")
}

func getFiles(c *cobra.Command, o *getOptions, ids []string) error {
	t, err := o.joining(c)
	if err != nil {
		return err
	}
	defer t.close()
	t.options.Attempts = longAttempts
	dir := o.out
	if dir == "" {
		dir = downloadsFolder()
	}
	folder, err := downloads.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	ctx, stop := untilStopped(c.Context())
	defer stop()
	return carrying(ctx, client.New(t.options), func(ctx context.Context, conn *client.Conn) error {
		for _, id := range ids {
			var bar *meter
			path, err := getFile(ctx, conn, folder, id, func(name string) client.Progress {
				bar = newMeter(c.ErrOrStderr(), "getting "+name)
				return bar.told
			})
			if bar != nil {
				bar.end()
			}
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintln(c.OutOrStdout(), path); err != nil {
				return fmt.Errorf("standard output: %w", err)
			}
		}
		return nil
	})
}

// getFile gets one file into a folder, and returns its path. Progress is made once its
// name is known.
func getFile(ctx context.Context, conn *client.Conn, folder *downloads.Folder, id string, progress func(name string) client.Progress) (string, error) {
	ev, err := conn.Ask(ctx, &chat.AboutFile{File: id})
	if err != nil {
		return "", plainly(err)
	}
	about, ok := ev.(*chat.FileInfo)
	if !ok {
		return "", errors.New("the server answered with something else; it may be older than this program")
	}
	f, err := folder.Begin(id, about.Name, about.Size, about.SHA256)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if err := conn.FetchFile(ctx, id, f.At(), about.Size, f, progress(about.Name)); err != nil {
		return "", fmt.Errorf("%s is not here: %w", clean(about.Name), plainly(err))
	}
	return f.Finish()
}
