package account

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A model is a registry so plain that it is right: lists, searched whole.
type model struct {
	accounts []Account
	guests   map[string]Nick
}

// free says with which code a nick is refused to who.
func (m *model) free(nick Nick, who Holder) chat.Code {
	code := chat.Code("")
	m.each(func(n Nick, h Holder) {
		switch {
		case h == who:
		case n.fold == nick.fold:
			code = chat.CodeNickTaken
		case confusable(n, nick) && code == "":
			code = chat.CodeNickConfusable
		}
	})
	return code
}

// each calls f with every nick and whom it belongs to.
func (m *model) each(f func(Nick, Holder)) {
	for _, a := range m.accounts {
		for _, n := range a.names() {
			f(n, Holder{Account: a.ID})
		}
	}
	for stay, n := range m.guests {
		f(n, Holder{Stay: stay})
	}
}

func TestA08_A10_A12_A15_ARegistryIsLikeAPlainOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keeper := &keptAccounts{}
		r, err := Open(keeper)
		if err != nil {
			t.Fatal(err)
		}
		m := &model{guests: make(map[string]Nick)}
		nick := rapid.Map(rapid.SampledFrom([]string{
			"bob", "Bob", "BOB", "b0b", "ВОВ", "mike", "rnike", "Mike", "alice", "AIice", "ALICE", "lan", "Ian", "Lan",
		}), knownNick)
		number := rapid.IntRange(0, 3)

		t.Repeat(map[string]func(*rapid.T){
			"claim": func(t *rapid.T) {
				n, key := nick.Draw(t, "nick"), number.Draw(t, "key")
				a, made, err := r.Claim(n, testKey(key), testTime().Add(time.Duration(len(m.accounts))*time.Second))
				for _, known := range m.accounts {
					if known.Has(testKey(key)) {
						if made || err != nil || !same(a, known) {
							t.Fatalf("Claim = %+v, %v, %v, want %+v", a, made, err, known)
						}
						return
					}
				}
				wantCode(t, err, m.free(n, Holder{Account: a.ID}))
				if err == nil {
					m.accounts = append(m.accounts, a)
				}
			},
			"rename": func(t *rapid.T) {
				if len(m.accounts) == 0 {
					t.Skip("no accounts")
				}
				i, n := number.Draw(t, "account")%len(m.accounts), nick.Draw(t, "nick")
				a, err := r.Rename(m.accounts[i].ID, n)
				wantCode(t, err, m.free(n, Holder{Account: m.accounts[i].ID}))
				if err == nil {
					m.accounts[i] = a
				}
			},
			"hold": func(t *rapid.T) {
				stay, n := fmt.Sprint(number.Draw(t, "stay")), nick.Draw(t, "nick")
				err := r.Hold(n, stay)
				wantCode(t, err, m.free(n, Holder{Stay: stay}))
				if err == nil {
					m.guests[stay] = n
				}
			},
			"release": func(t *rapid.T) {
				stay := fmt.Sprint(number.Draw(t, "stay"))
				r.Release(stay)
				delete(m.guests, stay)
			},
			"restart": func(t *rapid.T) {
				clear(m.guests)
				if r, err = Open(keeper); err != nil {
					t.Fatal(err)
				}
			},
			"": func(t *rapid.T) { m.check(t, r) },
		})
	})
}

// check compares a registry with the model.
func (m *model) check(t *rapid.T, r *Registry) {
	names := 0
	m.each(func(n Nick, h Holder) {
		names++
		if who, ok := r.Resolve(n.String()); !ok || who != h {
			t.Fatalf("%s leads to %+v, %v, want %+v", n, who, ok, h)
		}
	})
	if len(r.names.fold) != names || len(r.pending.fold)+len(r.pending.skeleton)+len(r.pending.look) != 0 {
		t.Fatalf("%d nicks are known, want %d; %+v waits", len(r.names.fold), names, r.pending)
	}
	for _, shapes := range []shapes{r.names.skeleton, r.names.look} {
		listed := 0
		for _, holders := range shapes {
			listed += len(holders)
		}
		if listed != names {
			t.Fatalf("%d shapes are known, want %d: %v", listed, names, shapes)
		}
	}
	for _, a := range m.accounts {
		if got, ok := r.ByID(a.ID); !ok || !same(got, a) {
			t.Fatalf("ByID = %+v, %v, want %+v", got, ok, a)
		}
	}
}

// same reports whether two accounts are kept alike.
func same(a, b Account) bool { return bytes.Equal(Encode(a), Encode(b)) }
