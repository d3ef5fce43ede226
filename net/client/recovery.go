package client

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/net/words"
)

// NewRecovery returns a recovery code, fourteen words to be written down, and
// the key that RecoveryKey makes of it. An account that has this key among its
// devices can be entered with the code alone.
func NewRecovery() (code string, key ed25519.PrivateKey) {
	var secret [words.SecretSize]byte
	_, _ = rand.Read(secret[:]) // never fails
	return words.Secret(secret), recoveryKey(secret)
}

// RecoveryKey returns the key of a recovery code, however it was typed. The
// error is a *chat.Error that says which word is wrong.
func RecoveryKey(code string) (ed25519.PrivateKey, error) {
	secret, err := words.ParseSecret(code)
	if err != nil {
		return nil, err
	}
	return recoveryKey(secret), nil
}

// recoveryKey makes a key of a secret of 128 random bits, which needs no slow
// hash. What was written down depends on it: it never changes.
func recoveryKey(secret [words.SecretSize]byte) ed25519.PrivateKey {
	seed := sha256.Sum256(append([]byte("chat-tui recovery v1\x00"), secret[:]...))
	return ed25519.NewKeyFromSeed(seed[:])
}

// OfferDevice returns the command that adds a key, which is at hand, to the
// account of an errand.
func (e *Errand) OfferDevice(key ed25519.PrivateKey, name string, recovery bool) (*chat.AddDevice, error) {
	server, err := e.ServerKey()
	if err != nil {
		return nil, err
	}
	return OfferDevice(server, e.Welcome.Account, key, name, recovery), nil
}

// OfferDevice returns the command that adds a key, which is at hand, to an
// account of a server, which is known by its identity key.
func OfferDevice(server ed25519.PublicKey, account string, key ed25519.PrivateKey, name string, recovery bool) *chat.AddDevice {
	public, _ := key.Public().(ed25519.PublicKey)
	sig := ed25519.Sign(key, wire.DevicePayload(server, account, public))
	return &chat.AddDevice{
		Key: base64.StdEncoding.EncodeToString(public), Sig: base64.StdEncoding.EncodeToString(sig),
		Name: name, Recovery: recovery,
	}
}
