package account

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// openTest opens the registry of a keeper until the test ends.
func openTest(t *testing.T, k Keeper) *Registry {
	t.Helper()
	r, err := Open(k)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func TestAccountsOutliveTheServer(t *testing.T) {
	k := &keptAccounts{}
	r := openTest(t, k)
	a, b := mustClaim(t, r, "Adélie", 1), mustClaim(t, r, "山田のタロ", 2)
	var err error
	if a, err = r.Rename(a.ID, mustNick(t, "countess")); err != nil {
		t.Fatal(err)
	}
	if a, err = r.AddKey(a.ID, testKey(3), testTime()); err != nil {
		t.Fatal(err)
	}
	if b, err = r.SetDisabled(b.ID, true); err != nil {
		t.Fatal(err)
	}
	if err := r.Hold(mustNick(t, "guest"), "stay"); err != nil {
		t.Fatal(err)
	}
	// No Close: nothing may depend on it.

	again := openTest(t, k)
	for _, want := range []Account{a, b} {
		if got, ok := again.ByID(want.ID); !ok || !same(got, want) || got.Nick != want.Nick {
			t.Errorf("came back as %+v, was %+v", got, want)
		}
	}
	for _, nick := range []string{"adélie", "countess"} {
		if who, _ := again.Resolve(nick); who.Account != a.ID {
			t.Errorf("%s leads to %+v", nick, who)
		}
	}
	if got, ok := again.ByKey(testKey(3)); !ok || got.ID != a.ID {
		t.Errorf("the second key leads to %+v", got)
	}
	if _, ok := again.Resolve("guest"); ok {
		t.Error("a guest outlived the server")
	}
}

func TestEveryAccountIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(letters().Filter(func(s string) bool {
			_, err := ParseNick(s)
			return err == nil
		}), 1, MaxNames, func(s string) string { return mustNick(t, s).fold }).Draw(t, "nicks")
		a := Account{
			ID: newID(), Nick: mustNick(t, names[0]), Created: testTime(),
			Disabled: rapid.Bool().Draw(t, "disabled"),
		}
		for _, s := range names[1:] {
			a.Former = append(a.Former, mustNick(t, s))
		}
		for n := range rapid.IntRange(1, 4).Draw(t, "keys") {
			a.Keys = append(a.Keys, Key{Public: testKey(n), Added: testTime()})
		}
		line := Encode(a)
		if bytes.Contains(line, []byte("\n")) {
			t.Fatalf("%q is not one line", line)
		}
		got, err := Decode(line)
		if err != nil || !same(got, a) || got.Nick != a.Nick {
			t.Fatalf("%+v came back as %+v, %v", a, got, err)
		}
	})
}

// sealed returns the line of a record, whatever the record says.
func sealed(text string) string {
	return lineHead + text + lineSum + sumOf([]byte(text)) + lineTail
}

func TestADamagedRecordIsAnError(t *testing.T) {
	bob := Account{ID: "b", Nick: knownNick("bob"), Keys: []Key{{Public: testKey(2), Added: testTime()}}, Created: testTime()}
	whole := string(Encode(bob))
	valid := whole[len(lineHead) : len(whole)-len(lineSum)-sumSize-len(lineTail)]
	if sealed(valid) != whole {
		t.Fatalf("%s is not %s", sealed(valid), whole)
	}
	for name, line := range map[string]string{
		"nothing":                    "",
		"a letter changed":           strings.Replace(whole, `"bob"`, `"bab"`, 1),
		"the sum changed":            lineHead + valid + lineSum + "00000000" + lineTail,
		"cut short":                  whole[:40],
		"the end is missing":         whole[:len(whole)-1],
		"something else":             "hello",
		"zeros":                      strings.Repeat("\x00", 50),
		"two records":                sealed(valid + valid),
		"a field of another version": sealed(strings.Replace(valid, `{"id"`, `{"colour":"x","id"`, 1)),
		"no id":                      sealed(`{"id":"","nick":"x","keys":[]}`),
		"no nick":                    sealed(`{"id":"x","nick":"","keys":[]}`),
		"no key":                     sealed(`{"id":"x","nick":"x","keys":[]}`),
		"a key that is none":         sealed(`{"id":"x","nick":"x","keys":[{"public":"AAAA","added":"2026-03-01T12:00:00Z"}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			if a, err := Decode([]byte(line)); err == nil {
				t.Errorf("it was read as %+v", a)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	a := Encode(Account{ID: "a", Nick: knownNick("ada"), Keys: []Key{{Public: testKey(1), Added: testTime()}}, Created: testTime()})
	for _, seed := range [][]byte{nil, a, append(bytes.Clone(a), a...), a[:50], []byte("\n"), make([]byte, 9)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		_, _ = Decode([]byte(sealed(string(line))))
		got, err := Decode(line)
		if err != nil {
			return
		}
		// What is kept is read the same again.
		again, err := Decode(Encode(got))
		if err != nil || !same(again, got) {
			t.Fatalf("%+v, read again: %+v, %v", got, again, err)
		}
	})
}
