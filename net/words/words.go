// Package words says numbers in plain words, which people read out to each
// other, compare and write down more surely than letters and digits: the
// fingerprints of keys, and secrets kept on paper.
package words

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
)

//go:embed words.txt
var text string

// list is the words, sorted. No two are alike but for one letter, and none
// begins another. What was written down depends on it: it never changes.
var list = strings.Fields(text) //nolint:gochecknoglobals // constant

const (
	bitsPerWord      = 10
	fingerprintWords = 8 // 80 bits: nobody finds another key with the same
	secretWords      = 14
	sumBits          = secretWords*bitsPerWord - 8*SecretSize
)

// SecretSize is the size of a secret that Secret writes, in bytes.
const SecretSize = 16

// Fingerprint returns a fingerprint (SHA256:…) as eight words, or "" for what
// is none. Two keys with the same words do not happen and cannot be made.
func Fingerprint(fingerprint string) string {
	digits, ok := strings.CutPrefix(fingerprint, "SHA256:")
	sum, err := base64.RawStdEncoding.Strict().DecodeString(digits)
	if !ok || err != nil || len(sum) != sha256.Size {
		return ""
	}
	return strings.Join(write(sum, fingerprintWords), " ")
}

// Secret returns a secret as fourteen words; the last of them hold a sum by
// which most slips of the pen are known.
func Secret(secret [SecretSize]byte) string {
	sum := sumOf(secret)
	return strings.Join(write(append(secret[:], sum[:]...), secretWords), " ")
}

// ParseSecret reads what Secret has written, in any case, with any spaces,
// commas or dashes between the words. The error, of code bad_value, names the
// word that is wrong, if one is; it is for the one who typed it.
func ParseSecret(typed string) (secret [SecretSize]byte, err error) {
	wrong := func(format string, args ...any) ([SecretSize]byte, error) {
		return [SecretSize]byte{}, chat.Errorf(chat.CodeBadValue, format, args...)
	}
	said := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return strings.ContainsRune(" \t\r\n,.-", r) })
	if len(said) != secretWords {
		return wrong("There are %d words; a code has %d.", len(said), secretWords)
	}
	var all [(secretWords*bitsPerWord + 7) / 8]byte
	for n, word := range said {
		i, found := slices.BinarySearch(list, word)
		if !found {
			return wrong("Word %d, %q, is in no code; look at it again.", n+1, chat.Cut(word, chat.MaxID))
		}
		for bit := range bitsPerWord {
			if i>>(bitsPerWord-1-bit)&1 == 1 {
				at := n*bitsPerWord + bit
				all[at/8] |= 0x80 >> (at % 8)
			}
		}
	}
	copy(secret[:], all[:])
	if Secret(secret) != strings.Join(said, " ") {
		return wrong("A word was mistaken for another, or two stand in the wrong order; look at them again.")
	}
	return secret, nil
}

// sumOf returns the sum of a secret, sumBits long, in its first bits.
func sumOf(secret [SecretSize]byte) [2]byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "chat-tui words v1\x00%s", secret[:]))
	return [2]byte{sum[0], sum[1] &^ (0xff >> (sumBits - 8))}
}

// write returns the first bits of b as n words.
func write(b []byte, n int) []string {
	said := make([]string, n)
	for k := range said {
		i := 0
		for bit := range bitsPerWord {
			at := k*bitsPerWord + bit
			i <<= 1
			if b[at/8]&(0x80>>(at%8)) != 0 {
				i |= 1
			}
		}
		said[k] = list[i]
	}
	return said
}
