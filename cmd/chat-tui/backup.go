package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
	advice "github.com/chat-tui/chat-tui/tui/explain" // main has a function of that name
)

// newBackup returns the command that copies a server's history.
func newBackup() *cobra.Command {
	var data string
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "copy a server's history to a file, also while it runs",
		Long: "Copy everything a server keeps, as it stands at one moment, to a new FILE, and\n" +
			"check the copy. The server may run meanwhile. The copy holds private messages.\n" +
			"The files that people sent are in the folder FILE.files, which shares their bytes\n" +
			"with the server where it can: for another disk, copy both.",
		Example: "chat-tui backup monday.db\nchat-tui backup --data /srv/chat /backup/chat-$(date +%F).db",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, given []string) error {
			if _, err := settle(c, ""); err != nil {
				return err
			}
			ctx, stop := untilStopped(c.Context())
			defer stop()
			begun := time.Now()
			if err := sqlite.Backup(ctx, dataOf(data), given[0]); err != nil {
				return err
			}
			n, size, err := files.Copy(ctx, filesIn(dataOf(data)), filesBeside(given[0]))
			if err != nil {
				return fmt.Errorf("%s holds the history, but not all files: %w", given[0], err)
			}
			with := ""
			if n > 0 {
				with = fmt.Sprintf(", and %s %d files, %s", filesBeside(given[0]), n, advice.Size(size))
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s holds the history of %s%s (%.1f s)\n", given[0], dataOf(data), with, time.Since(begun).Seconds())
			return err
		},
	}
	dataFlag(c, &data)
	return c
}

// newRestore returns the command that puts a copy back.
func newRestore() *cobra.Command {
	var data string
	var replace bool
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "put a copy made by backup into a server's folder",
		Long: "Put a copy that chat-tui backup made into a folder that no server works in. What\n" +
			"is there already is replaced only with --replace, and kept beside it. Clients\n" +
			"notice that the history is another one and fetch it anew. Files come from the folder\n" +
			"FILE.files.",
		Example: "chat-tui restore monday.db --data /srv/chat",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, given []string) error {
			if _, err := settle(c, ""); err != nil {
				return err
			}
			folder, err := openFolder(dataOf(data))
			if err != nil {
				return err
			}
			defer folder.close()
			ctx, stop := untilStopped(c.Context())
			defer stop()
			if err := sqlite.Restore(ctx, given[0], folder.path, replace); err != nil {
				return err
			}
			if _, _, err := files.Copy(ctx, filesBeside(given[0]), filesIn(folder.path)); err != nil {
				return fmt.Errorf("%s is now the history in %s, but not all files are there: %w", given[0], folder.path, err)
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s is now the history in %s\n", given[0], folder.path)
			return err
		},
	}
	dataFlag(c, &data)
	c.Flags().BoolVar(&replace, "replace", false, "replace the history that is there, and keep it beside the new one")
	return c
}

// filesIn is where a server keeps the files that people sent, filesBeside where a copy
// of its history has them.
func filesIn(data string) string   { return filepath.Join(data, "files") }
func filesBeside(db string) string { return db + ".files" }

// newCheck returns the command that looks whether a history is whole.
func newCheck() *cobra.Command {
	var data string
	c := &cobra.Command{
		Use:   "check",
		Short: "look whether a server's history is whole",
		Long: "Read everything a server keeps: the structure of the database, the checksum of\n" +
			"every message, and that no room lacks a number. The server may run meanwhile.",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := settle(c, ""); err != nil {
				return err
			}
			ctx, stop := untilStopped(c.Context())
			defer stop()
			report, err := sqlite.Verify(ctx, dataOf(data))
			if err != nil {
				return err
			}
			for _, finding := range report.Findings {
				if _, err := fmt.Fprintln(c.OutOrStdout(), clean(finding)); err != nil {
					return err
				}
			}
			if n := len(report.Findings); n > 0 {
				return fmt.Errorf("the history in %s is not whole; put a copy back with chat-tui restore, or save what can be read with chat-tui export", dataOf(data))
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s is whole: %d messages and changes in %d rooms and conversations, %d accounts\n",
				dataOf(data), report.Entries, report.Rooms, report.Accounts)
			return err
		},
	}
	dataFlag(c, &data)
	return c
}
