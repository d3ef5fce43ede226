package world

import (
	"maps"

	"github.com/chat-tui/chat-tui/net/chat"
)

// roomState takes what holds in a room from now on.
func (w *World) roomState(ev *chat.RoomState) {
	if r := w.Room(ev.Room); r != nil {
		r.was = rulesOf{r.private, r.rules}
		r.private, r.rules = ev.Private, ev.RoomRules
		w.version++
	}
}

// rulesOf are what held in a room.
type rulesOf struct {
	private bool
	rules   chat.RoomRules
}

// Was returns what held in the room before the last change of it.
func (r *Room) Was() (private bool, rules chat.RoomRules) { return r.was.private, r.was.rules }

// ruling takes what was decided about a person, as far as it shows: a role.
func (w *World) ruling(ev *chat.Ruling) {
	if ev.Verb != chat.VerbRole {
		return
	}
	for _, r := range w.rooms {
		if r.Direct() || ev.Room != "" && Fold(ev.Room) != Fold(r.name) {
			continue
		}
		if p, there := r.people[Fold(ev.Nick)]; there {
			p.Role = ev.Role
			r.people[Fold(ev.Nick)] = p
			r.touch()
		}
		if w.IsSelf(ev.Nick) {
			if r.role = ev.Role; r.role == chat.RoleMember {
				r.role = ""
			}
			w.version++
		}
	}
}

// blocks takes whom the reader has blocked.
func (w *World) blocks(people []chat.Blocked) {
	blocked := make(map[string]bool, 2*len(people))
	for _, p := range people {
		if p.Account != "" {
			blocked[p.Account] = true
		}
		if p.Nick != "" {
			blocked["@"+Fold(p.Nick)] = true
		}
	}
	if maps.Equal(blocked, w.blocked) {
		return
	}
	w.blocked = blocked
	w.blockings++
	for _, r := range w.rooms {
		if r.Direct() && w.Blocks(r.Partner()) {
			r.closed = true
		}
	}
	w.version++
}

// Blockings changes with whom the reader has blocked.
func (w *World) Blockings() uint64 { return w.blockings }

// Hides reports whether the reader has blocked who wrote an entry.
func (w *World) Hides(e *chat.Entry) bool {
	if len(w.blocked) == 0 {
		return false
	}
	if e.Account != "" {
		return w.blocked[e.Account]
	}
	return w.blocked["@"+Fold(e.From)]
}

// Blocks reports whether the reader has blocked a person.
func (w *World) Blocks(nick string) bool { return w.blocked["@"+Fold(nick)] }
