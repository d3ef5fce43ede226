package sqlite

import (
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/server/account"
)

// claimed makes an account.
func claimed(t *testing.T, r *account.Registry, nick string, key byte) account.Account {
	t.Helper()
	n, err := account.ParseNick(nick)
	if err != nil {
		t.Fatal(err)
	}
	public, ok := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune(key)), ed25519.SeedSize))).Public().(ed25519.PublicKey)
	if !ok {
		t.Fatal("no key")
	}
	a, _, err := r.Claim(n, public, at(0))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func registry(t *testing.T, s *Store) *account.Registry {
	t.Helper()
	r, err := account.Open(s.Accounts())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAccountsAreKept(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	r := registry(t, s)
	ada, bob := claimed(t, r, "ada", 'a'), claimed(t, r, "bob", 'b')
	bob, err := r.SetDisabled(bob.ID, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	r = registry(t, opened(t, dir))
	for _, want := range []account.Account{ada, bob} {
		got, ok := r.ByID(want.ID)
		if !ok || got.Nick != want.Nick || got.Disabled != want.Disabled || !got.Created.Equal(want.Created) {
			t.Errorf("came back as %+v, was %+v", got, want)
		}
	}
}

func TestADamagedAccountIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	r := registry(t, s)
	claimed(t, r, "adalbert", 'a')
	if err := errors.Join(r.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	flip(t, dir, `"adalbert"`, `"adelbert"`)
	_, err := account.Open(opened(t, dir).Accounts())
	if unusable, ok := errors.AsType[*Unusable](err); !ok || unusable.Path != file(dir) {
		t.Errorf("Open() = %v", err)
	}
}
