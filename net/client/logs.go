package client

import (
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// mostLogs is how many rooms and conversations are followed.
const mostLogs = 8192

// logs are how far each room and conversation was told, by rid.
type logs struct {
	byRID map[string]*roomLog
	list  []*roomLog // in the order they were met
	short []*roomLog // those in which something is known to be missing
	more  bool       // the first welcome did not show all conversations
	past  History    // is told which logs there are
}

func newLogs(past History) logs { return logs{byRID: make(map[string]*roomLog), past: past} }

// add begins a log that was told up to last; nil if there are too many.
func (ls *logs) add(room, rid, epoch string, last uint64) *roomLog {
	if len(ls.list) >= mostLogs {
		return nil
	}
	l := &roomLog{Log: Log{Room: room, RID: rid, Epoch: epoch}, last: last, known: last, floor: last}
	ls.byRID[rid] = l
	ls.list = append(ls.list, l)
	ls.past.Begin(l.Log, last)
	return l
}

// remove ends some logs.
func (ls *logs) remove(which func(*roomLog) bool) {
	ls.list = slices.DeleteFunc(ls.list, func(l *roomLog) bool {
		if !which(l) {
			return false
		}
		delete(ls.byRID, l.RID)
		ls.past.Forget(l.RID)
		ls.short = slices.DeleteFunc(ls.short, func(s *roomLog) bool { return s == l })
		return true
	})
}

// forget ends the log of a room that was left.
func (ls *logs) forget(name string) {
	ls.remove(func(l *roomLog) bool { return keyOf(l.Room) == keyOf(name) })
}

// rename follows a room, or a person's conversation, to its new name.
func (ls *logs) rename(old, name string) {
	for _, l := range ls.list {
		if l.Room == old {
			ls.call(l, name)
		}
	}
}

// call follows a log to its present name.
func (ls *logs) call(l *roomLog, name string) {
	if l.Room != name {
		l.Room = name
		ls.past.Rename(l.RID, name)
	}
}

// join returns the log that a join led to. Before is the rid that the room
// had until then, cmd the join that was answered.
func (ls *logs) join(j *chat.Joined, before string, cmd *chat.Join) *roomLog {
	l := ls.byRID[j.RID]
	switch {
	case l != nil:
	case before != "" && before != j.RID: // the name leads to another log now
		ls.remove(func(old *roomLog) bool { return old.RID == before })
		if l = ls.add(j.Room, j.RID, j.Epoch, j.Seq); l != nil {
			l.drift(j.Seq)
		}
	case cmd.Since != nil: // what the caller holds from before
		if l = ls.add(j.Room, j.RID, cmd.Epoch, min(*cmd.Since, j.Seq)); l != nil {
			l.asked = true
		}
	default:
		l = ls.add(j.Room, j.RID, j.Epoch, j.Seq)
	}
	if l != nil {
		ls.call(l, j.Room)
		l.joined(j)
	}
	return l
}

// met returns the log of a conversation that a welcome shows; nil if there
// are too many. At the first welcome nothing is asked for but when someone
// looks; what began while we were away is told from its start.
func (ls *logs) met(mark *chat.RoomMark, epoch string, first bool) *roomLog {
	if l := ls.byRID[mark.RID]; l != nil {
		ls.call(l, mark.Room)
		return l
	}
	if checkNames(mark.Room, mark.RID) != "" {
		return nil
	}
	if first || ls.more {
		l := ls.add(mark.Room, mark.RID, epoch, mark.Seq)
		if l != nil {
			l.asked, l.floor = true, 0 // the newest may be told as it comes, too
		}
		return l
	}
	return ls.add(mark.Room, mark.RID, epoch, 0)
}

// unlisted returns the conversations that a welcome does not show.
func (ls *logs) unlisted(shown []chat.RoomMark) (missing []*roomLog) {
	for _, l := range ls.list {
		if chat.IsPerson(l.Room) && !slices.ContainsFunc(shown, func(m chat.RoomMark) bool { return m.RID == l.RID }) {
			missing = append(missing, l)
		}
	}
	return missing
}

// watch keeps the list of logs in which something is missing, and says when
// it is asked for. It is called whenever one has changed.
func (ls *logs) watch(l *roomLog, now time.Time) {
	if l.whole() {
		if !l.late.IsZero() {
			l.late = time.Time{}
			ls.short = slices.DeleteFunc(ls.short, func(s *roomLog) bool { return s == l })
		}
		l.fills = 0
		return
	}
	if l.late.IsZero() {
		ls.short = append(ls.short, l)
	}
	l.late = now.Add(lateAfter)
}

// next returns when something missing is asked for.
func (ls *logs) next() (next time.Time) {
	for _, l := range ls.short {
		next = earliest(next, l.late)
	}
	return next
}

// extend gives what is missing its full time anew.
func (ls *logs) extend(now time.Time) {
	for _, l := range ls.short {
		l.late = now.Add(lateAfter)
	}
}

func (ls *logs) takeBack() {
	ls.short = nil
	for _, l := range ls.list {
		l.relink()
	}
}

// named returns the log of a room or conversation, or nil.
func (ls *logs) named(name string) *roomLog {
	for _, l := range ls.list {
		if l.Room == name {
			return l
		}
	}
	return nil
}
