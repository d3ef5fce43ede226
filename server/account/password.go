package account

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/crypto/argon2"
)

// What a hash of a password costs whoever computes it: 19 MiB and two passes,
// some 30 ms. A hash that says otherwise is read, within bounds.
const (
	hashMemory  = 19 << 10 // KiB
	hashPasses  = 2
	hashThreads = 1
	hashSize    = 32 // bytes
	saltSize    = 16 // bytes

	mostHashMemory  = 256 << 10 // KiB
	mostHashPasses  = 16
	mostHashThreads = 16
)

// MaxPassword is how long a password may be, in bytes.
const MaxPassword = 200

// hashPrefix begins what HashPassword returns.
const hashPrefix = "$argon2id$"

// A Password is what a server asks of those who come. It keeps no password but
// its hash, and may be used by many goroutines at once.
type Password struct {
	passes, memory uint32
	threads        uint8
	salt, sum      []byte

	// To hash costs much on purpose, so one does so at a time: many who guess
	// cost the server no more memory than one. What was right once is known by
	// a sum under a key that nobody knows, so that guessing holds up nobody
	// who knows the password.
	hashing sync.Mutex
	key     [32]byte

	mu    sync.RWMutex
	right []byte // of the password, once it was said
}

// HashPassword returns the hash of a password as a text that is safe to keep:
// argon2id in the usual form, $argon2id$v=19$m=…,t=…,p=…$SALT$HASH.
func HashPassword(password string) (string, error) {
	if password == "" || len(password) > MaxPassword {
		return "", fmt.Errorf("a password has 1 to %d bytes", MaxPassword)
	}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	sum := argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashThreads, hashSize)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("%sv=%d$m=%d,t=%d,p=%d$%s$%s", hashPrefix, argon2.Version, hashMemory, hashPasses, hashThreads,
		enc.EncodeToString(salt), enc.EncodeToString(sum)), nil
}

// IsPasswordHash reports whether a text is meant as what HashPassword returns.
func IsPasswordHash(s string) bool { return strings.HasPrefix(s, hashPrefix) }

// ParsePassword reads what HashPassword returned.
func ParsePassword(hash string) (*Password, error) {
	wrong := errors.New("password: this is no hash of argon2id; make one with: chat-tui admin password")
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || !IsPasswordHash(hash) || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil, wrong
	}
	p := &Password{}
	var rest string
	n, _ := fmt.Sscanf(parts[3]+" end", "m=%d,t=%d,p=%d %s", &p.memory, &p.passes, &p.threads, &rest)
	salt, saltErr := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	sum, sumErr := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	switch {
	case n != 4, saltErr != nil, sumErr != nil, len(salt) < 8, len(salt) > 64, len(sum) < 16, len(sum) > 64,
		p.memory < 8, p.memory > mostHashMemory, p.passes < 1, p.passes > mostHashPasses,
		p.threads < 1, p.threads > mostHashThreads:
		return nil, wrong
	}
	p.salt, p.sum = salt, sum
	_, _ = rand.Read(p.key[:]) // never fails
	return p, nil
}

// NewPassword returns a password of which only the hash is kept.
func NewPassword(password string) (*Password, error) {
	hash, err := HashPassword(password)
	if err != nil {
		return nil, err
	}
	return ParsePassword(hash)
}

// Check reports whether what someone said is the password. How long it takes
// tells only whether the right one was said before.
func (p *Password) Check(said string) bool {
	if said == "" || len(said) > MaxPassword {
		return false
	}
	mac := hmac.New(sha256.New, p.key[:])
	mac.Write([]byte(said))
	quick := mac.Sum(nil)
	p.mu.RLock()
	known := p.right
	p.mu.RUnlock()
	if known != nil && subtle.ConstantTimeCompare(known, quick) == 1 {
		return true
	}
	p.hashing.Lock()
	sum := argon2.IDKey([]byte(said), p.salt, p.passes, p.memory, p.threads, uint32(len(p.sum)))
	p.hashing.Unlock()
	if subtle.ConstantTimeCompare(sum, p.sum) != 1 {
		return false
	}
	p.mu.Lock()
	p.right = quick
	p.mu.Unlock()
	return true
}

// String keeps a password out of logs, even as its hash.
func (p *Password) String() string { return "(a password)" }
