package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/cmd/internal/printout"
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// liveEvery is how often a message grows at most.
const liveEvery = time.Second

// liveText is how much of an output a message shows, in bytes. The rest of
// chat.MaxBody is for its name and what becomes of it.
const liveText = chat.MaxBody - 600

// sendLive shows what a program prints as one message.
func sendLive(c *cobra.Command, o *sendOptions, t *talker, target string, words []string) error {
	if dash := c.ArgsLenAtDash(); len(words) > 0 && dash != 1 || o.block || o.priority >= 0 {
		return &usageError{command: c.CommandPath(), cause: errors.New("--live shows standard input, or a command that stands behind --")}
	}
	ctx, stop := untilStopped(c.Context())
	defer stop()
	l := &live{
		conn: client.New(t.options), target: target, name: o.name, begun: time.Now(),
		tail: printout.Tail{Most: liveText}, changed: make(chan struct{}, 1),
	}
	work := func() error { return l.copy(ctx, c.InOrStdin()) }
	if len(words) > 0 {
		work = func() error { return l.command(ctx, words, c.OutOrStdout(), c.ErrOrStderr()) }
	}
	if l.name == "" {
		l.name = "output"
		if len(words) > 0 {
			l.name = "$ " + strings.Join(words, " ")
		}
	}
	l.name = chat.Cut(clean(l.name), 200)
	return l.run(ctx, work)
}

// A live is a message that grows.
type live struct {
	conn   *client.Conn
	target string
	name   string
	begun  time.Time

	mu      sync.Mutex
	tail    printout.Tail
	changed chan struct{} // holds one; something was printed

	// Of run.
	seq   uint64 // of the message; 0 before it is said
	said  string // its text
	wrong error  // the first reason why it was not said, or does not grow
}

// Write takes what the program prints.
func (l *live) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.changed <- struct{}{}:
	default:
	}
	return l.tail.Write(p)
}

// run shows what work prints until it ends, and then how.
func (l *live) run(ctx context.Context, work func() error) error {
	worked := make(chan error, 1)
	go func() { worked <- work() }()
	err, over := attend(ctx, l.conn, func(alive context.Context) error { // the end is told, also of what was stopped
		err := l.grow(alive, worked)
		l.finish(alive, err)
		return err
	})
	chatted := why(l.wrong, over)
	if end, ok := errors.AsType[*endError](err); ok {
		end.also = chatted // the program's own status counts more
	}
	return cmp.Or(err, chatted)
}

// grow tells what was printed, until the work is over, and returns its error.
func (l *live) grow(ctx context.Context, worked <-chan error) error {
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case err := <-worked:
			return err
		case <-pause.C:
		}
		select {
		case err := <-worked:
			return err
		case <-l.changed:
		}
		told := make(chan struct{})
		go func() {
			defer close(told)
			l.tell(ctx, "▶ running", chat.KindLive)
		}()
		select {
		case err := <-worked:
			<-told
			return err
		case <-told:
		}
		pause.Reset(liveEvery)
	}
}

// finish tells how the work ended.
func (l *live) finish(ctx context.Context, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, errandTime, errLateErrand)
	defer cancel()
	how := "■ ended"
	end, status := errors.AsType[*endError](err)
	switch {
	case errors.Is(err, errStopped):
		how = "✗ stopped"
	case status:
		how = fmt.Sprintf("✗ ended with %d", end.code)
	case err != nil:
		how = "✗ failed: " + chat.Cut(clean(err.Error()), 200)
	case strings.HasPrefix(l.name, "$ "):
		how = "✓ ended with 0"
	}
	l.tell(ctx, fmt.Sprintf("%s after %s", how, time.Since(l.begun).Round(time.Second)), "")
}

// tell says the message as it is now, or changes it. After the first failure
// nothing more is told: the work goes on.
func (l *live) tell(ctx context.Context, state, kind string) {
	body := l.body(state)
	if l.wrong != nil || body == l.said {
		return
	}
	cmd := chat.Command(&chat.Edit{Room: l.target, Seq: l.seq, Kind: kind, Body: body})
	if l.seq == 0 {
		cmd = &chat.Say{To: l.target, Kind: chat.KindNotice, Body: body}
	}
	ev, err := l.conn.Ask(ctx, cmd)
	if err != nil {
		l.wrong = plainly(err)
		return
	}
	if ok, is := ev.(*chat.OK); is && l.seq == 0 {
		l.seq = ok.Seq
	}
	l.said = body
}

// body returns the text of the message.
func (l *live) body(state string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	count := l.tail.Count()
	head := fmt.Sprintf("%s · %d lines · %s", state, count, l.name) // what is long, last: it may be folded
	if count == 1 {
		head = fmt.Sprintf("%s · 1 line · %s", state, l.name)
	}
	text := printable(l.tail.Text())
	if chat.Blank(text) {
		return head
	}
	if over := len(head) + len(text) + 9 - chat.MaxBody; over > 0 { // pictures of control characters are longer than those
		text = strings.ToValidUTF8(text[over:], "")
	}
	return head + "\n```\n" + text + "\n```"
}

// copy reads what another program prints until that ends.
func (l *live) copy(ctx context.Context, in io.Reader) error {
	read := make(chan error, 1)
	go func() {
		_, err := io.Copy(l, in)
		read <- err
	}()
	select {
	case err := <-read:
		if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		return nil
	case <-ctx.Done():
		return errStopped
	}
}

// command runs a program; what it prints goes here and to where it would.
func (l *live) command(ctx context.Context, words []string, out, errs io.Writer) error {
	cmd := exec.CommandContext(ctx, words[0], words[1:]...) //nolint:gosec // the person's own command
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, io.MultiWriter(out, l), io.MultiWriter(errs, l)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	err := cmd.Run()
	if ctx.Err() != nil {
		return errStopped
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code := exit.ExitCode()
		if code < 0 { // by a signal
			code = exitFailed
		}
		return &endError{code: code}
	}
	return err
}
