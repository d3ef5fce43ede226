package account

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
)

func testTime() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 123e6, time.UTC) }

// testKey returns the nth public key of the tests.
func testKey(n int) ed25519.PublicKey {
	return testSecret(n).Public().(ed25519.PublicKey)
}

func testSecret(n int) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, fmt.Sprint("test key ", n))
	return ed25519.NewKeyFromSeed(seed)
}

// mustClaim returns the account that the nth key makes.
func mustClaim(t rapid.TB, r *Registry, nick string, n int) Account {
	t.Helper()
	a, made, err := r.Claim(mustNick(t, nick), testKey(n), testTime())
	if err != nil || !made {
		t.Fatalf("Claim(%s, key %d): made %v, %v", nick, n, made, err)
	}
	return a
}

// wantCode reports an error that is not of the code.
func wantCode(t rapid.TB, err error, want chat.Code) {
	t.Helper()
	if got := chat.CodeOf(err); got != want {
		t.Errorf("code %q (%v), want %q", got, err, want)
	}
}

func TestTheFirstKeyThatAsksForAFreeNickMakesTheAccount(t *testing.T) {
	r := NewMemory()
	a := mustClaim(t, r, "Ada", 1)
	if a.Nick.String() != "Ada" || !a.Has(testKey(1)) || len(a.Keys) != 1 || !a.Created.Equal(testTime()) || len(a.ID) != 26 {
		t.Errorf("made %+v", a)
	}
	for _, nick := range []string{"ada", "ADA", "ａｄａ"} {
		if who, ok := r.Resolve(nick); !ok || who != (Holder{Account: a.ID}) {
			t.Errorf("Resolve(%q) = %+v, %v", nick, who, ok)
		}
	}
	if b, ok := r.ByKey(testKey(1)); !ok || b.ID != a.ID {
		t.Errorf("ByKey: %+v, %v", b, ok)
	}
	if b, ok := r.ByNick("ada"); !ok || b.ID != a.ID {
		t.Errorf("ByNick: %+v, %v", b, ok)
	}
	if _, ok := r.ByKey(testKey(2)); ok {
		t.Error("a strange key has an account")
	}
	if _, ok := r.Resolve("nobody"); ok {
		t.Error("nobody is someone")
	}
}

func TestAKeyThatHasAnAccountGetsItWhateverItAsksFor(t *testing.T) {
	r := NewMemory()
	a := mustClaim(t, r, "ada", 1)
	if _, err := r.Rename(a.ID, mustNick(t, "countess")); err != nil {
		t.Fatal(err)
	}
	for _, nick := range []string{"countess", "ada", "free"} {
		got, made, err := r.Claim(mustNick(t, nick), testKey(1), testTime())
		if err != nil || made || got.ID != a.ID || got.Nick.String() != "countess" {
			t.Errorf("Claim(%s) = %+v, %v, %v", nick, got, made, err)
		}
	}
	if _, ok := r.Resolve("free"); ok {
		t.Error("a nick was taken by asking")
	}
}

func TestTheOrderOfRefusals(t *testing.T) {
	r := NewMemory()
	mustClaim(t, r, "mike", 1)
	if err := r.Hold(mustNick(t, "Alice"), "stay"); err != nil {
		t.Fatal(err)
	}
	key := 1
	for nick, want := range map[string]chat.Code{
		"Mike":  chat.CodeNickTaken,
		"rnike": chat.CodeNickConfusable,
		"aLICE": chat.CodeNickTaken,
		"a1ice": chat.CodeNickConfusable,
		"bob":   "",
	} {
		key++
		n := mustNick(t, nick)
		wantCode(t, r.Hold(n, "other stay"), want)
		r.Release("other stay")
		_, _, err := r.Claim(n, testKey(key), testTime())
		wantCode(t, err, want)
	}
}

func TestAGuestHoldsItsNickWhileItStays(t *testing.T) {
	r := NewMemory()
	ada, bob := mustNick(t, "ada"), mustNick(t, "bob")
	wantCode(t, r.Hold(ada, "one"), "")
	wantCode(t, r.Hold(ada, "one"), "")
	wantCode(t, r.Hold(ada, "two"), chat.CodeNickTaken)
	if who, ok := r.Resolve("Ada"); !ok || who != (Holder{Stay: "one"}) {
		t.Errorf("Resolve = %+v, %v", who, ok)
	}
	wantCode(t, r.Hold(bob, "one"), "") // takes it in place of ada
	wantCode(t, r.Hold(ada, "two"), "")
	wantCode(t, r.Hold(ada, "one"), chat.CodeNickTaken)
	if who, _ := r.Resolve("bob"); who.Stay != "one" {
		t.Error("a refused nick cost the guest the one it had")
	}
	r.Release("one")
	r.Release("one")
	if _, ok := r.Resolve("bob"); ok {
		t.Error("a guest who is gone still has its nick")
	}
	mustClaim(t, r, "bob", 1)
	wantCode(t, r.Hold(bob, "three"), chat.CodeNickTaken)
}

func TestA15_ANickThatWasGivenUpKeepsLeadingToItsAccount(t *testing.T) {
	r := NewMemory()
	a := mustClaim(t, r, "ada", 1)
	a, err := r.Rename(a.ID, mustNick(t, "countess"))
	if err != nil || a.Nick.String() != "countess" || len(a.Former) != 1 || a.Former[0].String() != "ada" {
		t.Fatalf("Rename: %+v, %v", a, err)
	}
	for _, nick := range []string{"ada", "Countess"} {
		if who, _ := r.Resolve(nick); who.Account != a.ID {
			t.Errorf("%s leads to %+v", nick, who)
		}
	}
	_, _, err = r.Claim(mustNick(t, "Ada"), testKey(2), testTime())
	wantCode(t, err, chat.CodeNickTaken)
	wantCode(t, r.Hold(mustNick(t, "ADA"), "stay"), chat.CodeNickTaken)

	a, err = r.Rename(a.ID, mustNick(t, "Ada"))
	if err != nil || a.Nick.String() != "Ada" || len(a.Former) != 1 || a.Former[0].String() != "countess" {
		t.Errorf("going back: %+v, %v", a, err)
	}
	a, err = r.Rename(a.ID, mustNick(t, "ADA"))
	if err != nil || a.Nick.String() != "ADA" || len(a.Former) != 1 {
		t.Errorf("another spelling: %+v, %v", a, err)
	}
	_, err = r.Rename("nobody", mustNick(t, "x"))
	wantCode(t, err, chat.CodeNoSuchUser)
}

func TestNobodyReservesNicksWithoutEnd(t *testing.T) {
	r := NewMemory()
	id := mustClaim(t, r, "nick0", 1).ID
	for i := 2; i <= MaxNames; i++ {
		if _, err := r.Rename(id, mustNick(t, fmt.Sprintf("name%d", i))); err != nil {
			t.Fatalf("nick %d: %v", i, err)
		}
	}
	_, err := r.Rename(id, mustNick(t, "more"))
	wantCode(t, err, chat.CodeQuota)
	if _, err := r.Rename(id, mustNick(t, "nick0")); err != nil {
		t.Errorf("going back: %v", err)
	}
}

func TestKeysOfAnAccount(t *testing.T) {
	r := NewMemory()
	a, b := mustClaim(t, r, "ada", 1), mustClaim(t, r, "bob", 2)
	if got, err := r.AddKey(a.ID, testKey(3), testTime()); err != nil || !got.Has(testKey(3)) {
		t.Fatalf("AddKey: %+v, %v", got, err)
	}
	if got, _, err := r.Claim(mustNick(t, "x"), testKey(3), testTime()); err != nil || got.ID != a.ID {
		t.Errorf("the second key leads to %+v, %v", got, err)
	}
	_, err := r.AddKey(b.ID, testKey(3), testTime())
	wantCode(t, err, chat.CodeForbidden)
	if _, err = r.RemoveKey(a.ID, testKey(1)); err != nil {
		t.Errorf("RemoveKey: %v", err)
	}
	if _, ok := r.ByKey(testKey(1)); ok { // A05
		t.Error("a removed key still leads to its account")
	}
	_, err = r.RemoveKey(a.ID, testKey(3))
	wantCode(t, err, chat.CodeForbidden)
	for n := 10; n < 10+MaxKeys-1; n++ {
		if _, err := r.AddKey(a.ID, testKey(n), testTime()); err != nil {
			t.Fatal(err)
		}
	}
	_, err = r.AddKey(a.ID, testKey(99), testTime())
	wantCode(t, err, chat.CodeQuota)
	_, _, err = r.Claim(mustNick(t, "y"), make(ed25519.PublicKey, 32), testTime())
	wantCode(t, err, chat.CodeBadValue)
}

func TestADisabledAccountDoesNotEnterAndKeepsItsNick(t *testing.T) {
	r := NewMemory()
	a := mustClaim(t, r, "ada", 1)
	if got, err := r.SetDisabled(a.ID, true); err != nil || !got.Disabled {
		t.Fatalf("SetDisabled: %+v, %v", got, err)
	}
	_, _, err := r.Claim(a.Nick, testKey(1), testTime())
	wantCode(t, err, chat.CodeBanned)
	wantCode(t, r.Hold(a.Nick, "stay"), chat.CodeNickTaken)
}

func TestWhatIsGivenOutIsACopy(t *testing.T) {
	r := NewMemory()
	a := mustClaim(t, r, "ada", 1)
	clear(a.Keys[0].Public)
	if b, ok := r.ByKey(testKey(1)); !ok || !b.Has(testKey(1)) {
		t.Errorf("changing a copy changed the registry: %+v, %v", b, ok)
	}
}

func TestA08_OfManyWhoWantANickOneGetsIt(t *testing.T) {
	for round := range 50 {
		r := NewMemory()
		const many = 8
		codes := make([]chat.Code, 2*many)
		var start, all sync.WaitGroup
		start.Add(1)
		for i := range many {
			all.Go(func() {
				start.Wait()
				_, _, err := r.Claim(knownNick("ada"), testKey(i), testTime())
				codes[i] = chat.CodeOf(err)
			})
			all.Go(func() {
				start.Wait()
				codes[many+i] = chat.CodeOf(r.Hold(knownNick("Ada"), fmt.Sprint(i)))
			})
		}
		start.Done()
		all.Wait()
		won := 0
		for i, code := range codes {
			switch code {
			case "":
				won++
				who, _ := r.Resolve("ada")
				if a, _ := r.ByKey(testKey(i % many)); who != (Holder{Account: a.ID}) && who != (Holder{Stay: fmt.Sprint(i % many)}) {
					t.Fatalf("round %d: %d won, but the nick leads to %+v", round, i, who)
				}
			case chat.CodeNickTaken:
			default:
				t.Fatalf("round %d: code %q", round, code)
			}
		}
		if won != 1 {
			t.Fatalf("round %d: %d won", round, won)
		}
	}
}

func TestOneKeyThatComesTwiceAtOnceHasOneAccount(t *testing.T) {
	r := NewMemory()
	ids := make([]ID, 8)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			a, _, _ := r.Claim(knownNick(fmt.Sprintf("ada%d", i)), testKey(1), testTime())
			ids[i] = a.ID
		})
	}
	all.Wait()
	if slices.Sort(ids); ids[0] == "" || len(slices.Compact(ids)) != 1 {
		t.Errorf("accounts %v", ids)
	}
}

func TestA15_ANickGivenUpIsNeverFreeInBetween(t *testing.T) {
	r := NewMemory()
	a := mustClaim(t, r, "ada", 1)
	var all sync.WaitGroup
	all.Go(func() {
		for range 200 {
			for _, nick := range []string{"countess", "ada"} {
				if _, err := r.Rename(a.ID, knownNick(nick)); err != nil {
					t.Errorf("Rename: %v", err)
				}
			}
		}
	})
	for i := range 4 {
		all.Go(func() {
			for range 500 {
				if err := r.Hold(knownNick("ada"), fmt.Sprint(i)); chat.CodeOf(err) != chat.CodeNickTaken {
					t.Errorf("the nick was free: %v", err)
				}
				if who, _ := r.Resolve("ada"); who.Account != a.ID {
					t.Errorf("the nick led to %+v", who)
				}
			}
		})
	}
	all.Wait()
}
