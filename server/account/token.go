package account

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"strings"
)

// MaxToken is how long a token may be, in bytes.
const MaxToken = 64

// newToken returns a secret of 130 random bits: 26 of a-z and 2-7.
func newToken() string { return strings.ToLower(rand.Text()) }

// A Sum is what a token is known by here: its SHA-256. The token itself is
// kept nowhere. It has so many random bits that none could find it by trying,
// so it needs no slower hash.
type Sum [sha256.Size]byte

// SumOf returns the sum of a token.
func SumOf(token string) Sum { return sha256.Sum256([]byte("chat-tui token v1\x00" + token)) }

// IsZero reports whether there is no token.
func (s Sum) IsZero() bool { return s == Sum{} }

// equal compares in a time that does not depend on what is compared.
func (s Sum) equal(other Sum) bool { return subtle.ConstantTimeCompare(s[:], other[:]) == 1 }

// id returns a name for the token that is no secret: 16 of a-z and 2-7.
func (s Sum) id() string {
	return strings.ToLower(base32.StdEncoding.EncodeToString(s[:10]))
}

func (s Sum) bytes() []byte {
	if s.IsZero() {
		return nil
	}
	return s[:]
}

// set reads what bytes returned, and reports whether it could.
func (s *Sum) set(b []byte) bool { return copy(s[:], b) == len(s) && len(b) == len(s) }

// String keeps even the sum of a token out of logs.
func (s Sum) String() string { return "(a token)" }
