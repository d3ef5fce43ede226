// Package memory is a store.Store that keeps everything in memory, within
// bounds, until the program ends. Each New is a new epoch.
package memory

import (
	"crypto/rand"
	"encoding/base64"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Bounds say how much is kept. 0 stands for the default.
type Bounds struct {
	Entries  int // of one room; 10,000
	Bytes    int // of all entries; 256 MiB
	Receipts int // cids remembered, longer than their entries; 262,144
}

// A Store keeps everything in memory. Its lock is held for moments only.
type Store struct {
	bounds Bounds
	epoch  string

	mu       sync.RWMutex
	rooms    map[string]*room // by rid
	names    []*room          // those with a name, by name
	pairs    map[[2]string]*room
	people   map[string]map[string]*place // by person and rid
	bytes    int
	order    uint64 // of the newest entry
	receipts map[key]store.Receipt
	oldest   queue[key] // of receipts
	rulings  map[string]store.Ruling
	blocks   map[string]map[string]bool // whom a person has blocked
	files    map[string]store.SentFile  // by id
}

// A room is what is kept of one room. It belongs to the lock of the Store.
type room struct {
	store.Room // but First, which the log knows
	log        queue[entry]
	bytes      int
	mentions   map[string][]uint64   // person to the seqs of entries that name them
	reactions  map[uint64][]reaction // under entries, in their order
	items      map[uint64]*item      // of a queue, by the seq of their push
	inside     map[string]*place
	grants     map[string]string // roles, by person
}

// An entry is a frame of a log and who wrote it.
type entry struct {
	chat.Entry
	author string
	order  uint64 // among the entries of all rooms
}

// A place is how far a person has read in a room.
type place struct{ upto uint64 }

// A key finds a receipt.
type key struct{ author, cid string }

var _ store.Store = (*Store)(nil)

// New returns an empty Store with the default bounds.
func New() *Store { return Bounded(Bounds{}) }

// Bounded returns an empty Store.
func Bounded(b Bounds) *Store {
	if b.Entries <= 0 {
		b.Entries = 10_000
	}
	if b.Bytes <= 0 {
		b.Bytes = 256 << 20
	}
	if b.Receipts <= 0 {
		b.Receipts = 1 << 18
	}
	var epoch [12]byte
	_, _ = rand.Read(epoch[:]) // never fails
	return &Store{
		bounds:   b,
		epoch:    base64.RawURLEncoding.EncodeToString(epoch[:]),
		rooms:    make(map[string]*room),
		pairs:    make(map[[2]string]*room),
		people:   make(map[string]map[string]*place),
		receipts: make(map[key]store.Receipt),
		rulings:  make(map[string]store.Ruling),
		blocks:   make(map[string]map[string]bool),
	}
}

// Epoch implements store.Store.
func (s *Store) Epoch() string { return s.epoch }

// Close implements store.Store; there is nothing to do.
func (s *Store) Close() error { return nil }

// cost is roughly how many bytes an entry takes.
func (e *entry) cost() int {
	const itself = 320
	return itself + len(e.Body) + len(e.Topic) + len(e.CID) + len(e.From)
}

// now returns the time as it is kept, in UTC and whole milliseconds.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
