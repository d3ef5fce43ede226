package account

import "slices"

// A Holder is whom a nick belongs to: an account, or the stay of a guest. The
// other field is empty.
type Holder struct {
	Account ID
	Stay    string
}

// names says whom each nick belongs to, by how it reads and by how it looks.
// Its owner guards it.
type names struct {
	fold     map[string]Holder
	skeleton shapes
	look     shapes
}

// shapes says who has nicks of a shape. A holder is listed once for each.
type shapes map[string][]Holder

func newNames() names {
	return names{fold: make(map[string]Holder), skeleton: make(shapes), look: make(shapes)}
}

// taken reports whether a nick belongs to someone else than who.
func (n names) taken(nick Nick, who Holder) bool {
	holder, ok := n.fold[nick.fold]
	return ok && holder != who
}

// confusable reports whether a nick looks like one of someone else than who.
// The nicks one has already are in nobody's way.
func (n names) confusable(nick Nick, who Holder) bool {
	return n.skeleton.others(nick.skeleton, who) || n.look.others(nick.look, who)
}

// add gives a nick to who, unless it is someone's already.
func (n names) add(nick Nick, who Holder) {
	if _, ok := n.fold[nick.fold]; ok {
		return
	}
	n.fold[nick.fold] = who
	n.skeleton.add(nick.skeleton, who)
	n.look.add(nick.look, who)
}

// remove takes a nick from who, if it is theirs.
func (n names) remove(nick Nick, who Holder) {
	if n.fold[nick.fold] != who {
		return
	}
	delete(n.fold, nick.fold)
	n.skeleton.remove(nick.skeleton, who)
	n.look.remove(nick.look, who)
}

func (s shapes) others(shape string, who Holder) bool {
	return slices.ContainsFunc(s[shape], func(h Holder) bool { return h != who })
}

func (s shapes) add(shape string, who Holder) { s[shape] = append(s[shape], who) }

func (s shapes) remove(shape string, who Holder) {
	holders := s[shape]
	if i := slices.Index(holders, who); i >= 0 {
		holders = slices.Delete(holders, i, i+1)
	}
	if len(holders) == 0 {
		delete(s, shape)
		return
	}
	s[shape] = holders
}
