package storetest

import (
	"errors"
	"maps"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

func roomRules(t *testing.T, s store.Store) {
	want := chatRoom("#a")
	want.Private, want.Slow, want.ReadOnly, want.TopicLock, want.Days, want.Owner = true, 1500*time.Millisecond, true, true, 7, "ada"
	kept := made(t, s, want)
	if kept.Slow != want.Slow || !kept.ReadOnly || !kept.TopicLock || !kept.Private || kept.Days != 7 {
		t.Errorf("made is %+v", kept)
	}
	if got := grantsOf(t, s, kept.RID); !maps.Equal(got, map[string]string{"ada": chat.RoleOwner}) {
		t.Errorf("the roles in a new room are %v", got)
	}
	appended(t, s, entry(kept, 1, "ada", ""))
	kept.Private, kept.Slow, kept.ReadOnly, kept.TopicLock, kept.Days = false, 0, false, false, 0
	if err := s.SetRules(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	got, err := s.Room(t.Context(), kept.RID)
	if err != nil || got.Private || got.Slow != 0 || got.ReadOnly || got.TopicLock || got.Days != 0 || got.Last != 1 {
		t.Errorf("changed is %+v, %v", got, err)
	}
	if err := s.SetRules(t.Context(), store.Room{RID: "nothing-here", Kind: chat.RoomChat}); !errors.Is(err, store.ErrNone) {
		t.Errorf("SetRules() of no room = %v", err)
	}
}

func grantsOf(t *testing.T, s store.Store, rid string) map[string]string {
	t.Helper()
	grants, err := s.Grants(t.Context(), rid)
	if err != nil {
		t.Fatalf("Grants() = %v", err)
	}
	return grants
}

func granted(t *testing.T, s store.Store, rid, person, role string) {
	t.Helper()
	if err := s.Grant(t.Context(), rid, person, role); err != nil {
		t.Fatalf("Grant() = %v", err)
	}
}

func grants(t *testing.T, s store.Store) {
	a, b := made(t, s, chatRoom("#a")), made(t, s, chatRoom("#b"))
	granted(t, s, a.RID, "ada", chat.RoleOwner)
	granted(t, s, a.RID, "bob", chat.RoleMember)
	granted(t, s, a.RID, "bob", chat.RoleOp)
	granted(t, s, a.RID, "eve", chat.RoleMember)
	granted(t, s, a.RID, "eve", "")
	granted(t, s, b.RID, "eve", "")
	if got := grantsOf(t, s, a.RID); !maps.Equal(got, map[string]string{"ada": chat.RoleOwner, "bob": chat.RoleOp}) {
		t.Errorf("Grants() = %v", got)
	}
	den := chatRoom("#den")
	den.Private = true
	den = made(t, s, den)
	for _, who := range []string{"ada", "bob", "eve"} {
		granted(t, s, den.RID, who, chat.RoleMember)
	}
	granted(t, s, den.RID, "bob", chat.RoleOp)
	entered(t, s, "eve", den.RID, 0)
	granted(t, s, b.RID, "ada", chat.RoleMember)
	for who, want := range map[string]int{"ada": 1, "bob": 0, "eve": 0, "zoe": 0} {
		got, err := s.Invited(t.Context(), who, 10)
		if err != nil || len(got) != want || want == 1 && got[0].Name != "#den" {
			t.Errorf("Invited(%s) = %+v, %v", who, got, err)
		}
	}
	granted(t, s, b.RID, "ada", "")
	if got := grantsOf(t, s, b.RID); len(got) != 0 {
		t.Errorf("Grants() of another room = %v", got)
	}
	if err := s.Grant(t.Context(), "nothing-here", "ada", chat.RoleOp); !errors.Is(err, store.ErrNone) {
		t.Errorf("Grant() in no room = %v", err)
	}
	if err := s.DropRoom(t.Context(), a.RID); err != nil {
		t.Fatal(err)
	}
	made(t, s, a)
	if got := grantsOf(t, s, a.RID); len(got) != 0 {
		t.Errorf("a room made anew has the roles %v", got)
	}
}

func rulings(t *testing.T, s store.Store) {
	want := []store.Ruling{
		{
			ID: "second", Verb: chat.VerbBan, Person: "bob", Nick: "bób", Keys: [][]byte{{1, 2}, {3}},
			Addresses: []netip.Prefix{netip.MustParsePrefix("2001:db8::/64"), netip.MustParsePrefix("192.0.2.7/32")},
			By:        "ada", Reason: "noise\"", At: at(1), Until: at(100),
		},
		{ID: "third", Verb: chat.VerbMute, RID: "some-room", Person: "eve", At: at(2)},
		{ID: "first", Verb: chat.VerbBan, Person: "guest.1", At: at(0)},
	}
	for _, r := range want {
		if err := s.Rule(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	want[1].Reason = "again"
	if err := s.Rule(t.Context(), want[1]); err != nil {
		t.Fatal(err)
	}
	check := func(want ...store.Ruling) {
		t.Helper()
		got, err := s.Rulings(t.Context())
		if err != nil || !slices.EqualFunc(got, want, func(a, b store.Ruling) bool {
			return string(store.EncodeRuling(a)) == string(store.EncodeRuling(b))
		}) {
			t.Errorf("Rulings() = %+v, %v; want %+v", got, err, want)
		}
	}
	check(want[2], want[0], want[1])
	if err := s.Unrule(t.Context(), "second", "none such", "first"); err != nil {
		t.Fatal(err)
	}
	check(want[1])
}

func blocks(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	appended(t, s, named(entry(room, 1, "bob", ""), "ada"), named(entry(room, 2, "eve", ""), "ada"), entry(room, 3, "ada", ""))
	counts := func(unread, mentions int64) {
		t.Helper()
		u, m, err := s.Counts(t.Context(), room.RID, "ada", 0)
		if u != unread || m != mentions || err != nil {
			t.Errorf("Counts() = %d, %d, %v; want %d, %d", u, m, err, unread, mentions)
		}
	}
	block := func(person, other string, on bool) {
		t.Helper()
		if err := s.Block(t.Context(), person, other, on); err != nil {
			t.Fatal(err)
		}
	}
	counts(2, 2)
	block("ada", "bob", true)
	block("ada", "bob", true)
	block("bob", "ada", true)
	block("ada", "zoe", true)
	counts(1, 1)
	if got, err := s.Blocked(t.Context(), "ada"); err != nil || !slices.Equal(got, []string{"bob", "zoe"}) {
		t.Errorf("Blocked() = %v, %v", got, err)
	}
	block("ada", "bob", false)
	block("ada", "nobody we know", false)
	counts(2, 2)
	if got, err := s.Blocked(t.Context(), "eve"); err != nil || len(got) != 0 {
		t.Errorf("Blocked() = %v, %v", got, err)
	}
}

// ruled keeps one of each kind of rule.
func ruled(t *testing.T, s store.Store, room store.Room) {
	t.Helper()
	granted(t, s, room.RID, "bob", chat.RoleOp)
	ban := store.Ruling{ID: "ban", Verb: chat.VerbBan, Person: "eve", At: at(1)}
	if err := errors.Join(s.Rule(t.Context(), ban), s.Block(t.Context(), "bob", "eve", true)); err != nil {
		t.Fatal(err)
	}
}

// stillRuled checks what ruled has kept.
func stillRuled(t *testing.T, s store.Store, room store.Room) {
	t.Helper()
	if got := grantsOf(t, s, room.RID); got["bob"] != chat.RoleOp {
		t.Errorf("Grants() = %v", got)
	}
	if got, err := s.Rulings(t.Context()); err != nil || len(got) != 1 || got[0].Person != "eve" {
		t.Errorf("Rulings() = %+v, %v", got, err)
	}
	if got, err := s.Blocked(t.Context(), "bob"); err != nil || !slices.Equal(got, []string{"eve"}) {
		t.Errorf("Blocked() = %v, %v", got, err)
	}
}
