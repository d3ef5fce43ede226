package world

import "time"

// An acquaintance is whose account a name belonged to when the reader met it,
// or accepted it since.
type acquaintance struct {
	account string
	at      time.Time // when it was seen last
}

// Recall takes what an earlier run remembered: accounts by folded nick.
func (w *World) Recall(known map[string]string) {
	for nick, account := range known {
		w.known[nick] = acquaintance{account: account}
	}
}

// Meet notes that a name belonged to an account at a time; zero is now. First
// is true for a name that was not known, and changed for one that belongs to
// another account than the reader knows, the first time that is noticed. What
// was said before the reader saw the known account last tells nothing.
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
		w.known[key] = acquaintance{account, at}
		return true, false
	case old.account == account:
		if at.After(old.at) {
			w.known[key] = acquaintance{account, at}
		}
		return false, false
	case !at.IsZero() && at.Before(old.at), w.others[key]:
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
	return w.others[key] && w.known[key].account != account
}

// Accept takes a name as belonging to an account from now on, and reports
// whether it had changed hands.
func (w *World) Accept(nick, account string) bool {
	key := Fold(nick)
	was := w.others[key]
	delete(w.others, key)
	w.known[key] = acquaintance{account: account}
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
