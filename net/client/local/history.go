package local

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/wire"
)

const (
	// recallLogs is how many logs are loaded, and keepLogs how many are kept.
	recallLogs = 100
	keepLogs   = 300
	// recallMost is how many entries are loaded of each of the first
	// recallFirst logs, which one is likely to look at, and recallRest of the
	// others: the screen waits for it.
	recallMost  = 200
	recallFirst = 10
	recallRest  = 50
)

// errUnreadable says that a line is not what was written.
var errUnreadable = errors.New("a line that is no frame of a log")

// history is a Copy as a client.History.
type history struct{ c *Copy }

// A step is something that happened to a log.
type step struct {
	kind  stepKind
	own   bool
	log   client.Log
	last  uint64
	entry chat.Entry
	page  *chat.HistoryPage
}

type stepKind int

const (
	stepBegin stepKind = iota + 1
	stepSkip
	stepEntry
	stepPage
	stepRename
	stepForget
)

// logSteps are the steps of one log, in order.
type logSteps struct {
	rid   string
	steps []step
}

// ends reports whether nothing before s counts any more.
func (s *step) ends() bool { return s.kind == stepSkip || s.kind == stepForget }

// size is roughly how much memory s holds.
func (s *step) size() int {
	const fixed = 512
	n := fixed + len(s.entry.Body) + len(s.entry.Topic)
	if s.page != nil {
		for i := range s.page.Messages {
			n += fixed + len(s.page.Messages[i].Body)
		}
	}
	return n
}

// Begin implements client.History.
func (h history) Begin(log client.Log, last uint64) {
	h.c.queue.addStep(step{kind: stepBegin, log: log, last: last})
}

// Skip implements client.History.
func (h history) Skip(log client.Log, last uint64) {
	h.c.queue.addStep(step{kind: stepSkip, log: log, last: last})
}

// Entry implements client.History.
func (h history) Entry(log client.Log, e *chat.Entry, own bool) {
	h.c.queue.addStep(step{kind: stepEntry, log: log, own: own, entry: copied(e)})
}

// Page implements client.History.
func (h history) Page(log client.Log, page *chat.HistoryPage) {
	own := *page
	own.Messages = make([]chat.Entry, len(page.Messages))
	for i := range page.Messages {
		own.Messages[i] = copied(&page.Messages[i])
	}
	h.c.queue.addStep(step{kind: stepPage, log: log, page: &own})
}

// Rename implements client.History.
func (h history) Rename(rid, room string) {
	h.c.queue.addStep(step{kind: stepRename, log: client.Log{RID: rid, Room: room}})
}

// Forget implements client.History.
func (h history) Forget(rid string) {
	h.c.queue.addStep(step{kind: stepForget, log: client.Log{RID: rid}})
}

// copied returns e, which its reader may go on with.
func copied(e *chat.Entry) chat.Entry {
	own := *e
	own.Reactions = slices.Clone(e.Reactions)
	for i := range own.Reactions {
		own.Reactions[i].Nicks = slices.Clone(own.Reactions[i].Nicks)
	}
	return own
}

// Load implements client.History.
func (h history) Load() ([]client.Past, error) {
	var all []client.Past
	err := h.c.with(func(d *database) (err error) {
		all, err = d.pasts()
		return err
	})
	return all, err
}

// pasts reads the logs used last.
func (d *database) pasts() ([]client.Past, error) {
	var all []client.Past
	var ids []int64
	err := d.each(`SELECT id, rid, room, epoch, last, at FROM logs ORDER BY used DESC, id DESC LIMIT ?`, func(rows *sql.Rows) error {
		var p client.Past
		var id, last, at int64
		err := rows.Scan(&id, &p.RID, &p.Room, &p.Epoch, &last, &at)
		p.Last = uint64(last)
		if at != 0 {
			p.At = time.UnixMilli(at).UTC()
		}
		all, ids = append(all, p), append(ids, id)
		return err
	}, recallLogs)
	if err != nil {
		return nil, err
	}
	loaded := all[:0]
	for i, p := range all {
		most := recallMost
		if i >= recallFirst {
			most = recallRest
		}
		p.Entries, err = d.entries(ids[i], p.Room, most)
		switch {
		case errors.Is(err, errUnreadable):
			if err := d.forget(ids[i]); err != nil {
				return nil, err
			}
		case err != nil:
			return nil, err
		default:
			loaded = append(loaded, p)
		}
	}
	return loaded, nil
}

// forget drops a log.
func (d *database) forget(id int64) error {
	return errors.Join(
		d.exec(`DELETE FROM entries WHERE log = ?`, id),
		d.exec(`DELETE FROM logs WHERE id = ?`, id))
}

// entries reads the newest entries of a log, which is called room now.
func (d *database) entries(log int64, room string, most int) (all []chat.Entry, err error) {
	var line []byte
	err = d.each(`SELECT line FROM entries WHERE log = ? ORDER BY seq DESC LIMIT ?`, func(rows *sql.Rows) error {
		var raw sql.RawBytes
		if err := rows.Scan(&raw); err != nil {
			return err
		}
		line = append(line[:0], raw...)
		e, err := parse(line)
		if err != nil {
			return err
		}
		e.Room = room
		all = append(all, *e)
		return nil
	}, log, most)
	slices.Reverse(all)
	return all, err
}

// parse reads an entry as it is kept.
func parse(line []byte) (*chat.Entry, error) {
	ev, err := wire.Event(line)
	e, ok := ev.(*chat.Entry)
	if err != nil || !ok {
		return nil, errUnreadable
	}
	return e, nil
}
