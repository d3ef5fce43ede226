package world_test

import (
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/world"
)

func TestANameThatChangedHandsIsMarkedUntilAccepted(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	w := world.New("ada")
	w.Recall(map[string]chat.Acquaintance{"eve": {Account: "e1", At: day(1)}})
	meet := func(nick, account string, at time.Time, first, changed bool) {
		t.Helper()
		if f, c := w.Meet(nick, account, at); f != first || c != changed {
			t.Errorf("Meet(%s, %s, %s) = %v, %v", nick, account, at.Format("Jan 2"), f, c)
		}
	}
	meet("Bob", "b1", day(2), true, false)
	meet("bob", "b1", day(3), false, false)
	meet("guest", "", day(3), false, false)
	if w.ChangedHands("bob") {
		t.Error("bob has changed hands")
	}
	meet("bob", "b2", day(1), false, false) // what was said before the reader knew bob
	meet("bob", "b2", day(4), false, true)
	meet("bob", "b2", day(5), false, false) // told once
	if !w.ChangedHands("BOB") || !w.Stranger("bob", "b2") || w.Stranger("bob", "b1") {
		t.Error("bob has not changed hands")
	}
	meet("eve", "e1", day(6), false, false)
	meet("eve", "e2", day(6), false, true)
	if !w.Accept("bob", "b2", day(7)) || w.ChangedHands("bob") || w.Accept("bob", "b2", day(7)) {
		t.Error("bob was not accepted")
	}
	meet("bob", "b1", day(3), false, false) // from the history
	meet("bob", "b1", day(8), false, true)  // the old one again
}

func TestBlockedPeopleAreHidden(t *testing.T) {
	w := world.New("ada")
	bob := w.Open("@bob")
	w.Apply(&chat.Blocks{People: []chat.Blocked{{Nick: "Bob", Account: "b1"}, {Nick: "zoe"}}}, time.Time{})
	for _, tt := range []struct {
		from, account string
		want          bool
	}{{"bob", "b1", true}, {"robert", "b1", true}, {"bob", "b2", false}, {"zoe", "", true}, {"eve", "", false}} {
		if got := w.Hides(&chat.Entry{From: tt.from, Account: tt.account}); got != tt.want {
			t.Errorf("%s of %q is hidden: %v", tt.from, tt.account, got)
		}
	}
	for _, r := range w.Rooms() {
		if r == bob {
			t.Error("the conversation is listed")
		}
	}
	before := w.Blockings()
	w.Apply(&chat.Blocks{People: []chat.Blocked{{Nick: "Bob", Account: "b1"}, {Nick: "zoe"}}}, time.Time{})
	if w.Blockings() != before {
		t.Error("the same list is news")
	}
	w.Apply(&chat.Blocks{}, time.Time{})
	if w.Blockings() == before || w.Blocks("bob") {
		t.Error("bob is still blocked")
	}
}

func TestRulesAndRolesOfARoom(t *testing.T) {
	w := world.New("ada")
	w.Apply(&chat.Joined{Room: "#tea", RID: "rid-of-tea", Role: chat.RoleOwner, RoomRules: chat.RoomRules{SlowMS: 5}, Members: []chat.Member{{Nick: "ada", Role: chat.RoleOwner}, {Nick: "bob", Bot: true}}}, time.Time{})
	tea := w.Room("#tea")
	if tea.Role() != chat.RoleOwner || tea.Rules().SlowMS != 5 || !w.Bot("bob") {
		t.Errorf("the room is %+v, bot %v", tea.Rules(), w.Bot("bob"))
	}
	w.Apply(&chat.RoomState{Room: "#tea", Private: true, RoomRules: chat.RoomRules{ReadOnly: true}}, time.Time{})
	if private, was := tea.Was(); private || was.SlowMS != 5 || !tea.Private() || !tea.Rules().ReadOnly {
		t.Errorf("it was %+v and is %+v", was, tea.Rules())
	}
	w.Apply(&chat.Ruling{Verb: chat.VerbRole, Room: "#tea", Nick: "bob", Role: chat.RoleOp}, time.Time{})
	w.Apply(&chat.Ruling{Verb: chat.VerbRole, Room: "#tea", Nick: "ada", Role: chat.RoleMember}, time.Time{})
	if tea.Role() != "" {
		t.Errorf("one's own role is %q", tea.Role())
	}
	for _, p := range tea.People() {
		if want := map[string]string{"ada": chat.RoleMember, "bob": chat.RoleOp}[p.Nick]; p.Role != want {
			t.Errorf("%s is %q", p.Nick, p.Role)
		}
	}
}
