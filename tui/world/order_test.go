package world_test

import (
	"testing"

	"github.com/chat-tui/chat-tui/tui/world"
)

func TestTheListIsGrouped(t *testing.T) {
	w := after(online(), welcome(), joined("#quiet", 0), joined("#busy", 0), joined("#loud", 0), joined("#pin", 0), joined("#named", 0))
	apply := func(room, body string, seq uint64) { w.Apply(said(room, seq, "bob", body), start()) }
	w.Arrange(world.Prefs{Pinned: []string{"#PIN"}, Muted: []string{"#loud"}})
	apply("#busy", "hello", 1)
	apply("#loud", "noise", 1)
	apply("#named", "@ada!", 1)
	apply("@cleo", "psst", 1)
	if got := names(w.Rooms()); got != "#pin #named @cleo #busy #quiet #loud" {
		t.Errorf("Rooms() = %s", got)
	}
	if got := names(w.Numbered()); got != "#pin #quiet #busy #loud #named @cleo" {
		t.Errorf("Numbered() = %s", got)
	}
	if unread, mentions := w.Unread(); unread != 3 || mentions != 2 {
		t.Errorf("unread %d, mentions %d; a muted room does not count", unread, mentions)
	}
	apply("#loud", "@ada, really", 2)
	if unread, mentions := w.Unread(); unread != 4 || mentions != 3 || w.Group(w.Room("#loud")) != world.Mentioned {
		t.Errorf("unread %d, mentions %d; who is named in a muted room is told", unread, mentions)
	}
}

func TestReadingDoesNotMoveTheRoomUnderOnesEyes(t *testing.T) {
	w := after(online(), welcome(), joined("#a", 0), joined("#b", 0), said("#b", 1, "bob", "hi"))
	w.Enter(w.Room("#a"))
	w.Enter(w.Room("#b"))
	w.Read(w.Room("#b"))
	if got := names(w.Rooms()); got != "#b #a" {
		t.Errorf("Rooms() = %s", got)
	}
	w.Enter(w.Room("#a"))
	if got := names(w.Rooms()); got != "#a #b" {
		t.Errorf("Rooms() = %s after leaving it", got)
	}
}

func TestAMutedRoomIsNoNextUnread(t *testing.T) {
	w := after(online(), welcome(), joined("#a", 0), joined("#b", 0), said("#b", 1, "bob", "hi"))
	w.Arrange(world.Prefs{Muted: []string{"#b"}})
	if r := w.NextUnread(w.Room("#a")); r != nil {
		t.Errorf("NextUnread() = %s", r.Name())
	}
}

func TestUnreadFromHere(t *testing.T) {
	w := after(online(), welcome(), joined("#a", 0), said("#a", 1, "bob", "one"), said("#a", 2, "bob", "@ada two"), said("#a", 3, "bob", "three"))
	r := w.Room("#a")
	w.Read(r)
	w.Unmark(r, []world.Unseen{{Seq: 2, Mention: true}, {Seq: 3}})
	if r.Unread() != 2 || r.Mentions() != 1 || r.Upto() != 1 {
		t.Errorf("unread %d, mentions %d, read up to %d", r.Unread(), r.Mentions(), r.Upto())
	}
	w.Apply(said("#a", 4, "bob", "four"), start())
	if r.Unread() != 3 {
		t.Errorf("unread %d with the next", r.Unread())
	}
	if upto, news := w.Read(r); upto != 4 || !news || r.Unread() != 0 {
		t.Errorf("Read() = %d, %v", upto, news)
	}
}
