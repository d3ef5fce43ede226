package app

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A board is that of a queue while it is open.
type board struct {
	dialog *overlay.Board
	view   *view
	asking bool // how the queue stands was asked for,
	stale  bool // and it has changed since
	note   string
}

// openBoard shows what waits in a queue.
func (m *Model) openBoard(v *view) error {
	b := &board{view: v}
	b.dialog = overlay.NewBoard("Queue", func(move overlay.Move, seq uint64) tea.Cmd {
		if err := m.moveOn(b, move, seq); err != nil {
			b.dialog.Fail(safe.Line(explain.Both(explain.Error(err))))
		}
		return nil
	})
	m.board = b
	if err := m.refreshBoard(); err != nil {
		return err
	}
	m.overlay.Open(b.dialog)
	return nil
}

// moveOn does what a key on the board means.
func (m *Model) moveOn(b *board, move overlay.Move, seq uint64) error {
	room := b.view.room.Name()
	var cmd chat.Command
	switch move {
	case overlay.Take:
		cmd = &chat.Take{Room: room}
	case overlay.Finish:
		cmd = &chat.Done{Room: room, Target: seq}
	case overlay.GiveBack:
		cmd = &chat.Release{Room: room, Target: seq}
	case overlay.Add:
		m.addToBoard(b)
		return nil
	case overlay.Go:
		m.goTo(b.view, seq)
		return nil
	}
	return m.workAt(b, cmd)
}

// workAt sends a command about a queue whose board is open.
func (m *Model) workAt(b *board, cmd chat.Command) error {
	return m.request(b.view, cmd, func(ev chat.Event) {
		if ok, is := ev.(*chat.OK); is && ok.Target != 0 {
			b.note = fmt.Sprintf("Item %d is yours: %s", ok.Target, explain.Flat(ok.Body))
		} else {
			b.note = ""
		}
		m.governed(b.view, cmd, ev)
		_ = m.refreshBoard()
	}, func(f *chat.Failure) { b.dialog.Fail(safe.Line(explain.Both(explain.Error(f.Err())))) })
}

// addToBoard asks for the text of an item.
func (m *Model) addToBoard(b *board) {
	push := func(typed string) (chat.Command, error) {
		return command.Govern(command.Call{Spec: command.Spec{Name: "push"}, Args: []string{typed}}, b.view.room.Name())
	}
	check := func(typed string) error { _, err := push(typed); return err }
	m.overlay.Open(palette.NewInput("Add an item", "what it is; !7 before it is a priority of 0 to 9", "", check, func(typed string) tea.Cmd {
		cmd, err := push(typed)
		if err == nil {
			err = m.workAt(b, cmd)
		}
		if err != nil {
			b.dialog.Fail(safe.Line(explain.Both(explain.Error(err))))
		}
		return nil
	}))
}

// boardChanged lets an open board follow what happens in its queue.
func (m *Model) boardChanged(e *chat.Entry) {
	b := m.board
	if b == nil || b.view.rid != e.RID || !m.overlay.Has(b.dialog) {
		return
	}
	switch e.Kind {
	case chat.EntryPush, chat.EntryTake, chat.EntryDone, chat.EntryRelease, chat.EntryDelete:
		_ = m.refreshBoard()
	case chat.EntryMessage, chat.EntryTopic, chat.EntryEdit, chat.EntryReact, chat.EntryFile:
	}
}

// refreshBoard asks how the queue of the open board stands, one question at a
// time.
func (m *Model) refreshBoard() error {
	b := m.board
	if b == nil {
		return nil
	}
	if b.asking {
		b.stale = true
		return nil
	}
	limit := int64(chat.MaxPage)
	b.asking, b.stale = true, false
	err := m.request(b.view, &chat.ListQueue{Room: b.view.room.Name(), Limit: &limit}, func(ev chat.Event) {
		b.asking = false
		if list, ok := ev.(*chat.QueueList); ok {
			m.showBoard(b, list)
		}
		if b.stale && m.board == b {
			_ = m.refreshBoard()
		}
	}, func(f *chat.Failure) {
		b.asking = false
		b.dialog.Fail(safe.Line(explain.Both(explain.Error(f.Err()))))
	})
	if err != nil {
		b.asking = false
	}
	return err
}

// showBoard shows how the queue stands. A board that was left is forgotten.
func (m *Model) showBoard(b *board, list *chat.QueueList) {
	if !m.overlay.Has(b.dialog) {
		if m.board == b {
			m.board = nil
		}
		return
	}
	places := make([]overlay.Place, 0, len(list.Items))
	for i := range list.Items {
		e := &list.Items[i]
		p := overlay.Place{Seq: e.Seq, Taken: e.Item != nil, State: safe.Line(explain.Standing(e, m.now())), Text: safe.Line(e.Body)}
		p.Mine = p.Taken && m.world.IsSelf(e.Item.Holder)
		places = append(places, p)
	}
	note := b.note
	switch {
	case len(places) == 0 && note == "":
		note = "Nothing waits, and nobody has anything. p adds an item."
	case list.More:
		note = "There is more than is shown."
	}
	b.dialog.Set(safe.Line(fmt.Sprintf("%s: %d waiting, %d taken", b.view.room.Name(), list.Waiting, list.Taken)), places, safe.Line(note))
}
