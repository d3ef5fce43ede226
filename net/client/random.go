package client

import (
	"encoding/base64"
	"encoding/binary"
	"io"
	"time"
)

// newCID makes an id for something said that nobody can guess: 96 random bits
// in 16 characters.
func newCID(random io.Reader) string {
	var b [12]byte
	fill(random, b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// upTo returns a random time from 0 to below most.
func upTo(random io.Reader, most time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	var b [8]byte
	fill(random, b[:])
	return time.Duration(binary.BigEndian.Uint64(b[:]) % uint64(most))
}

// fill reads random bytes. The system's source never fails; one given by
// Options that does is a mistake of the program.
func fill(random io.Reader, b []byte) {
	if _, err := io.ReadFull(random, b); err != nil {
		panic("client: no random numbers: " + err.Error())
	}
}
