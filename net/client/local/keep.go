package local

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/wire"
)

// pruneAt is how many frames of a log there may be before the oldest are
// dropped, down to keepEntries.
const pruneAt = keepEntries + keepEntries/4

// A keeper brings the steps of some logs to the disk, in one transaction.
type keeper struct {
	d     *database
	now   time.Time
	line  []byte
	wiped bool // something was removed that must not stay anywhere
	added bool // a log that was not there
}

// A logState is a log as the disk has it, and what is to be written.
type logState struct {
	client.Log
	id          int64 // 0 if the disk does not have it
	first, last uint64
	at          int64
	changed     uint64
	there       bool
	clear       bool             // what the disk has of it is to go
	dirty       map[uint64]*kept // by seq
}

// A kept is an entry as it stands, with what frames up to asof changed.
type kept struct {
	chat.Entry
	asof uint64
}

// keep writes the steps of logs.
func (k *keeper) keep(batch []logSteps) error {
	for _, b := range batch {
		s, err := k.state(b.rid)
		if err != nil {
			return err
		}
		for i := range b.steps {
			if err := k.step(s, &b.steps[i]); err != nil {
				return err
			}
		}
		if err := k.store(s); err != nil {
			return err
		}
	}
	if k.added {
		return k.forgetOldest()
	}
	return nil
}

// state reads a log.
func (k *keeper) state(rid string) (*logState, error) {
	s := &logState{dirty: make(map[uint64]*kept)}
	var first, last, changed int64
	err := k.d.each(`SELECT id, room, epoch, first, last, at, changed FROM logs WHERE rid = ?`, func(rows *sql.Rows) error {
		s.there = true
		return rows.Scan(&s.id, &s.Room, &s.Epoch, &first, &last, &s.at, &changed)
	}, rid)
	s.RID, s.first, s.last, s.changed = rid, uint64(first), uint64(last), uint64(changed)
	return s, err
}

// begin begins a log behind the frame last; what was kept of it goes.
func (s *logState) begin(log client.Log, last uint64) {
	s.clear = s.clear || s.there
	s.there = true
	s.Log = log
	s.first, s.last, s.at, s.changed = last+1, last, 0, 0
	clear(s.dirty)
}

func (k *keeper) step(s *logState, st *step) error {
	switch st.kind {
	case stepBegin:
		if !s.there || s.Epoch != st.log.Epoch || s.last < st.last || s.first > st.last+1 {
			s.begin(st.log, st.last)
		}
		s.Room = st.log.Room
	case stepSkip:
		s.begin(st.log, st.last)
	case stepEntry:
		return k.entry(s, st)
	case stepPage:
		s.page(st)
	case stepRename:
		if s.there {
			s.Room = st.log.Room
		}
	case stepForget:
		s.clear, s.there = true, false
		clear(s.dirty)
	}
	return nil
}

// entry takes the next frame of a log. Another process may have kept it
// already; if frames before it are missing, the log begins anew with it.
func (k *keeper) entry(s *logState, st *step) error {
	e := &st.entry
	if !s.there || s.Epoch != st.log.Epoch || e.Seq > s.last+1 {
		s.begin(st.log, e.Seq-1)
	}
	if e.Seq <= s.last {
		return nil
	}
	s.last, s.at, s.Room = e.Seq, e.At.UnixMilli(), st.log.Room
	if e.Stands() {
		s.dirty[e.Seq] = &kept{Entry: *e}
		return nil
	}
	s.changed = e.Seq
	target, err := k.target(s, e.Target)
	if errors.Is(err, errUnreadable) {
		s.begin(st.log, e.Seq)
		return nil
	}
	if err != nil || target == nil || target.asof >= e.Seq {
		return err
	}
	k.wiped = k.wiped || e.Kind == chat.EntryEdit || e.Kind == chat.EntryDelete // the old text may be on the disk
	change(&target.Entry, e, st.own)
	return nil
}

// target returns the entry that a frame changes, to be written again, or nil.
func (k *keeper) target(s *logState, seq uint64) (*kept, error) {
	if t := s.dirty[seq]; t != nil {
		return t, nil
	}
	if seq < s.first || s.clear || s.id == 0 {
		return nil, nil //nolint:nilnil // what is not kept is not changed
	}
	var found *kept
	err := k.d.each(`SELECT asof, line FROM entries WHERE log = ? AND seq = ?`, func(rows *sql.Rows) error {
		var asof int64
		var line []byte
		if err := rows.Scan(&asof, &line); err != nil {
			return err
		}
		e, err := parse(line)
		if err == nil {
			found = &kept{*e, uint64(asof)}
		}
		return err
	}, s.id, int64(seq))
	if err != nil || found == nil {
		return nil, err
	}
	s.dirty[seq] = found
	return found, nil
}

// page takes a page of what came before what is kept, unless something that
// was told since changed it.
func (s *logState) page(st *step) {
	p := st.page
	if !s.there || s.Epoch != st.log.Epoch || p.First >= s.first || p.Last+1 < s.first || p.AsOf < s.changed || p.First == 0 {
		return
	}
	for i := range p.Messages {
		e := &p.Messages[i]
		if e.Seq < s.first && e.Seq >= p.First {
			s.dirty[e.Seq] = &kept{*e, p.AsOf}
		}
		if e.Seq == s.last {
			s.at = e.At.UnixMilli()
		}
	}
	s.first = p.First
}

// store writes a log as it is now.
func (k *keeper) store(s *logState) error {
	if s.clear && s.id != 0 {
		k.wiped = true
		if err := k.d.exec(`DELETE FROM entries WHERE log = ?`, s.id); err != nil {
			return err
		}
	}
	if !s.there {
		return k.d.exec(`DELETE FROM logs WHERE rid = ?`, s.RID)
	}
	prune := s.last+1-s.first > pruneAt // first may be the one after last
	if prune {
		s.first = s.last - keepEntries + 1
	}
	if err := k.storeLog(s); err != nil {
		return err
	}
	if prune {
		if err := k.d.exec(`DELETE FROM entries WHERE log = ? AND seq < ?`, s.id, int64(s.first)); err != nil {
			return err
		}
	}
	stmt, err := k.d.prepare(`INSERT OR REPLACE INTO entries (log, seq, asof, line) VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	ctx := context.Background()
	for seq, e := range s.dirty {
		if seq < s.first {
			continue
		}
		k.line = wire.AppendEntry(k.line[:0], &e.Entry)
		if _, err := stmt.ExecContext(ctx, s.id, int64(seq), int64(e.asof), k.line); err != nil {
			return err
		}
	}
	return nil
}

// storeLog writes the row of a log. A name leads to one log only.
func (k *keeper) storeLog(s *logState) error {
	used := s.at
	if used == 0 {
		used = k.now.UnixMilli()
	}
	if s.id != 0 {
		return errors.Join(
			k.forgetNamesakes(s),
			k.d.exec(`UPDATE logs SET room = ?, epoch = ?, first = ?, last = ?, at = ?, changed = ?, used = ? WHERE id = ?`,
				s.Room, s.Epoch, int64(s.first), int64(s.last), s.at, int64(s.changed), used, s.id))
	}
	k.added = true
	if err := k.forgetNamesakes(s); err != nil {
		return err
	}
	stmt, err := k.d.prepare(`INSERT INTO logs (rid, room, epoch, first, last, at, changed, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	r, err := stmt.ExecContext(context.Background(), s.RID, s.Room, s.Epoch, int64(s.first), int64(s.last), s.at, int64(s.changed), used)
	if err != nil {
		return err
	}
	s.id, err = r.LastInsertId()
	return err
}

// forgetNamesakes forgets other logs of the same name.
func (k *keeper) forgetNamesakes(s *logState) error {
	return errors.Join(
		k.d.exec(`DELETE FROM entries WHERE log IN (SELECT id FROM logs WHERE room = ? AND rid <> ?)`, s.Room, s.RID),
		k.d.exec(`DELETE FROM logs WHERE room = ? AND rid <> ?`, s.Room, s.RID))
}

// forgetOldest forgets the logs used least lately, where there are too many.
func (k *keeper) forgetOldest() error {
	return errors.Join(
		k.d.exec(`DELETE FROM entries WHERE log IN (SELECT id FROM logs ORDER BY used DESC, id DESC LIMIT -1 OFFSET ?)`, keepLogs),
		k.d.exec(`DELETE FROM logs WHERE id IN (SELECT id FROM logs ORDER BY used DESC, id DESC LIMIT -1 OFFSET ?)`, keepLogs))
}
