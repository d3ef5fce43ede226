package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	advice "github.com/chat-tui/chat-tui/tui/explain" // main has a function of that name
)

// listenOptions are the flags of listen.
type listenOptions struct {
	talkOptions
	json bool
}

// newListen returns the command that prints what arrives.
func newListen() *cobra.Command {
	var o listenOptions
	c := &cobra.Command{
		Use:     "listen [ROOM...]",
		Short:   "print what arrives, a line each",
		Long:    "Print what is said in the ROOMs (default #lobby) and to you, a line each, until\ninterrupted. With --json each line is a frame as it was received.",
		Example: "chat-tui listen '#ops'\nchat-tui listen --json | jq -r 'select(.type==\"msg\").body'",
		Args:    arguments(cobra.ArbitraryArgs),
		RunE:    func(c *cobra.Command, rooms []string) error { return listen(c, &o, rooms) },
	}
	o.flags(c)
	c.Flags().BoolVar(&o.json, "json", false, "print the frames as received")
	return c
}

func listen(c *cobra.Command, o *listenOptions, rooms []string) error {
	if len(rooms) == 0 {
		rooms = []string{lobby}
	}
	t, err := o.joining(c)
	if err != nil {
		return err
	}
	defer t.close()
	t.options.Rooms = rooms
	p := &printer{out: c.OutOrStdout()}
	if o.json {
		t.options.Trace = p.frame
	}
	ctx, stop := untilStopped(c.Context())
	defer stop()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	conn := client.New(t.options)
	over := make(chan error, 1)
	go func() { over <- conn.Run(ctx) }()
	for e := range conn.Events() {
		if !o.json {
			p.event(e)
		}
		if p.failed() != nil {
			end(p.failed())
		}
	}
	err = <-over
	switch {
	case p.failed() != nil:
		return fmt.Errorf("standard output: %w", p.failed())
	case stopped(ctx):
		return nil
	}
	return err
}

// A printer writes to standard output from the two goroutines of a connection.
type printer struct {
	mu  sync.Mutex
	out io.Writer
	err error // the first that writing gave
}

func (p *printer) failed() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// line prints one line at once, for a pipe reads along.
func (p *printer) line(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := bufio.NewWriter(p.out)
	_, _ = fmt.Fprintf(w, format+"\n", args...)
	if err := w.Flush(); err != nil && p.err == nil {
		p.err = err
	}
}

// frame prints a line as it was received. JSON holds no raw control
// characters, so the line is safe for a terminal but for those above 0x7f,
// which a strict reader has let pass.
func (p *printer) frame(sent bool, line []byte) {
	if !sent {
		p.line("%s", escapeC1(line))
	}
}

// event prints what a person wants to read.
func (p *printer) event(e chat.Event) {
	switch e := e.(type) {
	case *chat.Entry:
		p.entry(e)
	case *chat.MemberJoined:
		p.line("%s * %s joined", clean(e.Room), clean(e.Nick))
	case *chat.MemberLeft:
		p.line("%s * %s left%s", clean(e.Room), clean(e.Nick), because(e.Reason))
	case *chat.Renamed:
		p.line("* %s is now called %s", clean(e.Old), clean(e.Nick))
	case *chat.Hole:
		p.line("%s * messages %d to %d are missing here (%s)", clean(e.Room), e.From, e.To, clean(e.Why))
	}
}

func (p *printer) entry(e *chat.Entry) {
	at := e.At.Local().Format("2006-01-02 15:04:05")
	room, from := clean(e.Room), clean(e.From)
	switch {
	case e.Kind == chat.EntryEdit && e.Say == chat.KindLive: // the last one is told
	case e.Kind == chat.EntryTopic:
		p.line("%s %s * %s set the topic: %s", at, room, from, clean(e.Topic))
	case e.Kind == chat.EntryFile && e.File != nil:
		p.line("%s %s <%s> file %s: %s", at, room, from, clean(e.File.ID), clean(advice.File(e.File)))
	case e.Kind == chat.EntryPush && !e.Deleted && !e.Damaged:
		p.line("%s %s <%s> item %d (priority %d): %s", at, room, from, e.Seq, e.Priority, clean(e.Body))
	case advice.QueueFrame(e) != "":
		p.line("%s %s * %s", at, room, clean(advice.QueueFrame(e)))
	case e.Kind == chat.EntryEdit && !e.Deleted:
		p.line("%s %s * %s edited message %d: %s", at, room, from, e.Target, clean(e.Body))
	case e.Kind == chat.EntryEdit, e.Kind == chat.EntryDelete:
		p.line("%s %s * %s deleted message %d", at, room, from, e.Target)
	case e.Kind == chat.EntryReact && e.Remove:
		p.line("%s %s * %s took back %s from message %d", at, room, from, clean(e.Emoji), e.Target)
	case e.Kind == chat.EntryReact:
		p.line("%s %s * %s reacted to message %d with %s", at, room, from, e.Target, clean(e.Emoji))
	case e.Deleted:
		p.line("%s %s <%s> (deleted)", at, room, from)
	case e.Damaged:
		p.line("%s %s <%s> (damaged on the server's disk)", at, room, from)
	case e.Say == chat.KindAction:
		p.line("%s %s * %s %s", at, room, from, clean(e.Body))
	default:
		p.line("%s %s <%s> %s", at, room, from, clean(e.Body))
	}
}

// escapeC1 writes the control characters that JSON lets stand raw, DEL, C1 and
// those of direction and lines, as escapes: the same text to a program, harmless
// to a terminal.
func escapeC1(line []byte) []byte {
	if !bytes.ContainsFunc(line, raw) {
		return line
	}
	var b []byte
	for _, r := range string(line) {
		if raw(r) {
			b = fmt.Appendf(b, `\u%04x`, r)
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func raw(r rune) bool {
	return 0x7f <= r && r <= 0x9f || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " (" + clean(reason) + ")"
}

// lobby is the room that is always there.
const lobby = "#lobby"
