package world

import (
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Room is a room or a conversation with one person. It belongs to its World;
// a pointer to it stays good while names change.
type Room struct {
	name    string // #room or @nick
	rid     string
	kind    string
	topic   string
	topicAt uint64 // the topic is at least as new as this entry
	private bool
	rules   chat.RoomRules
	was     rulesOf
	role    string // one's own, if it is more than that of any member

	heard  bool // by this session, on this link
	told   bool // the server told how much of it is unread
	closed bool // a conversation out of sight

	seq    uint64 // the newest entry known
	counts counts

	count   int64 // people present, as the server counts
	people  map[string]Person
	sorted  []Person // cached by People; nil when out of date
	changed uint64   // with every change of people
	typists map[string]typist
}

// Name returns the name: #room, or @nick of a conversation.
func (r *Room) Name() string { return r.name }

// RID returns the lasting id of the log, empty until the server told it.
func (r *Room) RID() string { return r.rid }

// Topic returns what the room is about.
func (r *Room) Topic() string { return r.topic }

// Private reports whether only those who are invited may come in.
func (r *Room) Private() bool { return r.private }

// Rules returns what holds in the room.
func (r *Room) Rules() chat.RoomRules { return r.rules }

// Role returns one's own role in the room, if it is more than that of any
// member.
func (r *Room) Role() string { return r.role }

// Direct reports whether this is a conversation with one person.
func (r *Room) Direct() bool { return chat.IsPerson(r.name) }

// Partner returns the nick of the one person, empty for a room.
func (r *Room) Partner() string {
	if !r.Direct() {
		return ""
	}
	return strings.TrimPrefix(r.name, "@")
}

// Heard reports whether this session hears the room on the present link.
func (r *Room) Heard() bool { return r.heard || r.Direct() }

// Seq returns the number of the newest entry known.
func (r *Room) Seq() uint64 { return r.seq }

// Unread returns how much there is to read, at most Most.
func (r *Room) Unread() int { return r.counts.unread() }

// Mentions returns how much of that names the reader, at most Most.
func (r *Room) Mentions() int { return r.counts.mentioned() }

// Upto returns the number of the last entry that was read.
func (r *Room) Upto() uint64 { return r.counts.upto }

// restart forgets a numbering that no longer counts.
func (r *Room) restart() { r.seq, r.topicAt, r.counts, r.told = 0, 0, counts{}, false }

// about takes the topic as it was at seq, and reports whether that is news.
func (r *Room) about(topic string, seq uint64) bool {
	if seq < r.topicAt || r.topic == topic {
		return false
	}
	r.topic, r.topicAt = topic, seq
	return true
}

// Room returns the room or conversation of this name, nil if there is none.
func (w *World) Room(name string) *Room { return w.byKey[Fold(name)] }

// Open returns the room or conversation of this name, made if there is none,
// and shows it.
func (w *World) Open(name string) *Room {
	r, _ := w.room(name)
	if r.closed {
		r.closed = false
		w.version++
	}
	return r
}

// room returns the room of this name, and whether it had to be made.
func (w *World) room(name string) (r *Room, made bool) {
	if r := w.byKey[Fold(name)]; r != nil {
		return r, false
	}
	r = &Room{name: name}
	w.byKey[Fold(name)] = r
	w.rooms = append(w.rooms, r)
	w.version++
	return r, true
}

// Close takes a room or conversation out of sight. A conversation shows again
// when something is said in it.
func (w *World) Close(r *Room) {
	w.version++
	if r.Direct() {
		r.closed = true
		return
	}
	delete(w.byKey, Fold(r.name))
	w.rooms = slices.DeleteFunc(w.rooms, func(o *Room) bool { return o == r })
}

// Next returns the room n places after r in the list, around its end; the
// first if r is not in it, nil if there is none.
func (w *World) Next(r *Room, n int) *Room {
	list := w.Rooms()
	if len(list) == 0 {
		return nil
	}
	at := slices.Index(list, r)
	if at < 0 {
		return list[0]
	}
	return list[((at+n)%len(list)+len(list))%len(list)]
}

// NextUnread returns the next room after r with something unread: those with
// mentions first, and nil if there is none.
func (w *World) NextUnread(r *Room) *Room {
	list := w.Rooms()
	at := slices.Index(list, r)
	var unread *Room
	for i := 1; i <= len(list); i++ {
		o := list[(at+i+len(list))%len(list)]
		switch {
		case o == r:
		case o.Mentions() > 0:
			return o
		case o.Unread() > 0 && unread == nil && !w.Muted(o):
			unread = o
		}
	}
	return unread
}

// Unread sums up what is unread in all rooms. Of a muted one only what names
// the reader counts.
func (w *World) Unread() (unread, mentions int) {
	for _, r := range w.rooms {
		switch {
		case r.closed:
		case w.Muted(r):
			unread += r.Mentions()
			mentions += r.Mentions()
		default:
			unread += r.Unread()
			mentions += r.Mentions()
		}
	}
	return unread, mentions
}

// rename follows a conversation to the new nick of its partner. Where there
// is one of that name with a log of its own, both keep theirs.
func (w *World) rename(from, to string) {
	r := w.byKey[Fold(from)]
	if r == nil {
		return
	}
	if other := w.byKey[Fold(to)]; other != nil && other != r {
		if other.rid != "" {
			return
		}
		w.rooms = slices.DeleteFunc(w.rooms, func(o *Room) bool { return o == other })
	}
	delete(w.byKey, Fold(from))
	r.name = to
	w.byKey[Fold(to)] = r
	w.version++
}

// A typist is someone who is typing, until the notice is out of date.
type typist struct {
	nick  string
	until time.Time
}
