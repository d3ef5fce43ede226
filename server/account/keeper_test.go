package account

import (
	"errors"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// slowKeeper keeps nothing until told how it ends.
type slowKeeper struct {
	nowhere
	saving chan Account
	end    chan error
}

func (k slowKeeper) Save(a Account) error {
	k.saving <- a
	return <-k.end
}

func TestNobodyWaitsForTheDiskButWhoChangesAnAccount(t *testing.T) {
	k := slowKeeper{saving: make(chan Account), end: make(chan error)}
	r, err := Open(k)
	if err != nil {
		t.Fatal(err)
	}
	claim := func() chan error {
		done := make(chan error)
		go func() {
			_, _, err := r.Claim(knownNick("mike"), testKey(1), testTime())
			done <- err
		}()
		<-k.saving
		return done
	}

	done := claim()
	if _, ok := r.Resolve("mike"); ok {
		t.Error("an account is seen before it is on disk")
	}
	wantCode(t, r.Hold(knownNick("Mike"), "guest"), chat.CodeNickTaken)
	wantCode(t, r.Hold(knownNick("rnike"), "guest"), chat.CodeNickConfusable)
	wantCode(t, r.Hold(knownNick("bob"), "guest"), "")
	r.Release("guest")
	k.end <- &fullError{}
	err = <-done
	wantCode(t, err, chat.CodeStorageFull)
	if _, ok := r.ByKey(testKey(1)); ok {
		t.Error("an account that was refused is there")
	}

	wantCode(t, r.Hold(knownNick("mike"), "guest"), "")
	r.Release("guest")
	done = claim()
	k.end <- errors.New("the disk burns")
	wantCode(t, <-done, chat.CodeInternal)

	done = claim()
	k.end <- nil
	wantCode(t, <-done, "")
	if who, ok := r.Resolve("mike"); !ok || who.Account == "" {
		t.Errorf("the account is not there: %+v", who)
	}
}

type fullError struct{}

func (*fullError) Error() string { return "write accounts: no space left on device" }
func (*fullError) Unwrap() error { return syscall.ENOSPC }

func TestAClosedRegistryChangesNothing(t *testing.T) {
	r := NewMemory()
	a := mustClaim(t, r, "ada", 1)
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Claim(knownNick("bob"), testKey(2), testTime()); !errors.Is(err, errClosed) {
		t.Errorf("Claim: %v", err)
	}
	if _, err := r.Rename(a.ID, knownNick("bob")); !errors.Is(err, errClosed) {
		t.Errorf("Rename: %v", err)
	}
	if b, ok := r.ByNick("ada"); !ok || b.ID != a.ID {
		t.Error("what was known is forgotten")
	}
}

func TestRegistriesThatCannotBe(t *testing.T) {
	ok := Account{ID: "a", Nick: knownNick("ada"), Keys: []Key{{Public: testKey(1)}}}
	same := Account{ID: "b", Nick: knownNick("bob"), Keys: ok.Keys}
	for name, accounts := range map[string][]Account{
		"no nick":              {{ID: "a", Keys: ok.Keys}},
		"no key":               {{ID: "a", Nick: ok.Nick}},
		"a key of two":         {ok, same},
		"an account of no one": {ok, {}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Open(&keptAccounts{accounts: accounts}); err == nil {
				t.Error("it was opened")
			}
		})
	}
}

func TestOfTwoWhoHaveANickOnDiskTheOlderOneHasIt(t *testing.T) {
	old := Account{ID: "z", Nick: knownNick("ada"), Keys: []Key{{Public: testKey(1)}}, Created: testTime()}
	young := Account{ID: "a", Nick: knownNick("Ada"), Keys: []Key{{Public: testKey(2)}}, Created: testTime().Add(time.Hour)}
	r, err := Open(&keptAccounts{accounts: []Account{young, old}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Rename(young.ID, knownNick("bob")); err != nil {
		t.Errorf("Rename: %v", err)
	}
	if who, _ := r.Resolve("ada"); who.Account != old.ID {
		t.Errorf("the nick leads to %+v", who)
	}
}

func TestStricterRulesTakeNothingAway(t *testing.T) {
	ada := Account{ID: "a", Nick: knownNick("mike"), Former: []Nick{knownNick("server")}, Keys: []Key{{Public: testKey(1)}}}
	bob := Account{ID: "b", Nick: knownNick("rnike"), Keys: []Key{{Public: testKey(2)}}}
	r, err := Open(&keptAccounts{accounts: []Account{ada, bob}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.AddKey(ada.ID, testKey(3), testTime()); err != nil {
		t.Errorf("AddKey: %v", err)
	}
	for _, nick := range []string{"bob", "rnike"} {
		if _, err := r.Rename(bob.ID, knownNick(nick)); err != nil {
			t.Errorf("Rename to %s: %v", nick, err)
		}
	}
	_, err = r.Rename(bob.ID, knownNick("RNIKE"))
	wantCode(t, err, chat.CodeNickConfusable)
}

// keptAccounts is a Keeper in memory that keeps accounts as one on disk does.
type keptAccounts struct {
	accounts []Account
	records  map[ID][]byte
	invites  map[InviteID][]byte
}

func (k *keptAccounts) Load() ([]Account, error) {
	list := slices.Clone(k.accounts)
	for _, record := range k.records {
		a, err := Decode(record)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

func (k *keptAccounts) Save(a Account) error {
	return k.SaveAll(Changes{Accounts: []Account{a}})
}

func (k *keptAccounts) LoadInvites() (list []Invite, err error) {
	for _, record := range k.invites {
		i, err := DecodeInvite(record)
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, nil
}

func (k *keptAccounts) SaveAll(c Changes) error {
	if k.records == nil {
		k.records, k.invites = make(map[ID][]byte), make(map[InviteID][]byte)
	}
	for _, a := range c.Accounts {
		k.records[a.ID] = Encode(a)
	}
	for _, i := range c.Invites {
		k.invites[i.ID] = EncodeInvite(i)
	}
	for _, id := range c.Dropped {
		delete(k.invites, id)
	}
	return nil
}

func (k *keptAccounts) Close() error { return nil }
