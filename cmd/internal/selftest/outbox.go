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
