package client

import (
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Past is what this machine keeps of a room or conversation.
type Past struct {
	Log
	Last    uint64       // the log was told up to here, without a hole behind what is kept
	At      time.Time    // of that frame; zero if it is not known
	Entries []chat.Entry // the newest, as they stood then, oldest first
}

// A Log names the log of a room or conversation.
type Log struct {
	Room  string // #room or @nick, by its present name
	RID   string // what it is known by
	Epoch string // of the numbering of its frames
}

// A History keeps on this machine what was told of rooms and conversations,
// for one person on one server. A Conn calls its methods from one goroutine.
// But for Load they return at once and may lose what they are told, as long
// as that leaves no hole in what Load returns: the connection asks the server
// for what comes after it.
type History interface {
	// Load returns what is kept of each room, the one used last first. It is
	// called once, before anything else.
	Load() ([]Past, error)

	// Begin notes that a log is followed from behind the frame last on. What
	// is kept of it stays if it reaches that far.
	Begin(log Log, last uint64)

	// Skip notes that frames up to last will not be told: what is kept from
	// before may have changed meanwhile, and is dropped.
	Skip(log Log, last uint64)

	// Entry keeps the next frame of a log. What it changes is changed in what
	// is kept: of a deleted message nothing stays. Own says that it was
	// caused by this person.
	Entry(log Log, e *chat.Entry, own bool)

	// Page keeps a page that goes on before what is kept.
	Page(log Log, page *chat.HistoryPage)

	// Rename follows a room or person to a new name.
	Rename(rid, room string)

	// Forget drops what is kept of a log: the room was left, or the name
	// leads elsewhere now.
	Forget(rid string)
}

// noHistory is the History of those who keep none.
type noHistory struct{}

func (noHistory) Load() ([]Past, error)        { return nil, nil }
func (noHistory) Begin(Log, uint64)            {}
func (noHistory) Skip(Log, uint64)             {}
func (noHistory) Entry(Log, *chat.Entry, bool) {}
func (noHistory) Page(Log, *chat.HistoryPage)  {}
func (noHistory) Rename(string, string)        {}
func (noHistory) Forget(string)                {}

// recall tells what is kept of rooms and conversations, before the server is
// reached. What it tells later goes on from there.
func (o *owner) recall() {
	kept, err := o.past.Load()
	if err != nil {
		o.opts.Logger.Warn("what was told before cannot be read", "cause", err)
	}
	for i := range kept {
		p := &kept[i]
		if checkNames(p.Room, p.RID) != "" || o.logs.byRID[p.RID] != nil || o.logs.named(p.Room) != nil {
			continue
		}
		l := o.logs.add(p.Room, p.RID, p.Epoch, p.Last)
		if l == nil {
			return
		}
		l.at, l.recalled, l.authors = p.At, true, authorsOf(p.Entries)
		if chat.IsRoom(p.Room) {
			o.rooms.want(p.Room).rid = p.RID
		}
		o.emit(&chat.Recalled{Room: p.Room, RID: p.RID, Last: p.Last, Entries: p.Entries})
	}
}

// authorsOf returns the accounts that wrote some entries.
func authorsOf(entries []chat.Entry) map[string]bool {
	authors := make(map[string]bool)
	for i := range entries {
		authors[entries[i].Account] = true
	}
	return authors
}

// dropCopies drops what is kept on this machine of the logs that which picks:
// from now on the server tells other things of them than it did.
func (o *owner) dropCopies(which func(*roomLog) bool) {
	for _, l := range o.logs.list {
		if which(l) {
			o.past.Skip(l.Log, l.last)
		}
	}
}

// reconcile compares, at the first welcome, what was recalled with what the
// server says there is. An account learns there which rooms it is in; a guest
// begins a new stay, which comes back to its rooms but not to conversations.
func (o *owner) reconcile(w *chat.Welcome) {
	o.dropCopies(func(l *roomLog) bool {
		hidden := slices.ContainsFunc(w.Blocked, func(b chat.Blocked) bool { return b.Account != "" && l.authors[b.Account] })
		l.authors = nil
		return hidden
	})
	names := make(map[string]string, len(w.Rooms))
	for i := range w.Rooms {
		names[w.Rooms[i].RID] = w.Rooms[i].Room
	}
	for _, l := range slices.Clone(o.logs.list) {
		name, shown := names[l.RID]
		switch {
		case !l.recalled:
		case chat.IsPerson(l.Room):
			if l.Epoch != w.Epoch || !shown && !w.More {
				o.disown(l)
			} else if shown && chat.IsPerson(name) && name != l.Room {
				o.emit(&chat.Renamed{Old: l.Room[1:], Nick: name[1:]}) // while we were away
				o.logs.call(l, name)
			}
		case shown || w.More || w.Account == "" || o.rooms.want(l.Room).named:
		default:
			o.disown(l)
		}
	}
}

// recalled returns the log with this rid if it was recalled and nothing was
// told of it since; else nil.
func (ls *logs) recalled(rid string) *roomLog {
	if l := ls.byRID[rid]; l != nil && l.recalled {
		return l
	}
	return nil
}

// takeBackRecalled takes back what was recalled of a room whose name leads to
// another log now. Rid is the one it had.
func (o *owner) takeBackRecalled(rid string, joined *chat.Joined) {
	l := o.logs.recalled(rid)
	if l == nil {
		return
	}
	if joined.RID == rid {
		l.recalled = false
		return
	}
	o.emit(&Hole{Room: l.Room, RID: l.RID, From: 1, To: l.last, Why: chat.GapEpoch})
}

// disown takes back what was recalled of a log that is not ours any more; nil
// is none.
func (o *owner) disown(l *roomLog) {
	if l == nil {
		return
	}
	o.emit(&Hole{Room: l.Room, RID: l.RID, From: 1, To: l.last, Why: chat.GapEpoch})
	if chat.IsRoom(l.Room) {
		o.rooms.forget(l.Room)
	}
	o.logs.remove(func(other *roomLog) bool { return other == l })
}

// keepPage keeps a page of history that someone asked for.
func (o *owner) keepPage(ev chat.Event) {
	page, ok := ev.(*chat.HistoryPage)
	if !ok {
		return
	}
	if l := o.logs.byRID[page.RID]; l != nil && !l.adrift {
		o.past.Page(l.Log, page)
	}
}
