package server

import "sync"

// A keeping lets rooms keep what is said while nobody changes what may be said.
// Rooms hold it from the moment they ask what may be said until that is kept,
// the disk included; whoever forbids something waits for them.
type keeping struct {
	mu      sync.Mutex
	changed sync.Cond
	rooms   int // that keep something
	waiting int // who wants to forbid something
}

func (k *keeping) init() { k.changed.L = &k.mu }

// begin waits while someone forbids something. It is followed by end.
func (k *keeping) begin() {
	k.mu.Lock()
	for k.waiting > 0 {
		k.changed.Wait()
	}
	k.rooms++
	k.mu.Unlock()
}

func (k *keeping) end() {
	k.mu.Lock()
	if k.rooms--; k.rooms == 0 && k.waiting > 0 {
		k.changed.Broadcast()
	}
	k.mu.Unlock()
}

// exclude does something while no room keeps anything.
func (k *keeping) exclude(do func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.waiting++
	for k.rooms > 0 {
		k.changed.Wait()
	}
	do()
	if k.waiting--; k.waiting == 0 {
		k.changed.Broadcast()
	}
}
