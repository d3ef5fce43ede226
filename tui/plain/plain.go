// Package plain is the client without a screen: lines are added below what is
// there and never changed, everything that happens is told in a line, and what
// is to be chosen has a number. That is for those who hear their terminal, for
// terminals that can do nothing else, and for pipes. It draws nothing, moves no
// cursor, and leaves the terminal as it is.
//
// Whatever is printed goes through one place, which cleans it and indents all
// rows of a text but the first, so that no text of others looks like a line of
// somebody else or of the program.
package plain

import (
	"context"
	"io"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/desk"
	"github.com/chat-tui/chat-tui/tui/setting"
)

// A Conn is this end of a connection to a server; net/client.Conn is one.
// Send, SayTo and Wake queue and return at once.
type Conn interface {
	// Send queues a command, whose answer comes as an event.
	Send(cmd chat.Command) error
	// SayTo queues a message. What becomes of it is told by events with its
	// cid.
	SayTo(say chat.Say) (cid string, err error)
	// Events gives what the server tells, and what the connection tells of
	// itself. It is closed when the connection is over.
	Events() <-chan chat.Event
	// Wake asks for the next attempt to connect at once.
	Wake()
}

// Options say who talks, and through what. Conn, In and Out are needed.
type Options struct {
	Conn  Conn
	Nick  string   // who one hopes to be
	Rooms []string // to be in at the start, the first one first; none is #lobby

	In  io.Reader // what is typed, a line each
	Out io.Writer // one Write a line

	// Terminal says that a person sits there: lines are short, and questions
	// are asked. Else every line stands for itself, with its time and room, and
	// the end of In ends the program once everything has arrived.
	Terminal bool
	// Columns returns how many cells fit on a line, to keep the rows of a text
	// indented; nil, or 0 from it, leaves long lines to the terminal.
	Columns func() int

	Times    bool             // the time stands before each line
	Location *time.Location   // of the times shown; nil is UTC
	Now      func() time.Time // nil is time.Now

	// Interrupts tells of each Ctrl+C; nil is never. The second in a row quits.
	Interrupts <-chan struct{}
	// Notices is what the person should know meanwhile; nil is nothing.
	Notices <-chan string
	// HandOver tells someone who is alone how others get here, a line each.
	HandOver []string

	// Desk is what only this machine can do about one's own account.
	Desk desk.Means

	// Known are people by their folded nicks, as Remember was told; it returns
	// at once, and nil remembers nothing.
	Known    map[string]chat.Acquaintance
	Remember func(nick string, a chat.Acquaintance)

	// Settings are those of the person, zero the defaults; Save keeps one of
	// them, by its key, and nil none.
	Settings setting.Values
	Save     func(key string, v setting.Values) error
}

// Run talks until the person leaves, In ends, ctx ends or the connection is
// over, and says goodbye to the server. An error says what was not sent, why
// the connection is over, or that Out cannot be written. The caller runs the
// connection, and reads what is left of Conn.Events when Run has returned. A
// Read of In that cannot be broken off may outlast Run; what it reads is lost.
func Run(ctx context.Context, o Options) error {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	if len(o.Rooms) == 0 {
		o.Rooms = []string{"#lobby"}
	}
	if o.Settings.Theme == "" { // there is always one
		o.Settings = setting.Defaults()
	}
	in := read(o.In)
	defer in.close()
	t := newTalk(o)
	err := t.run(ctx, in.lines)
	t.tellRead()
	_ = o.Conn.Send(&chat.Bye{Text: chat.Cut(t.reason, chat.MaxReason)}) // over already is as good
	if failed := t.out.err; failed != nil {
		return failed
	}
	return err
}
