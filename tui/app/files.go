package app

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// Files sends and gets files. Its methods take their time: they are called in
// commands, and end with ctx. Told hears how many bytes are there, from any goroutine.
type Files interface {
	// Send sends the file at a path of this machine to a #room or @nick.
	Send(ctx context.Context, to, path string, told func(done, size int64)) error
	// Look says what is at a path of this machine; ok is false if that is no file
	// that could be sent.
	Look(path string) (name string, size int64, ok bool)
	// Get gets a file by its id and returns where it is.
	Get(ctx context.Context, id string, told func(done, size int64)) (path string, err error)
}

// A transfer is a file that is sent or got.
type transfer struct {
	view  *view
	id    string // of one that is got, else empty
	seq   uint64 // of its message
	name  string
	begun time.Time

	done, size, first atomic.Int64
	moving            atomic.Bool
}

func (t *transfer) told(done, size int64) {
	if !t.moving.Swap(true) {
		t.first.Store(done)
	}
	t.done.Store(done)
	t.size.Store(size)
}

// progress says how far it is.
func (t *transfer) progress(now time.Time) string {
	if !t.moving.Load() {
		return "begins"
	}
	done, size := t.done.Load(), t.size.Load()
	return explain.HowFar(done, size, done-t.first.Load(), now.Sub(t.begun))
}

// What the model is told of transfers.
type (
	transferredMsg struct {
		transfer *transfer
		path     string
		err      error
	}
	tickFilesMsg struct{}
)

// filesEvery is how often a transfer is shown.
const filesEvery = 250 * time.Millisecond

// sendFile sends a file to the room that is shown.
func (m *Model) sendFile(typed string) (tea.Cmd, error) {
	path := strings.TrimSpace(typed)
	if n := len(path); n > 1 && (path[0] == '"' || path[0] == '\'') && path[n-1] == path[0] {
		path = path[1 : n-1]
	}
	switch {
	case path == "":
		return nil, &command.Error{Text: "There is no file to send", Next: "type /send and its path"}
	case m.opts.Files == nil:
		return nil, &command.Error{Text: "Files cannot be sent from here", Next: "chat-tui send --file sends them"}
	}
	t := &transfer{view: m.active, name: path[strings.LastIndexAny(path, `/\`)+1:], begun: m.now()}
	to := m.active.room.Name()
	return m.begin(t, func(ctx context.Context) (string, error) { return "", m.opts.Files.Send(ctx, to, path, t.told) }), nil
}

// getFile gets the file of a message.
func (m *Model) getFile(it *timeline.Item) tea.Cmd {
	if err := inLog(it); err != nil {
		_, _ = m.did(err)
		return nil
	}
	if m.opts.Files == nil {
		m.tell(statusbar.Plain, "Files cannot be got from here; chat-tui get "+it.File+" does.")
		return nil
	}
	for _, t := range m.transfers {
		if t.id == it.File {
			return nil // it comes already
		}
	}
	name, _, _ := strings.Cut(it.Text.String(), " · ")
	t := &transfer{view: m.active, id: it.File, seq: it.Seq, name: name, begun: m.now()}
	return m.begin(t, func(ctx context.Context) (string, error) { return m.opts.Files.Get(ctx, t.id, t.told) })
}

// begin begins a transfer.
func (m *Model) begin(t *transfer, do func(context.Context) (string, error)) tea.Cmd {
	m.transfers = append(m.transfers, t)
	over := m.over
	run := func() tea.Msg {
		ctx, end := context.WithCancel(context.Background())
		defer end()
		go func() {
			select {
			case <-over:
				end()
			case <-ctx.Done():
			}
		}()
		path, err := do(ctx)
		return transferredMsg{t, path, err}
	}
	m.showTransfers()
	if len(m.transfers) > 1 {
		return run // the clock runs already
	}
	return tea.Batch(run, tickFiles)
}

func tickFiles() tea.Msg {
	<-time.After(filesEvery)
	return tickFilesMsg{}
}

// showTransfers shows how far the transfers are: below their messages, and what has
// none, or is elsewhere, in the status line.
func (m *Model) showTransfers() {
	now := m.now()
	for _, t := range m.transfers {
		progress, verb := t.progress(now), "Getting "
		if t.seq != 0 {
			t.view.line.SetBelow(t.seq, safe.Line("comes: "+progress))
		} else {
			verb = "Sending "
		}
		if t.seq == 0 || t.view != m.active {
			m.tell(statusbar.Plain, verb+t.name+": "+progress)
		}
	}
}

// transferred takes the end of a transfer.
func (m *Model) transferred(msg transferredMsg) {
	t := msg.transfer
	for i := range m.transfers {
		if m.transfers[i] == t {
			m.transfers = append(m.transfers[:i], m.transfers[i+1:]...)
			break
		}
	}
	switch {
	case msg.err != nil && t.id == "":
		m.problem(t.view, t.name+" was not sent: "+explain.Both(explain.Error(msg.err)))
		m.tell(statusbar.Problem, t.name+" was not sent.")
	case msg.err != nil:
		t.view.line.SetBelow(t.seq, safe.Line("not here: "+explain.Both(explain.Error(msg.err))+" Enter tries again."))
	case t.id == "":
		m.tell(statusbar.Done, t.name+" is sent.")
	default:
		t.view.line.SetBelow(t.seq, safe.Line("it is "+msg.path))
		m.tell(statusbar.Done, t.name+" is here: "+msg.path)
	}
}

// fileItem makes an item of a file.
func fileItem(it *timeline.Item, f *chat.File) {
	if f == nil {
		return
	}
	it.File, it.Text = f.ID, safe.Line(explain.File(f))
	it.Below = safe.Literal("a file; Enter gets it")
}
