package selftest

import (
	"slices"
	"sync"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// A keptOutbox is an outbox that outlives the connection, as one on disk
// outlives the program.
type keptOutbox struct {
	mu   sync.Mutex
	list []client.Saying
}

// Load returns what is kept.
func (o *keptOutbox) Load() ([]client.Saying, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.list), nil
}

// Put keeps what was said.
func (o *keptOutbox) Put(list ...client.Saying) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range list {
		if !slices.ContainsFunc(o.list, func(kept client.Saying) bool { return kept.CID == s.CID }) {
			o.list = append(o.list, s)
		}
	}
	return nil
}

// Refuse notes that it is not to be sent.
func (o *keptOutbox) Refuse(cid string, why *chat.Error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.list {
		if o.list[i].CID == cid {
			o.list[i].Refused = why
		}
	}
	return nil
}

// Done forgets it.
func (o *keptOutbox) Done(cid string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = slices.DeleteFunc(o.list, func(s client.Saying) bool { return s.CID == cid })
	return nil
}

// A followedOutbox tells its talker what is still to be sent, changes of
// messages and what an earlier run left among it.
type followedOutbox struct {
	client.Outbox
	t *talker
}

// Load returns what is kept.
func (o followedOutbox) Load() ([]client.Saying, error) {
	list, err := o.Outbox.Load()
	o.t.mu.Lock()
	defer o.t.mu.Unlock()
	if o.t.unsent == nil {
		o.t.unsent = make(map[string]bool)
	}
	for i := range list {
		if list[i].Refused == nil {
			o.t.unsent[list[i].CID] = true
		}
	}
	return list, err
}

// Put keeps what was said.
func (o followedOutbox) Put(list ...client.Saying) error {
	o.t.mu.Lock()
	for i := range list {
		o.t.unsent[list[i].CID] = true
	}
	o.t.mu.Unlock()
	return o.Outbox.Put(list...)
}

// Done forgets it.
func (o followedOutbox) Done(cid string) error {
	defer o.over(cid)
	return o.Outbox.Done(cid)
}

// Refuse notes that it is not to be sent.
func (o followedOutbox) Refuse(cid string, why *chat.Error) error {
	defer o.over(cid)
	return o.Outbox.Refuse(cid, why)
}

func (o followedOutbox) over(cid string) {
	o.t.mu.Lock()
	delete(o.t.unsent, cid)
	o.t.mu.Unlock()
	o.t.changed()
}
