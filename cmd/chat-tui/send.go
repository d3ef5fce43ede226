package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// sendAhead is how many messages may be on their way at once, so that a long
// input is not read into memory faster than the server takes it.
const sendAhead = 32

// sendOptions are the flags of send.
type sendOptions struct {
	talkOptions
	block    bool
	notice   bool
	live     bool
	files    []string
	name     string
	priority int
}

// newSend returns the command that says something and waits until the server
// has it.
func newSend() *cobra.Command {
	var o sendOptions
	c := &cobra.Command{
		Use:   "send TARGET [TEXT...] | send TARGET --live [-- COMMAND...] | send TARGET --file PATH...",
		Short: "say something, and end once the server has it",
		Long: "Say TEXT to TARGET, a #room or a @nick. Without TEXT every line of standard\n" +
			"input is a message. Ends with 0 only after the server confirmed every message.\n\n" +
			"With --live what a program prints is one message, which grows while it runs, once a\n" +
			"second at most, and says in the end how that went: standard input, or a COMMAND that\n" +
			"is run, whose output is printed here too and whose exit status is that of send.\n\n" +
			"With --file it sends files. What breaks off is gone on with; others see a file when\n" +
			"all of it is there. The ids are printed, as get takes them.",
		Example: "chat-tui send '#ops' deployed\nmake 2>&1 | chat-tui send '#builds'\nchat-tui send '#ci' --live -- make test\nchat-tui send @bob --file report.pdf\nchat-tui send @bob --block < notes.txt\nchat-tui send '#triage' --priority 7 the door does not close",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE:    func(c *cobra.Command, given []string) error { return send(c, &o, given[0], given[1:]) },
	}
	o.flags(c)
	c.Flags().BoolVar(&o.block, "block", false, "send all of standard input as one message")
	c.Flags().IntVar(&o.priority, "priority", -1, "add an item to a queue, with a priority of 0 to 9")
	c.Flags().StringArrayVar(&o.files, "file", nil, "send the file at `PATH`, - for standard input; those that follow too")
	c.Flags().BoolVar(&o.live, "live", false, "show what a program prints as one message that grows")
	c.Flags().StringVar(&o.name, "name", "", "with --live: what the program is called; with --file: what the file is called")
	c.Flags().BoolVar(&o.notice, "notice", false, "mark it as said by a program")
	return c
}

func send(c *cobra.Command, o *sendOptions, target string, words []string) error {
	if !chat.IsRoom(target) && !chat.IsPerson(target) {
		return &usageError{command: c.CommandPath(), cause: fmt.Errorf("%q is no target; write '#room' or @nick", target)}
	}
	t, err := o.joining(c)
	if err != nil {
		return err
	}
	defer t.close()
	if chat.IsRoom(target) {
		t.options.Rooms = []string{target}
	}
	if o.live {
		return sendLive(c, o, t, target, words)
	}
	t.options.Attempts = 3
	if len(o.files) > 0 {
		t.options.Attempts = longAttempts
		return sendFiles(c, o, t, target, words)
	}
	if o.priority > chat.MaxPriority || o.priority >= 0 && !chat.IsRoom(target) {
		return &usageError{command: c.CommandPath(), cause: errors.New("a priority is 0 to 9, and of an item of a queue, a #room")}
	}
	s := &sender{priority: o.priority, conn: client.New(t.options), target: target, waiting: map[string]string{}}
	if o.notice {
		s.kind = chat.KindNotice
	}
	s.bodies = bodies(c.InOrStdin(), words, o.block)
	ctx, stop := untilStopped(c.Context())
	defer stop()
	return s.run(ctx)
}

// bodies gives the messages to send, one after the other.
func bodies(in io.Reader, words []string, block bool) func(yield func(string, error) bool) {
	return func(yield func(string, error) bool) {
		switch {
		case len(words) > 0:
			yield(strings.Join(words, " "), nil)
		case block:
			all, err := io.ReadAll(io.LimitReader(in, chat.MaxBody+1))
			yield(strings.TrimRight(string(all), "\r\n"), err)
		default:
			lines := bufio.NewScanner(in)
			for lines.Scan() {
				if line := lines.Text(); !chat.Blank(line) && !yield(line, nil) {
					return
				}
			}
			if err := lines.Err(); err != nil {
				yield("", fmt.Errorf("standard input: %w", err))
			}
		}
	}
}

// A sender says messages and waits for what becomes of each.
type sender struct {
	conn    *client.Conn
	target  string
	kind    string
	bodies  func(yield func(string, error) bool)
	waiting map[string]string // by cid, the beginning of what was said

	priority int // of an item; below 0 it is a message
}

// run sends everything, ends the connection and reports the first failure.
func (s *sender) run(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	over := make(chan error, 1)
	go func() { over <- s.conn.Run(ctx) }()
	next := make(chan string) // from the input, which may take its time
	readErr := make(chan error, 1)
	go func() {
		defer close(next)
		for body, err := range s.bodies {
			if err != nil {
				readErr <- err
				return
			}
			select {
			case next <- body:
			case <-ctx.Done():
				return
			}
		}
	}()
	err := s.exchange(ctx, next)
	if err == nil {
		select {
		case err = <-readErr:
		default:
		}
	}
	_ = s.conn.Send(&chat.Bye{})
	for range s.conn.Events() {
	}
	return why(err, <-over)
}

// why returns what ended a command: what went wrong, unless that was only that
// the connection is over, for then it is why it is.
func why(err, end error) error {
	if err == nil || end != nil && errors.Is(err, client.ErrOver) {
		return end
	}
	return err
}

// exchange says what comes from next until it is closed and everything was
// answered.
func (s *sender) exchange(ctx context.Context, next <-chan string) error {
	events := s.conn.Events()
	for next != nil || len(s.waiting) > 0 {
		from := next
		if len(s.waiting) >= sendAhead {
			from = nil
		}
		select {
		case body, more := <-from:
			if !more {
				next = nil
				continue
			}
			if s.priority >= 0 {
				if _, err := s.conn.Ask(ctx, &chat.Push{Room: s.target, Body: printable(body), Priority: int64(s.priority)}); err != nil {
					return plainly(err)
				}
				continue
			}
			cid, err := s.conn.Say(s.target, printable(body), s.kind)
			if err != nil {
				return err
			}
			s.waiting[cid] = body
		case e, more := <-events:
			if !more {
				return nil // run says why
			}
			if err := s.learn(e); err != nil {
				return err
			}
		case <-ctx.Done():
			return errStopped
		}
	}
	return nil
}

// learn takes notice of what became of something said.
func (s *sender) learn(e chat.Event) error {
	state, ok := e.(*chat.SayState)
	if !ok {
		return nil
	}
	switch state.State {
	case chat.SaySent:
		delete(s.waiting, state.CID)
	case chat.SayPending:
	case chat.SayFailed:
		return fmt.Errorf("%q was not sent: %w", chat.Cut(clean(s.waiting[state.CID]), 40), state.Err)
	}
	return nil
}

// printable replaces what no message may hold, for what programs print is full
// of it: escape sequences of colours become visible, bytes that are no text
// become U+FFFD.
func printable(body string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20:
			return 0x2400 + r // its picture
		case r == 0x7f:
			return '␡'
		case chat.Control(r):
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(body, "\uFFFD"))
}
