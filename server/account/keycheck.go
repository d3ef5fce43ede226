package account

import (
	"crypto/ed25519"
	"encoding/hex"

	"github.com/chat-tui/chat-tui/net/chat"
)

// CheckKey reports why a key cannot be that of one device, with code
// bad_value, or nil. A point of small order makes signatures that fit many
// messages without any secret; a number that is not reduced is a second
// spelling of another key.
func CheckKey(key ed25519.PublicKey) error {
	if len(key) != ed25519.PublicKeySize {
		return chat.Errorf(chat.CodeBadValue, "An Ed25519 public key has %d bytes.", ed25519.PublicKeySize).In("key")
	}
	if smallOrder(key) || !reduced(key) {
		return chat.Errorf(chat.CodeBadValue, "The key is not one that a single device can have.").In("key")
	}
	return nil
}

// smallOrder reports whether the point of a key has order 1, 2, 4 or 8. Its
// highest bit is the sign of x, which each of them may have.
func smallOrder(key ed25519.PublicKey) bool {
	y := append([]byte(nil), key...)
	y[31] &= 0x7f
	switch hex.EncodeToString(y) {
	case "0100000000000000000000000000000000000000000000000000000000000000", // 1: order 1
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // -1: order 2
		"0000000000000000000000000000000000000000000000000000000000000000", // 0: order 4
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a": // its negative
		return true
	}
	return false
}

// reduced reports whether the y of a key is below 2^255-19.
func reduced(key ed25519.PublicKey) bool {
	if key[31]&0x7f != 0x7f || key[0] < 0xed {
		return true
	}
	for _, b := range key[1:31] {
		if b != 0xff {
			return true
		}
	}
	return false
}
