package main

import (
	"bufio"
	"fmt"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// newImport returns the command that reads an export into a server's folder.
func newImport() *cobra.Command {
	var data string
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "put what chat-tui export wrote into a server's folder",
		Long: "Put accounts, rooms and messages from a complete jsonl export into a folder that\n" +
			"no server works in. What is there already is left as it is, so the same file can\n" +
			"be imported again; what contradicts it is refused, and then nothing is changed.\n" +
			"FILE - is standard input.",
		Example: "chat-tui import all.jsonl --data /srv/chat",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE:    func(c *cobra.Command, given []string) error { return importFile(c, given[0], data) },
	}
	dataFlag(c, &data)
	return c
}

func importFile(c *cobra.Command, file, data string) (err error) {
	if _, err := settle(c, ""); err != nil {
		return err
	}
	in := c.InOrStdin()
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	folder, err := openFolder(dataOf(data))
	if err != nil {
		return err
	}
	defer folder.close()
	ctx, stop := untilStopped(c.Context())
	defer stop()
	history, err := sqlite.Open(ctx, folder.path, sqlite.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() {
		if end := history.Close(); err == nil {
			err = end
		}
	}()
	loaded, err := history.Load(ctx, sqlite.Items(bufio.NewReader(in)))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%d messages and changes, %d rooms and conversations and %d accounts are new in %s\n",
		loaded.Entries, loaded.Rooms, loaded.Accounts, folder.path)
	return err
}
