package server

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// The rulings are the bans and mutes that hold, as the store has them. It is a
// table with a lock: sessions and rooms ask it, and sessions and rooms change
// it, one at a time.
type rulings struct {
	kept store.Store

	keeping keeping // nothing that was allowed before a ruling is kept after it

	changing sync.Mutex   // one change at a time, the disk included
	count    atomic.Int64 // of all; where there are none, nothing is looked up

	mu   sync.RWMutex
	byID map[string]store.Ruling
	on   map[ruledOn][]string // ids, by what they are about
}

// A ruledOn is what a ruling is about: a person, a nick of a guest, or a key.
type ruledOn struct{ verb, rid, kind, name string }

// What rulings are found by.
const (
	onPerson  = "person"
	onNick    = "nick" // of a guest, folded
	onKey     = "key"
	onAddress = "address" // of all of them together
)

// maxRulings is how many bans and mutes there may be.
const maxRulings = 10_000

// load reads what is kept. It is called once, before anything else.
func (t *rulings) load(ctx context.Context) error {
	list, err := t.kept.Rulings(ctx)
	if err != nil {
		return err
	}
	t.byID = make(map[string]store.Ruling, len(list))
	t.on = make(map[ruledOn][]string)
	for _, r := range list {
		t.note(r)
	}
	return nil
}

// subjects returns what a ruling is found by.
func subjects(r *store.Ruling) (on []ruledOn) {
	add := func(kind, name string) { on = append(on, ruledOn{r.Verb, r.RID, kind, name}) }
	if r.Person != "" {
		add(onPerson, r.Person)
	}
	if isStay(r.Person) {
		add(onNick, account.Fold(r.Nick))
	}
	for _, key := range r.Keys {
		add(onKey, string(key))
	}
	if len(r.Addresses) > 0 {
		add(onAddress, "")
	}
	return on
}

// note adds a ruling to what is looked up.
func (t *rulings) note(r store.Ruling) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, there := t.byID[r.ID]; !there {
		t.count.Add(1)
	}
	t.byID[r.ID] = r
	for _, on := range subjects(&r) {
		if !slices.Contains(t.on[on], r.ID) {
			t.on[on] = append(t.on[on], r.ID)
		}
	}
}

// forget takes a ruling out of what is looked up.
func (t *rulings) forget(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, there := t.byID[id]
	if !there {
		return
	}
	t.count.Add(-1)
	delete(t.byID, id)
	for _, on := range subjects(&r) {
		t.on[on] = slices.DeleteFunc(t.on[on], func(other string) bool { return other == id })
		if len(t.on[on]) == 0 {
			delete(t.on, on)
		}
	}
}

// add keeps a ruling. When it returns, nothing is kept any more that the
// ruling forbids.
func (t *rulings) add(ctx context.Context, r store.Ruling) error {
	t.changing.Lock()
	defer t.changing.Unlock()
	if err := t.tidy(ctx); err != nil {
		return err
	}
	if t.count.Load() >= maxRulings {
		e := chat.Errorf(chat.CodeQuota, "There are %d bans and mutes already; take some back first.", maxRulings)
		e.Limit = maxRulings
		return e
	}
	t.keeping.exclude(func() { t.note(r) })
	if err := t.kept.Rule(ctx, r); err != nil {
		t.forget(r.ID)
		return err
	}
	return nil
}

// drop takes back all rulings that which picks.
func (t *rulings) drop(ctx context.Context, which func(*store.Ruling) bool) error {
	t.changing.Lock()
	defer t.changing.Unlock()
	return t.let(ctx, t.list(which))
}

// let lets rulings go.
func (t *rulings) let(ctx context.Context, gone []store.Ruling) error {
	if len(gone) == 0 {
		return nil
	}
	if err := t.kept.Unrule(ctx, idsOf(gone)...); err != nil {
		return err
	}
	for i := range gone {
		t.forget(gone[i].ID)
	}
	return nil
}

// tidy forgets what is over.
func (t *rulings) tidy(ctx context.Context) error {
	now := time.Now()
	return t.let(ctx, t.list(func(r *store.Ruling) bool { return r.Over(now) }))
}

func idsOf(list []store.Ruling) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	return ids
}

// list returns the rulings that which picks, oldest first.
func (t *rulings) list(which func(*store.Ruling) bool) (list []store.Ruling) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for _, r := range t.byID {
		if which(&r) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b store.Ruling) int { return a.At.Compare(b.At) })
	return list
}

// find returns the ruling of this verb, in a room or on the server, that is
// about somebody, or nil. Key and from may be empty.
func (t *rulings) find(verb, rid string, who *person, key string, from netip.Addr) *store.Ruling {
	if t.count.Load() == 0 {
		return nil
	}
	now := time.Now()
	t.mu.RLock()
	defer t.mu.RUnlock()
	look := func(kind, name string) *store.Ruling {
		for _, id := range t.on[ruledOn{verb, rid, kind, name}] {
			r := t.byID[id]
			if !r.Over(now) && (kind != onAddress || covers(&r, from)) {
				return &r
			}
		}
		return nil
	}
	if r := look(onPerson, who.id); r != nil {
		return r
	}
	if who.account == "" {
		if r := look(onNick, account.Fold(who.profile().nick)); r != nil {
			return r
		}
	}
	if key != "" {
		if r := look(onKey, key); r != nil {
			return r
		}
	}
	if from.IsValid() && (who.account == "" || rid == "") {
		return look(onAddress, "")
	}
	return nil
}

// covers reports whether a ruling is about peers from an address.
func covers(r *store.Ruling, from netip.Addr) bool {
	return slices.ContainsFunc(r.Addresses, func(p netip.Prefix) bool { return p.Contains(from) })
}

// mute returns the mute of somebody, in the room or on the server, or nil.
func (t *rulings) mute(rid string, who *person, from netip.Addr) *store.Ruling {
	if r := t.find(chat.VerbMute, "", who, "", from); r != nil || rid == "" {
		return r
	}
	return t.find(chat.VerbMute, rid, who, "", from)
}
