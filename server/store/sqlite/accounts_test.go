package sqlite

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/server/account"
)

// claimed makes an account.
func claimed(t *testing.T, r *account.Registry, nick string, key byte) account.Account {
	t.Helper()
	n, err := account.ParseNick(nick)
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := r.Claim(n, keyOf(key), at(0))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func keyOf(letter byte) ed25519.PublicKey {
	public, _ := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune(letter)), ed25519.SeedSize))).Public().(ed25519.PublicKey)
	return public
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

// What an invite makes and what is left of it are kept together or not at all.
func TestInvitesAreKeptWithTheAccountsTheyMake(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	r := registry(t, s)
	until := at(0).Add(time.Hour)
	two, token, err := r.Invite(account.Invite{Uses: 2, Until: until, Rooms: []string{"rid-of-a"}, Role: "op"}, at(0))
	if err != nil {
		t.Fatal(err)
	}
	gone, _, err := r.Invite(account.Invite{Uses: 1, Until: until}, at(0))
	if err != nil {
		t.Fatal(err)
	}
	nick, _ := account.ParseNick("ada")
	ada, _, made, err := r.Redeem(nick, keyOf('a'), token, at(1))
	if err != nil || !made || ada.Role != "op" {
		t.Fatalf("Redeem() = %+v, %v, %v", ada, made, err)
	}
	if err := errors.Join(r.TakeBack(gone.ID), r.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}

	r = registry(t, opened(t, dir))
	left := r.Invites(at(2))
	if len(left) != 1 || left[0].ID != two.ID || left[0].Uses != 1 || !left[0].Until.Equal(until) || !slices.Equal(left[0].Rooms, two.Rooms) {
		t.Errorf("the invites came back as %+v", left)
	}
	if got, ok := r.ByID(ada.ID); !ok || got.Role != "op" || !slices.Equal(got.Via, []account.InviteID{two.ID}) {
		t.Errorf("the account came back as %+v", got)
	}
	if nick, _ = account.ParseNick("bob"); !r.Invited(token, at(2)) {
		t.Error("the token is not known any more")
	}
	if _, _, made, err = r.Redeem(nick, keyOf('b'), token, at(2)); err != nil || !made {
		t.Errorf("the second use: %v", err)
	}
	if bytes.Contains(content(t, file(dir)), []byte(token)) {
		t.Error("the token is on the disk")
	}
}

func TestADamagedInviteIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	r := registry(t, s)
	if _, _, err := r.Invite(account.Invite{Uses: 1, Until: at(0).Add(time.Hour), Rooms: []string{"rid-of-a-room"}}, at(0)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	flip(t, dir, `rid-of-a-room`, `rid-of-b-room`)
	_, err := account.Open(opened(t, dir).Accounts())
	if unusable, ok := errors.AsType[*Unusable](err); !ok || unusable.Path != file(dir) {
		t.Errorf("Open() = %v", err)
	}
}
