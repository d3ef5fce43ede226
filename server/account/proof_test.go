package account

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
)

func TestAProofIsOfOneKeyAndOnePayload(t *testing.T) {
	key, payload := testKey(1), []byte("what is signed")
	sig := ed25519.Sign(testSecret(1), payload)
	flipped := slices.Clone(sig)
	flipped[40] ^= 1
	for name, tt := range map[string]struct {
		key          ed25519.PublicKey
		sig, payload []byte
		want         bool
	}{
		"the right one":           {key, sig, payload, true},
		"A01: a wrong signature":  {key, flipped, payload, false},
		"of another key":          {testKey(2), sig, payload, false},
		"of another payload":      {key, sig, []byte("something else"), false},
		"of nothing":              {key, sig, nil, false},
		"no signature":            {key, nil, payload, false},
		"a short signature":       {key, sig[:63], payload, false},
		"a long signature":        {key, append(slices.Clone(sig), 0), payload, false},
		"no key":                  {nil, sig, payload, false},
		"a short key":             {key[:31], sig, payload, false},
		"a key of everybody":      {make([]byte, 32), make([]byte, 64), payload, false},
		"a key that is no point":  {append([]byte{2}, make([]byte, 31)...), sig, payload, false},
		"a signature not reduced": {key, append(slices.Clone(sig[:32]), bytes.Repeat([]byte{0xff}, 32)...), payload, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := VerifyProof(tt.key, tt.sig, tt.payload); got != tt.want {
				t.Errorf("VerifyProof = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestKeysAsAHelloCarriesThem(t *testing.T) {
	text := FormatKey(testKey(1))
	if key, err := ParseKey(text); err != nil || !key.Equal(testKey(1)) {
		t.Fatalf("ParseKey(%q) = %x, %v", text, key, err)
	}
	raw := bytes.Repeat([]byte{0xfb}, 32)
	for name, in := range map[string]string{
		"none":                  "",
		"31 bytes":              base64.StdEncoding.EncodeToString(raw[:31]),
		"33 bytes":              base64.StdEncoding.EncodeToString(append(raw, 1)),
		"no padding":            strings.TrimRight(text, "="),
		"the URL alphabet":      base64.URLEncoding.EncodeToString(raw),
		"a space after it":      text + " ",
		"a line end in it":      text[:20] + "\n" + text[20:],
		"bits left over":        text[:42] + "B=",
		"hexadecimal":           strings.Repeat("ab", 32),
		"zero":                  FormatKey(make([]byte, 32)),
		"the neutral point":     FormatKey(append([]byte{1}, make([]byte, 31)...)),
		"y that is not below p": FormatKey(append(append([]byte{0xf0}, bytes.Repeat([]byte{0xff}, 30)...), 0x7f)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseKey(in)
			wantCode(t, err, chat.CodeBadValue)
		})
	}
}

func TestSignaturesAsAProofCarriesThem(t *testing.T) {
	sig := ed25519.Sign(testSecret(1), []byte("x"))
	text := base64.StdEncoding.EncodeToString(sig)
	if got, err := ParseSig(text); err != nil || !bytes.Equal(got, sig) {
		t.Fatalf("ParseSig(%q) = %x, %v", text, got, err)
	}
	for name, in := range map[string]string{
		"none":         "",
		"63 bytes":     base64.StdEncoding.EncodeToString(sig[:63]),
		"no padding":   strings.TrimRight(text, "="),
		"a line end":   text + "\n",
		"not base64":   strings.Repeat("*", 88),
		"much too big": strings.Repeat("A", 4000),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseSig(in)
			wantCode(t, err, chat.CodeBadValue)
		})
	}
}

// TestSmallOrder checks the table of smallOrder by the arithmetic of the
// curve: the points of order 1, 2, 4 and 8 are 8, with 5 different y.
func TestSmallOrder(t *testing.T) {
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	mod := func(n *big.Int) *big.Int { return n.Mod(n, p) }
	inverse := func(n *big.Int) *big.Int { return new(big.Int).ModInverse(n, p) }
	d := mod(new(big.Int).Mul(big.NewInt(-121665), inverse(big.NewInt(121666))))
	// A point of order 8 has y² = 1/(1+√(1+d)) or its like: doubling it must
	// give y = 0, that is x² + y² = 0, so 2y² = 1 + d·x²y² with x² = -y²:
	// d·y⁴ + 2y² - 1 = 0.
	root := new(big.Int).ModSqrt(mod(new(big.Int).Add(big.NewInt(1), d)), p)
	var ys []*big.Int
	for _, s := range []*big.Int{root, new(big.Int).Neg(root)} {
		square := mod(new(big.Int).Mul(new(big.Int).Sub(s, big.NewInt(1)), inverse(d)))
		if y := new(big.Int).ModSqrt(square, p); y != nil {
			ys = append(ys, y, mod(new(big.Int).Neg(y)))
		}
	}
	if len(ys) != 2 {
		t.Fatalf("%d different y of order 8", len(ys))
	}
	ys = append(ys, big.NewInt(0), big.NewInt(1), new(big.Int).Sub(p, big.NewInt(1)))
	for _, y := range ys {
		key := y.FillBytes(make([]byte, 32))
		slices.Reverse(key)
		for _, sign := range []byte{0, 0x80} {
			key[31] |= sign
			if CheckKey(key) == nil {
				t.Errorf("%x is taken for somebody's", key)
			}
		}
	}
	for n := range 50 {
		if err := CheckKey(testKey(n)); err != nil {
			t.Errorf("%x: %v", testKey(n), err)
		}
	}
}

func TestNonces(t *testing.T) {
	a, b := NewNonce(), NewNonce()
	if len(a) != NonceSize || bytes.Equal(a, b) {
		t.Errorf("nonces %x and %x", a, b)
	}
}

func TestFingerprint(t *testing.T) {
	const want = "SHA256:"
	a, b := Fingerprint(testKey(1)), Fingerprint(testKey(2))
	if !strings.HasPrefix(a, want) || len(a) != len(want)+43 || a == b || a != Fingerprint(testKey(1)) {
		t.Errorf("fingerprints %s and %s", a, b)
	}
}
