package account

import (
	"fmt"
	"strings"
	"testing"
)

func TestAPasswordIsKnownByItsHashAlone(t *testing.T) {
	hash, err := HashPassword("tea at four")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(hash, "tea") || !IsPasswordHash(hash) {
		t.Errorf("the hash is %s", hash)
	}
	p, err := ParsePassword(hash)
	if err != nil {
		t.Fatal(err)
	}
	for said, want := range map[string]bool{
		"tea at four": true, "tea at five": false, "": false, "tea at four ": false, "Tea at four": false,
		strings.Repeat("x", MaxPassword+1): false,
	} {
		for range 2 { // also when the right one was said before
			if got := p.Check(said); got != want {
				t.Errorf("Check(%q) = %v", said, got)
			}
		}
	}
	if shown := fmt.Sprintf("%v %+v %s", p, p, p); strings.Contains(shown, "argon2") || strings.Contains(shown, "salt") {
		t.Errorf("it is shown as %s", shown)
	}
	other, err := HashPassword("tea at four")
	if err != nil || other == hash {
		t.Errorf("two hashes of one password: %s, %v", other, err)
	}
}

func TestPasswordsThatCannotBe(t *testing.T) {
	for _, said := range []string{"", strings.Repeat("x", MaxPassword+1)} {
		if _, err := NewPassword(said); err == nil {
			t.Errorf("a password of %d bytes was taken", len(said))
		}
	}
	const salt, sum = "c2FsdHNhbHRzYWx0c2E", "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"
	for name, hash := range map[string]string{
		"nothing":           "",
		"a plain word":      "secret",
		"another function":  "$argon2i$v=19$m=19456,t=2,p=1$" + salt + "$" + sum,
		"another version":   "$argon2id$v=16$m=19456,t=2,p=1$" + salt + "$" + sum,
		"no memory":         "$argon2id$v=19$m=0,t=2,p=1$" + salt + "$" + sum,
		"too much memory":   "$argon2id$v=19$m=99999999,t=2,p=1$" + salt + "$" + sum,
		"too many passes":   "$argon2id$v=19$m=19456,t=99,p=1$" + salt + "$" + sum,
		"more behind":       "$argon2id$v=19$m=19456,t=2,p=1x$" + salt + "$" + sum,
		"a short hash":      "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$aGFz",
		"a salt of no form": "$argon2id$v=19$m=19456,t=2,p=1$!!$" + sum,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParsePassword(hash); err == nil {
				t.Error("it was taken")
			}
		})
	}
	if _, err := ParsePassword("$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + sum); err != nil {
		t.Errorf("a good one: %v", err)
	}
}

func FuzzParsePassword(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2E$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g")
	f.Add("$argon2id$v=19$m=8,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, hash string) {
		if p, err := ParsePassword(hash); (p == nil) == (err == nil) {
			t.Errorf("ParsePassword() = %v, %v", p, err)
		}
	})
}
