package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
)

// exportOptions are the flags of export.
type exportOptions struct {
	talkOptions
	data   string
	rooms  []string
	format string
	output string
}

// newExport returns the command that writes history out.
func newExport() *cobra.Command {
	var o exportOptions
	c := &cobra.Command{
		Use:   "export",
		Short: "write what was said to standard output or a file",
		Long: "Write what was said: from a server's folder everything in it, also while the\n" +
			"server runs; with --server what you may read there. The format jsonl of a folder\n" +
			"is complete and can be imported; of a server it is the log frames of the protocol.",
		Example: "chat-tui export > all.jsonl\nchat-tui export --data /srv/chat --room '#ops' --format html -o ops.html\nchat-tui export --server host:5555 --room @bob --format text",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return export(c, &o) },
	}
	o.flags(c)
	f := c.Flags()
	f.StringVar(&o.data, "data", "", "export the server's folder `DIR` (default, without --server: the user's data folder)")
	f.StringArrayVar(&o.rooms, "room", nil, "only this `ROOM`, #room or with --server @nick; may be given again")
	f.StringVar(&o.format, "format", "jsonl", "`FORMAT`: jsonl, text or html")
	f.StringVarP(&o.output, "output", "o", "", "write to the new `FILE` instead of standard output")
	return c
}

func export(c *cobra.Command, o *exportOptions) (err error) {
	typed := map[string]bool{"server": c.Flags().Changed("server"), "data": c.Flags().Changed("data")}
	set, err := settle(c, o.config)
	if err != nil {
		return err
	}
	switch {
	case typed["server"] && typed["data"]:
		return &usageError{command: c.CommandPath(), cause: errors.New("--server and --data are two places; give one of them")}
	case o.format != "jsonl" && o.format != "text" && o.format != "html":
		return &usageError{command: c.CommandPath(), cause: fmt.Errorf("--format is jsonl, text or html, not %q", o.format)}
	}
	w, done, err := output(c.OutOrStdout(), o.output)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done(err == nil)) }()
	ctx, stop := untilStopped(c.Context())
	defer stop()
	if typed["server"] || set["server"] && !typed["data"] && o.data == "" {
		return exportServer(ctx, c, o, set, w)
	}
	return exportFolder(ctx, o, w)
}

// output returns where to write: standard output, or a new file, which is
// there under its name only when it is whole.
func output(stdout io.Writer, name string) (w io.Writer, done func(whole bool) error, err error) {
	if name == "" {
		buffered := bufio.NewWriterSize(stdout, 64<<10)
		return buffered, func(bool) error { return buffered.Flush() }, nil
	}
	if _, err := os.Lstat(name); err == nil {
		return nil, nil, fmt.Errorf("there is a file %s already; choose another name", name)
	}
	f, err := os.OpenFile(name+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, nil, err
	}
	buffered := bufio.NewWriterSize(f, 64<<10)
	return buffered, func(whole bool) error {
		err := errors.Join(buffered.Flush(), f.Sync(), f.Close())
		if err != nil || !whole {
			return errors.Join(err, os.Remove(f.Name()))
		}
		return os.Rename(f.Name(), name)
	}, nil
}

// printer writes rooms in the format asked for.
func (o *exportOptions) printer(w io.Writer) (exporter, error) {
	if o.format == "jsonl" {
		return &frameExporter{w: w}, nil
	}
	return newExporter(o.format, w, here())
}

// here is the clock zone in which people read.
func here() *time.Location { return time.Local }
