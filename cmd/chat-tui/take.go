package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// takeOptions are the flags of take.
type takeOptions struct {
	talkOptions
	exec string
	wait time.Duration
	loop bool
	json bool
}

// newTake returns the command that works at a queue.
func newTake() *cobra.Command {
	var o takeOptions
	c := &cobra.Command{
		Use:   "take #QUEUE",
		Short: "take the next item of a queue",
		Long: "Take the next item of a queue and print it; it is then done. With --exec a command\n" +
			"is run by the shell, the item on its standard input: the item is done when that\n" +
			"ends with 0, and else waits again. So it does when this program ends before, or\n" +
			"loses the server for long and nobody else of its account is connected: give workers\n" +
			"a bot of their own. Each item is given to one worker only.\n\n" +
			"The command finds CHAT_TUI_QUEUE, CHAT_TUI_ITEM (a number), CHAT_TUI_PRIORITY and\n" +
			"CHAT_TUI_FROM in its environment. What is in an item, others wrote: do not have\n" +
			"the shell read it as a command.",
		Example: "chat-tui take '#jobs'\nchat-tui take '#jobs' --exec ./build.sh --loop --wait 1m",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE:    func(c *cobra.Command, given []string) error { return take(c, &o, given[0]) },
	}
	o.flags(c)
	c.Flags().StringVar(&o.exec, "exec", "", "a command that works on the item")
	c.Flags().DurationVar(&o.wait, "wait", 0, "for how long to wait for an item; with --loop for ever")
	c.Flags().BoolVar(&o.loop, "loop", false, "go on with the next item")
	c.Flags().BoolVar(&o.json, "json", false, "print and hand over the item as a line of JSON")
	return c
}

// An item is what a worker is given; it is also what --json prints.
type item struct {
	Queue    string    `json:"queue"`
	Item     uint64    `json:"item"` // its number
	Priority int64     `json:"priority"`
	From     string    `json:"from"`
	Pushed   time.Time `json:"pushed"`
	Body     string    `json:"body"`
}

// errNothingWaits says that a queue was empty for as long as one would wait.
var errNothingWaits = errors.New("nothing waits in this queue; --wait 1m waits for an item")

func take(c *cobra.Command, o *takeOptions, queue string) error {
	if !chat.IsRoom(queue) {
		return &usageError{command: c.CommandPath(), cause: fmt.Errorf("%q is no queue; write '#room'", queue)}
	}
	t, err := o.joining(c)
	if err != nil {
		return err
	}
	defer t.close()
	t.options.Rooms = []string{queue}
	if !o.loop {
		t.options.Attempts = 3
	}
	ctx, stop := untilStopped(c.Context())
	defer stop()
	w := &worker{takeOptions: o, queue: queue, conn: client.New(t.options), out: c.OutOrStdout(), errs: c.ErrOrStderr()}
	return w.run(ctx)
}

// A worker takes items and works on them, one after the other.
type worker struct {
	*takeOptions
	queue string
	conn  *client.Conn
	out   io.Writer // what is taken
	errs  io.Writer
}

func (w *worker) run(ctx context.Context) error {
	// What is taken is given back first, also when an end is asked for.
	return why(attend(ctx, w.conn, func(context.Context) error { return w.work(ctx) }))
}

// work takes and does items until there is none, or an end is asked for.
func (w *worker) work(ctx context.Context) error {
	for {
		it, err := w.next(ctx)
		if err != nil {
			return err
		}
		if err := w.do(ctx, it); err != nil || !w.loop {
			return err
		}
	}
}

// oneWait is for how long one take waits at the server.
const oneWait = 20 * time.Second

// next takes the next item.
func (w *worker) next(ctx context.Context) (*item, error) {
	for left := w.wait; ; left -= oneWait {
		wait := min(max(left, 0), oneWait)
		if w.loop {
			wait = oneWait
		}
		ev, err := w.conn.Ask(ctx, &chat.Take{Room: w.queue, WaitMS: wait.Milliseconds()})
		ok, given := ev.(*chat.OK)
		switch {
		case ctx.Err() != nil:
			return nil, errStopped
		case chat.CodeOf(err) == chat.CodeQueueEmpty && (w.loop || left > oneWait):
			continue
		case chat.CodeOf(err) == chat.CodeQueueEmpty:
			return nil, errNothingWaits
		case err != nil:
			return nil, plainly(err)
		case !given || ok.Target == 0:
			continue // it was given, and is gone since
		}
		it := &item{Queue: w.queue, Item: ok.Target, From: ok.From, Pushed: ok.Pushed, Body: ok.Body}
		if ok.Priority != nil {
			it.Priority = *ok.Priority
		}
		return it, nil
	}
}

// do works on an item, and says what came of it.
func (w *worker) do(ctx context.Context, it *item) error {
	failed := w.handle(ctx, it)
	finish := chat.Command(&chat.Done{Room: w.queue, Target: it.Item})
	if failed != nil {
		finish = &chat.Release{Room: w.queue, Target: it.Item}
	}
	// Also when an end is asked for: the item must not stay behind.
	told, cancel := context.WithTimeout(context.WithoutCancel(ctx), errandTime)
	defer cancel()
	_, err := w.conn.Ask(told, finish)
	switch {
	case err != nil:
		return errors.Join(failed, plainly(err))
	case ctx.Err() != nil:
		return errors.Join(failed, errStopped)
	case failed != nil && w.loop && w.exec != "":
		_, _ = fmt.Fprintf(w.errs, "chat-tui: %s\n", clean(failed.Error()))
		return pause(ctx)
	}
	return failed
}

// pause keeps a worker that fails from taking the same item at full speed.
func pause(ctx context.Context) error {
	select {
	case <-time.After(time.Second):
		return nil
	case <-ctx.Done():
		return errStopped
	}
}

// handle prints an item, or has a command work on it.
func (w *worker) handle(ctx context.Context, it *item) error {
	text := it.Body + "\n"
	if w.json {
		line, err := json.Marshal(it)
		if err != nil {
			return err
		}
		text = string(escapeC1(line)) + "\n"
	}
	if w.exec == "" {
		if !w.json {
			text = clean(it.Body) + "\n"
		}
		_, err := io.WriteString(w.out, text)
		return err
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", w.exec) //nolint:gosec // the person's own command
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), w.out, w.errs
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(os.Environ(), "CHAT_TUI_QUEUE="+it.Queue, "CHAT_TUI_ITEM="+strconv.FormatUint(it.Item, 10),
		"CHAT_TUI_PRIORITY="+strconv.FormatInt(it.Priority, 10), "CHAT_TUI_FROM="+it.From)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("item %d waits again: %s: %w", it.Item, w.exec, err)
	}
	return nil
}
