package world

import (
	"cmp"
	"slices"
)

// Prefs say which rooms the reader wants on top, and which to be quiet: by
// #room or @nick, in any case.
type Prefs struct {
	Pinned []string // in this order
	Muted  []string
	Words  []string // that count as if they named the reader; the server does not count them
}

// A Group is a part of the list of rooms.
type Group int

// The groups, in the order of the list.
const (
	Pinned    Group = iota
	Mentioned       // something there names the reader
	Unread
	Rest // rooms, then conversations
)

// Arrange takes other preferences.
func (w *World) Arrange(p Prefs) {
	w.prefs = p
	w.version++
}

// Enter notes which room is shown: it stays in the group it is in, so that the
// list does not change under the reader's eyes because they read.
func (w *World) Enter(r *Room) {
	if w.shown == r {
		return
	}
	w.held = w.group(r)
	w.shown = r
	w.version++
}

// Group returns where in the list a room stands.
func (w *World) Group(r *Room) Group {
	if r == w.shown {
		return min(w.held, w.group(r))
	}
	return w.group(r)
}

func (w *World) group(r *Room) Group {
	switch {
	case w.pin(r) >= 0:
		return Pinned
	case r.Mentions() > 0:
		return Mentioned
	case r.Unread() > 0 && !w.Muted(r):
		return Unread
	}
	return Rest
}

// pin returns the place of a room among those pinned, -1 if it is not.
func (w *World) pin(r *Room) int {
	return slices.IndexFunc(w.prefs.Pinned, func(name string) bool { return Fold(name) == Fold(r.name) })
}

// IsPinned reports whether the reader wants a room on top.
func (w *World) IsPinned(r *Room) bool { return w.pin(r) >= 0 }

// Muted reports whether the reader wants a room to be quiet: what is unread
// there does not count, unless it names them.
func (w *World) Muted(r *Room) bool {
	return slices.ContainsFunc(w.prefs.Muted, func(name string) bool { return Fold(name) == Fold(r.name) })
}

// Rooms returns what the reader has open, in the order of the list: by group,
// and in each rooms before conversations, in the order they came.
func (w *World) Rooms() []*Room {
	type placed struct {
		r     *Room
		group Group
		pin   int
	}
	list := make([]placed, 0, len(w.rooms))
	for _, r := range w.rooms {
		if !r.closed {
			list = append(list, placed{r, w.Group(r), w.pin(r)})
		}
	}
	slices.SortStableFunc(list, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.pin, b.pin), cmp.Compare(one(a.r.Direct()), one(b.r.Direct())))
	})
	rooms := make([]*Room, len(list))
	for i := range list {
		rooms[i] = list[i].r
	}
	return rooms
}

// Numbered returns what the reader has open in an order that does not change
// with what is said: those pinned, then rooms, then conversations, as they
// came. A place in it can be learned by heart.
func (w *World) Numbered() []*Room {
	var list []*Room
	for _, r := range w.rooms {
		if !r.closed {
			list = append(list, r)
		}
	}
	place := func(r *Room) int {
		if at := w.pin(r); at >= 0 {
			return at - len(w.prefs.Pinned)
		}
		return int(one(r.Direct()))
	}
	slices.SortStableFunc(list, func(a, b *Room) int { return cmp.Compare(place(a), place(b)) })
	return list
}

// Unseen is an entry that the reader wants to read another time.
type Unseen struct {
	Seq     uint64
	Mention bool
}

// Unmark makes entries of a room unread again, oldest first. It holds here,
// until the server tells its own numbers: its marks go forward only.
func (w *World) Unmark(r *Room, list []Unseen) {
	if len(list) == 0 {
		return
	}
	r.counts.unmark(list)
	w.version++
}

func (c *counts) unmark(list []Unseen) {
	c.base, c.mentions, c.baseTo = 0, 0, 0
	c.live, c.named = nil, 0
	for _, u := range list[max(0, len(list)-Most):] {
		c.live = append(c.live, counted{u.Seq, u.Mention})
		c.named += one(u.Mention)
	}
	c.upto = list[0].Seq - 1
	c.counted = max(c.counted, list[len(list)-1].Seq)
}
