package account

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"

	"github.com/chat-tui/chat-tui/net/chat"
)

// NonceSize is the size of a challenge in bytes.
const NonceSize = 32

// NewNonce returns what a challenge asks to be signed: random, for one use.
func NewNonce() []byte {
	nonce := make([]byte, NonceSize)
	_, _ = rand.Read(nonce) // never fails
	return nonce
}

// ParseKey reads a device key as a hello carries it: 32 bytes in base64 with
// padding. The error is of code bad_value for what is no key, and for the few
// keys that are everybody's.
func ParseKey(text string) (ed25519.PublicKey, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(b) != ed25519.PublicKeySize || base64.StdEncoding.EncodeToString(b) != text {
		return nil, chat.Errorf(chat.CodeBadValue, "The key is not an Ed25519 public key in base64.").In("key")
	}
	key := ed25519.PublicKey(b)
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	return key, nil
}

// FormatKey writes a key so that ParseKey reads it.
func FormatKey(key ed25519.PublicKey) string { return base64.StdEncoding.EncodeToString(key) }

// ParseSig reads a signature as a proof carries it: 64 bytes in base64 with
// padding. The error is of code bad_value.
func ParseSig(text string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(b) != ed25519.SignatureSize || base64.StdEncoding.EncodeToString(b) != text {
		return nil, chat.Errorf(chat.CodeBadValue, "The signature is not an Ed25519 signature in base64.").In("sig")
	}
	return b, nil
}

// VerifyProof reports whether sig is the signature by key of payload, which is
// that of wire.AuthPayload. No input makes it panic. What is compared is
// public, so its time tells nothing.
func VerifyProof(key ed25519.PublicKey, sig, payload []byte) bool {
	return CheckKey(key) == nil && len(sig) == ed25519.SignatureSize && ed25519.Verify(key, payload, sig)
}

// Fingerprint returns "SHA256:" and the unpadded base64 of the SHA-256 of the
// key's SubjectPublicKeyInfo: the form in which people compare the keys of
// servers, too.
func Fingerprint(key ed25519.PublicKey) string {
	info, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		panic("account: an Ed25519 key cannot be marshalled: " + err.Error())
	}
	sum := sha256.Sum256(info)
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}
