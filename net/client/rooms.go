package client

import (
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A room is one that is to be heard, on this link and on those that follow.
type room struct {
	name  string // as the server writes it; until it answered, as asked for
	rid   string // empty until it answered
	heard bool   // joined on this link
	named bool   // one of Options.Rooms
}

// rooms are the wanted ones, in the order they were first asked for.
type rooms struct {
	byKey map[string]*room
	list  []*room
}

// keyOf folds the name of a room as far as a client can, so that #Lobby and
// #lobby are one.
func keyOf(name string) string { return strings.ToLower(name) }

// want returns the room with this name, from now on wanted.
func (rs *rooms) want(name string) *room {
	if rm := rs.byKey[keyOf(name)]; rm != nil {
		return rm
	}
	rm := &room{name: name}
	rs.byKey[keyOf(name)] = rm
	rs.list = append(rs.list, rm)
	return rm
}

// named follows the name the server gives a room.
func (rs *rooms) named(rm *room, name string) {
	if other := rs.byKey[keyOf(name)]; other != nil && other != rm {
		rs.list = slices.DeleteFunc(rs.list, func(r *room) bool { return r == other })
	}
	if rs.byKey[keyOf(rm.name)] == rm {
		delete(rs.byKey, keyOf(rm.name))
	}
	rm.name = name
	rs.byKey[keyOf(name)] = rm
	if !slices.Contains(rs.list, rm) {
		rs.list = append(rs.list, rm)
	}
}

// forget ends the wish for a room.
func (rs *rooms) forget(name string) {
	if rm := rs.byKey[keyOf(name)]; rm != nil {
		delete(rs.byKey, keyOf(name))
		rs.list = slices.DeleteFunc(rs.list, func(r *room) bool { return r == rm })
	}
}

// joining reports whether this room is wanted and not yet joined on this link.
func (rs *rooms) joining(name string) bool {
	rm := rs.byKey[keyOf(name)]
	return rm != nil && !rm.heard
}

func (rs *rooms) takeBack() {
	for _, rm := range rs.list {
		rm.heard = false
	}
}

// prepareJoin completes a join with what is known when it is written.
func (o *owner) prepareJoin(r *request, join *chat.Join) {
	l := r.log
	if l == nil {
		l = o.logs.byRID[r.room.rid]
	}
	if l == nil {
		return
	}
	join.Room = l.Room
	since := l.last
	join.Since, join.Epoch, join.At = &since, l.Epoch, ""
	if !l.at.IsZero() {
		join.At = l.at.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	l.asked = true
	l.floor = min(l.floor, since)
}

// rejoin asks, after a welcome, for every room and conversation again, with
// what was seen of them last. In conversations, which are heard without a
// join, that is needed only for what was missed.
func (o *owner) rejoin(w *chat.Welcome, first bool) {
	var ask []*request
	join := func(rm *room) {
		r := o.own(&chat.Join{Room: rm.name})
		r.room, r.auto = rm, true
		ask = append(ask, r)
	}
	for _, rm := range o.rooms.list {
		if rm.rid != "" {
			join(rm)
		}
	}
	for i := range w.Rooms {
		mark := &w.Rooms[i]
		if chat.IsRoom(mark.Room) {
			if o.rooms.byKey[keyOf(mark.Room)] == nil {
				join(o.rooms.want(mark.Room))
			}
			continue
		}
		l := o.logs.met(mark, o.me.epoch, first)
		if l != nil && (l.last < mark.Seq || l.recalled && l.last > mark.Seq) {
			l.expect(mark.Seq)
			ask = append(ask, o.fillRequest(l))
		}
	}
	if o.logs.more = o.logs.more || first && w.More; w.More {
		for _, l := range o.logs.unlisted(w.Rooms) {
			ask = append(ask, o.fillRequest(l))
		}
	}
	o.todo = append(ask, o.todo...)
}

// answeredJoin handles the answer to the join of a room.
func (o *owner) answeredJoin(r *request, ev chat.Event) {
	joined, ok := ev.(*chat.Joined)
	if !ok {
		f, _ := ev.(*chat.Failure)
		if f != nil && f.Room == "" {
			f.Room = r.room.name
		}
		if r.room.rid == "" || r.auto {
			o.rooms.forget(r.room.name)
			o.disown(o.logs.recalled(r.room.rid))
		}
		o.give(r, ev)
		return
	}
	if tooLong := checkNames(joined.Room, joined.RID); tooLong != "" {
		o.violated(tooLong)
		return
	}
	o.rooms.named(r.room, joined.Room)
	o.takeBackRecalled(r.room.rid, joined)
	cmd, _ := r.cmd.(*chat.Join)
	l := o.logs.join(joined, r.room.rid, cmd)
	if l == nil {
		o.violated("more rooms than there can be")
		return
	}
	r.room.rid, r.room.heard = joined.RID, true
	if r.reply != nil {
		o.emit(joined) // the events tell of every room that is heard
	}
	o.give(r, joined)
	o.logs.watch(l, time.Now())
}

// checkNames says what is wrong with a room's name and rid, or "".
func checkNames(name, rid string) string {
	switch {
	case name == "" || len(name) > chat.MaxRoom:
		return "a room without a proper name"
	case rid == "" || len(rid) > 2*chat.MaxRID:
		return "a room without a proper rid"
	}
	return ""
}
