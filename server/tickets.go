package server

import (
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/store"
)

// A ticket lets one connection carry the bytes of one file, once. It is the whole
// login of that connection.
type ticket struct {
	issuer *session // whose end is the end of the ticket
	who    *person
	until  time.Time
	put    *putting // one of these two
	take   *taking
}

// A putting is a file that is to come.
type putting struct {
	rid   string
	cid   string
	entry chat.Entry // of it, when it is there
	sum   store.Sum  // of the offer
	bytes files.Sum
}

// A taking is a file that is to be read.
type taking struct {
	file   store.SentFile
	offset int64
}

// tickets are those that are valid, and the transfers that go on. It is a table
// with a lock.
type tickets struct {
	mu       sync.Mutex
	bySecret map[string]*ticket
	active   map[string]int         // transfers, by person
	pending  map[offerKey]time.Time // files offered and not sent yet, with when
	between  map[[2]string]int      // of those, by person and rid
}

// An offerKey names a file that was offered.
type offerKey struct{ who, rid, file string }

// pendingTime is for how long an offer counts as pending.
const pendingTime = time.Hour

func (t *tickets) init() {
	t.bySecret = make(map[string]*ticket)
	t.active = make(map[string]int)
	t.pending = make(map[offerKey]time.Time)
	t.between = make(map[[2]string]int)
}

// issue makes a ticket valid and returns its secret.
func (t *tickets) issue(k *ticket) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	for s, old := range t.bySecret { // few, for each lives for a minute
		if now.After(old.until) {
			delete(t.bySecret, s)
		}
	}
	k.until = now.Add(chat.TicketTime)
	s := secret()
	t.bySecret[s] = k
	return s
}

// redeem takes a ticket that is valid, for one kind of connection; nil if there is
// none. The connection counts as a transfer of the person until done is called.
func (t *tickets) redeem(s string, put bool, most int) (k *ticket, done func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k = t.bySecret[s]
	if k == nil || (k.put != nil) != put || time.Now().After(k.until) || k.issuer.why() != nil {
		return nil, nil, chat.Errorf(chat.CodeForbidden, "This ticket is not valid, or not any more; ask for another one.").In("ticket")
	}
	if most > 0 && t.active[k.who.id] >= most {
		e := chat.Errorf(chat.CodeServerBusy, "%d of your files are on their way already; wait until one is there.", most)
		e.Retry, e.Limit = time.Second, most
		return nil, nil, e
	}
	delete(t.bySecret, s)
	t.active[k.who.id]++
	return k, sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.active[k.who.id]--; t.active[k.who.id] == 0 {
			delete(t.active, k.who.id)
		}
	}), nil
}

// offered notes that somebody will send a file somewhere, and reports whether that
// may be one more.
func (t *tickets) offered(key offerKey, most int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	pair := [2]string{key.who, key.rid}
	const many = 10_000
	if most > 0 && t.between[pair] >= most || len(t.pending)%many == many-1 {
		for k, at := range t.pending {
			if now.Sub(at) >= pendingTime {
				t.forget(k)
			}
		}
	}
	if _, again := t.pending[key]; !again && most > 0 && t.between[pair] >= most {
		return false
	}
	if _, again := t.pending[key]; !again {
		t.between[pair]++
	}
	t.pending[key] = now
	return true
}

// arrived notes that a file that was offered is there.
func (t *tickets) arrived(key offerKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget(key)
}

func (t *tickets) forget(key offerKey) {
	if _, there := t.pending[key]; !there {
		return
	}
	delete(t.pending, key)
	pair := [2]string{key.who, key.rid}
	if t.between[pair]--; t.between[pair] == 0 {
		delete(t.between, pair)
	}
}
