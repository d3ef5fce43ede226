package words

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What was written down must be read for ever.
func TestTheWordsNeverChange(t *testing.T) {
	if got := sha256.Sum256([]byte(text)); hex.EncodeToString(got[:]) != "e8dfda66488e0e853dd11c331dfee9c6fa1ba36d9590cffe97b081e7f0136124" {
		t.Errorf("the list is another one: %x", got)
	}
}

func TestTheWordsAreEasilyToldApart(t *testing.T) {
	if len(list) != 1<<bitsPerWord || !slices.IsSorted(list) {
		t.Fatalf("%d words, sorted %v", len(list), slices.IsSorted(list))
	}
	for i, a := range list {
		if strings.Trim(a, "abcdefghijklmnopqrstuvwxyz") != "" || len(a) < 4 || len(a) > 8 {
			t.Errorf("%q is no plain word", a)
		}
		for _, b := range list[i+1:] {
			if strings.HasPrefix(b, a) || oneLetterAway(a, b) {
				t.Errorf("%s and %s are too much alike", a, b)
			}
		}
	}
}

// oneLetterAway reports whether two words differ by one letter.
func oneLetterAway(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

func TestFingerprintsInWords(t *testing.T) {
	sum := make([]byte, sha256.Size)
	all := func() string { return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum) }
	if got := Fingerprint(all()); got != strings.TrimSpace(strings.Repeat(list[0]+" ", fingerprintWords)) {
		t.Errorf("zeros are %q", got)
	}
	before := Fingerprint(all())
	for bit := range fingerprintWords * bitsPerWord {
		sum[bit/8] ^= 0x80 >> (bit % 8)
		if got := Fingerprint(all()); got == before || len(strings.Fields(got)) != fingerprintWords {
			t.Errorf("bit %d changes nothing: %q", bit, got)
		}
		sum[bit/8] ^= 0x80 >> (bit % 8)
	}
	for _, none := range []string{"", "SHA256:", "SHA256:abc", "MD5:" + all(), all() + "=", "\x1b[2J"} {
		if got := Fingerprint(none); got != "" {
			t.Errorf("%q is %q", none, got)
		}
	}
}

func TestSecretsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var secret [SecretSize]byte
		copy(secret[:], rapid.SliceOfN(rapid.Byte(), SecretSize, SecretSize).Draw(t, "secret"))
		said := Secret(secret)
		for _, typed := range []string{said, " " + strings.ToUpper(said) + "\n", strings.ReplaceAll(said, " ", ", "), strings.ReplaceAll(said, " ", "-")} {
			if got, err := ParseSecret(typed); err != nil || got != secret {
				t.Fatalf("%q came back as %x, %v", typed, got, err)
			}
		}
	})
}

func TestASlipIsNoticed(t *testing.T) {
	said := strings.Fields(Secret([SecretSize]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}))
	missed := 0
	for i := range said {
		for _, other := range list[:64] {
			slip := slices.Clone(said)
			slip[i] = other
			if _, err := ParseSecret(strings.Join(slip, " ")); err == nil && other != said[i] {
				missed++
			}
		}
	}
	if missed > 2 { // one in 4096
		t.Errorf("%d slips of %d went unnoticed", missed, 64*len(said))
	}
	for name, typed := range map[string]string{
		"nothing":      "",
		"a word short": strings.Join(said[1:], " "),
		"a word more":  strings.Join(append(said, "acorn"), " "),
		"no word":      strings.Join(append(said[:13:13], "xyzzy"), " "),
	} {
		if _, err := ParseSecret(typed); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func FuzzParseSecret(f *testing.F) {
	f.Add(Secret([SecretSize]byte{1}))
	f.Add("acorn, acorn")
	f.Fuzz(func(t *testing.T, typed string) {
		secret, err := ParseSecret(typed)
		if err == nil && !strings.Contains(strings.Join(strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return r < 'a' || r > 'z' }), " "), Secret(secret)) {
			t.Errorf("%q was read as %q", typed, Secret(secret))
		}
	})
}
