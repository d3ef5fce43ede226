package world

import (
	"maps"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Recall takes what an earlier run remembered, by folded nick.
func (w *World) Recall(known map[string]chat.Acquaintance) { maps.Copy(w.known, known) }

// Meet notes that a name belonged to an account at a time. First is true for a name that was not known, and changed for one that belongs to
// another account than the reader knows, the first time that is noticed. What
// was said before the reader met or accepted the known one tells nothing.
func (w *World) Meet(nick, account string, at time.Time) (first, changed bool) {
	key := Fold(nick)
	if account == "" || nick == "" {
		return false, false
	}
	old, known := w.known[key]
	switch {
	case !known && len(w.known) >= mostPeople:
		return false, false
	case !known:
		w.known[key] = chat.Acquaintance{Account: account, At: at}
		return true, false
	case old.Account == account, at.Before(old.At), w.others[key]:
		return false, false
	}
	w.others[key] = true
	w.touchPerson(key)
	return false, true
}

// ChangedHands reports whether a name belongs to another account than the
// reader knows, and was not accepted yet.
func (w *World) ChangedHands(nick string) bool { return w.others[Fold(nick)] }

// Stranger reports whether a name belongs to another account than the reader
// knows, and this account is that other one.
func (w *World) Stranger(nick, account string) bool {
	key := Fold(nick)
	return w.others[key] && w.known[key].Account != account
}

// Accept takes a name as belonging to an account from a time on, and reports
// whether it had changed hands.
func (w *World) Accept(nick, account string, at time.Time) bool {
	key := Fold(nick)
	was := w.others[key]
	delete(w.others, key)
	w.known[key] = chat.Acquaintance{Account: account, At: at}
	w.touchPerson(key)
	return was
}

// touchPerson has everything drawn anew that shows a name.
func (w *World) touchPerson(key string) {
	for _, r := range w.rooms {
		if _, there := r.people[key]; there || Fold(r.Partner()) == key {
			r.touch()
		}
	}
	w.version++
}
