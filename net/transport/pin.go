package transport

import (
	"crypto/ed25519"
	"fmt"
)

// A PinStore remembers the fingerprint of each server's key. Its methods may
// be called at once.
type PinStore interface {
	// Lookup returns the fingerprint kept for a host, an Address.PinName.
	Lookup(host string) (fingerprint string, found bool, err error)

	// Add keeps the fingerprint of a host that has none. If it has this one,
	// nothing changes; if it has another, the error is a *KeyChangedError.
	Add(host, fingerprint string) error
}

// CheckPin compares a key the server proved with the one kept for host (an
// Address.PinName). A new key is kept and reported; a changed one is a
// *KeyChangedError. With nil pins every key passes.
func CheckPin(pins PinStore, host string, key ed25519.PublicKey) (added bool, err error) {
	known, err := comparePin(pins, host, key)
	if err != nil || known {
		return false, err
	}
	if err := pins.Add(host, Fingerprint(key)); err != nil {
		return false, err
	}
	return true, nil
}

// comparePin reports whether the key may pass without being added; an error
// means that it must not pass at all.
func comparePin(pins PinStore, host string, key ed25519.PublicKey) (known bool, err error) {
	if pins == nil {
		return true, nil
	}
	fingerprint, found, err := pins.Lookup(host)
	if err != nil {
		return false, err
	}
	if presented := Fingerprint(key); found && fingerprint != presented {
		return false, &KeyChangedError{Host: host, Known: fingerprint, Presented: presented}
	}
	return found, nil
}

// A KeyChangedError says that a server showed another key than the one kept
// for it: it was set up anew, or someone stands between.
type KeyChangedError struct {
	Host      string // Address.PinName
	Known     string // fingerprint
	Presented string // fingerprint
}

// Error returns both fingerprints and the command that accepts the new key.
func (e *KeyChangedError) Error() string {
	return fmt.Sprintf("the key of %s has changed: it was %s and is now %s; nothing was sent. "+
		"If its operator tells you that the new one is right, accept it with: %s",
		e.Host, e.Known, e.Presented, e.Command())
}

// Command returns the command line that accepts the new key.
func (e *KeyChangedError) Command() string { return "chat-tui trust " + e.Host }
