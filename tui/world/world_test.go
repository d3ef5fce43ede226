package world_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/world"
)

// start is the moment at which all these stories begin.
func start() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// after returns the world in which ada has taken events.
func after(events ...chat.Event) *world.World {
	w := world.New("ada")
	for _, ev := range events {
		w.Apply(ev, start())
	}
	return w
}

func online() chat.Event { return &chat.StateChanged{State: chat.LinkOnline} }

func welcome(rooms ...chat.RoomMark) chat.Event {
	return &chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A", Rooms: rooms}, First: true, Wanted: "ada"}
}

func joined(room string, seq uint64, nicks ...string) *chat.Joined {
	ev := &chat.Joined{Room: room, RID: "rid-" + room, Kind: chat.RoomChat, Seq: seq, Upto: seq, Count: int64(len(nicks))}
	for _, n := range nicks {
		ev.Members = append(ev.Members, chat.Member{Nick: n, State: chat.StateOnline})
	}
	return ev
}

func said(room string, seq uint64, from, body string) *chat.Entry {
	return &chat.Entry{Kind: chat.EntryMessage, Room: room, RID: "rid-" + room, Seq: seq, From: from, Account: "of-" + from, Body: body}
}

func names(rooms []*world.Room) string {
	var list []string
	for _, r := range rooms {
		list = append(list, r.Name())
	}
	return strings.Join(list, " ")
}

func nicks(r *world.Room) string {
	var list []string
	for _, p := range r.People() {
		list = append(list, p.Nick)
	}
	return strings.Join(list, " ")
}

func TestRoomsStandBeforeConversations(t *testing.T) {
	w := after(online(), welcome(), joined("#lobby", 0), said("@bob", 1, "bob", "psst"), joined("#go", 0), said("@cleo", 1, "cleo", "hi"))
	w.Read(w.Room("@bob"))
	w.Read(w.Room("@cleo"))
	if got := names(w.Rooms()); got != "#lobby #go @bob @cleo" {
		t.Errorf("Rooms() = %s", got)
	}
}

func TestUnreadCountsWhatOthersSay(t *testing.T) {
	w := after(online(), welcome(), joined("#lobby", 10, "ada", "bob"),
		said("#lobby", 11, "bob", "hello"),
		said("#lobby", 12, "bob", "and you, @Ada?"),
		&chat.Entry{Kind: chat.EntryTopic, Room: "#lobby", RID: "rid-#lobby", Seq: 13, From: "bob", Topic: "tea"},
		&chat.Entry{Kind: chat.EntryMessage, Room: "#lobby", RID: "rid-#lobby", Seq: 14, From: "ada", Account: "A", Body: "hi"},
		said("@bob", 1, "bob", "private"),
	)
	lobby, bob := w.Room("#lobby"), w.Room("@bob")
	if lobby.Unread() != 2 || lobby.Mentions() != 1 {
		t.Errorf("#lobby has %d unread, %d mentions, want 2 and 1", lobby.Unread(), lobby.Mentions())
	}
	if bob.Unread() != 1 || bob.Mentions() != 1 {
		t.Errorf("in a conversation everything is a mention: got %d, %d", bob.Unread(), bob.Mentions())
	}
	if lobby.Topic() != "tea" {
		t.Errorf("the topic is %q", lobby.Topic())
	}
	if upto, news := w.Read(lobby); upto != 14 || !news || lobby.Unread() != 0 {
		t.Errorf("Read() = %d, %v and leaves %d", upto, news, lobby.Unread())
	}
	if _, news := w.Read(lobby); news {
		t.Error("reading again is no news")
	}
}

func TestEntriesTheServerCountedAreNotCountedTwice(t *testing.T) {
	w := after(online(),
		welcome(chat.RoomMark{Room: "#lobby", RID: "rid-#lobby", Seq: 41, Upto: 38, Unread: 3, Mentions: 1}),
		joined("#lobby", 41, "ada"),
		said("#lobby", 39, "bob", "one"), said("#lobby", 40, "bob", "two"), said("#lobby", 41, "bob", "@ada"),
		said("#lobby", 42, "bob", "four"),
	)
	if r := w.Room("#lobby"); r.Unread() != 4 || r.Mentions() != 1 {
		t.Errorf("unread %d, mentions %d, want 4 and 1", r.Unread(), r.Mentions())
	}
}

func TestCountingStopsAt999(t *testing.T) {
	w := after(online(), welcome(), joined("#lobby", 0))
	for seq := range uint64(5000) {
		w.Apply(said("#lobby", seq+1, "bob", "@ada"), start())
	}
	if r := w.Room("#lobby"); r.Unread() != world.Most || r.Mentions() != world.Most {
		t.Errorf("unread %d, mentions %d", r.Unread(), r.Mentions())
	}
}

func TestPeopleComeAndGo(t *testing.T) {
	w := after(online(), welcome(), joined("#lobby", 0, "cleo", "Bob", "ada"))
	r := w.Room("#lobby")
	for _, step := range []struct {
		ev    chat.Event
		want  string
		count int
	}{
		{&chat.MemberJoined{Room: "#lobby", Nick: "dan"}, "ada Bob cleo dan", 4},
		{&chat.MemberJoined{Room: "#lobby", Nick: "DAN"}, "ada Bob cleo DAN", 4},
		{&chat.Presence{Nick: "ada", State: chat.StateAway, Text: "tea"}, "Bob cleo DAN ada", 4},
		{&chat.Renamed{Old: "cleo", Nick: "zoe"}, "Bob DAN zoe ada", 4},
		{&chat.MemberLeft{Room: "#lobby", Nick: "bob", Left: true}, "DAN zoe ada", 3},
		{&chat.MemberLeft{Room: "#lobby", Nick: "nobody"}, "DAN zoe ada", 3},
		{&chat.Members{Room: "#lobby", Count: 5, In: []string{"eve", "fay"}, Out: []string{"DAN", "gil"}}, "eve fay zoe ada", 5},
		{&chat.Presence{Nick: "eve", State: chat.StateOffline}, "fay zoe ada", 4},
	} {
		w.Apply(step.ev, start())
		if got := nicks(r); got != step.want || r.Count() != step.count {
			t.Errorf("after %T: %d people, %s; want %d, %s", step.ev, r.Count(), got, step.count, step.want)
		}
	}
	if s := w.Status("ada"); s.State != chat.StateAway || s.Text != "tea" {
		t.Errorf("ada is %+v", s)
	}
}

func TestThoseBeyondTheFirstPageAreCounted(t *testing.T) {
	ev := joined("#big", 0, "ada", "bob")
	ev.Count = 300
	w := after(online(), welcome(), ev, &chat.MemberLeft{Room: "#big", Nick: "someone"})
	if n := w.Room("#big").Count(); n != 299 {
		t.Errorf("Count() = %d", n)
	}
}

func TestAConversationFollowsItsPartner(t *testing.T) {
	w := after(online(), welcome(), said("@bob", 1, "bob", "hi"))
	bob := w.Room("@bob")
	w.Apply(&chat.Renamed{Old: "bob", Nick: "robert"}, start())
	if w.Room("@robert") != bob || bob.Partner() != "robert" || w.Room("@bob") != nil {
		t.Errorf("the conversation is called %s", bob.Name())
	}
	w.Apply(&chat.Renamed{Old: "ada", Nick: "lovelace"}, start())
	if w.Self() != "lovelace" || !w.IsSelf("Lovelace") {
		t.Errorf("Self() = %s", w.Self())
	}
}

func TestTwoLogsNeverBecomeOne(t *testing.T) {
	w := after(online(), welcome(), said("@bob", 1, "bob", "hi"), said("@robert", 1, "robert", "hi"),
		&chat.Renamed{Old: "bob", Nick: "robert"})
	if w.Room("@bob") == nil || w.Room("@robert") == nil || w.Room("@bob") == w.Room("@robert") {
		t.Errorf("Rooms() = %s", names(w.Rooms()))
	}
}

func TestAClosedConversationComesBackWithAMessage(t *testing.T) {
	w := after(online(), welcome(), said("@bob", 1, "bob", "hi"))
	bob := w.Room("@bob")
	w.Read(bob)
	w.Close(bob)
	if len(w.Rooms()) != 0 {
		t.Fatalf("Rooms() = %s", names(w.Rooms()))
	}
	w.Apply(welcome(chat.RoomMark{Room: "@bob", RID: "rid-@bob", Seq: 1, Upto: 1}), start())
	if len(w.Rooms()) != 0 {
		t.Error("coming back online opened it")
	}
	w.Apply(said("@bob", 2, "bob", "still there?"), start())
	if w.Rooms()[0] != bob || bob.Unread() != 1 {
		t.Errorf("Rooms() = %s, %d unread", names(w.Rooms()), bob.Unread())
	}
}

func TestOldConversationsStayOutOfSight(t *testing.T) {
	var marks []chat.RoomMark
	for i := range 60 {
		marks = append(marks, chat.RoomMark{Room: fmt.Sprintf("@p%02d", i), RID: fmt.Sprint("rid", i), Seq: 5, Upto: 5})
	}
	marks[50].Upto, marks[50].Unread = 4, 1
	w := after(online(), welcome(marks...))
	if n := len(w.Rooms()); n != 21 || w.Rooms()[0].Name() != "@p50" {
		t.Errorf("%d are shown, the first is %s", n, w.Rooms()[0].Name())
	}
}

func TestNewHistoryStartsCountingAnew(t *testing.T) {
	w := after(online(), welcome(), joined("#lobby", 500), said("#lobby", 501, "bob", "old"))
	fresh := joined("#lobby", 2)
	fresh.Upto = 0
	w.Apply(fresh, start())
	w.Apply(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 1, To: 501, Why: chat.GapEpoch}, start())
	w.Apply(said("#lobby", 3, "bob", "new"), start())
	if r := w.Room("#lobby"); r.Seq() != 3 || r.Unread() == 0 || r.Unread() > 3 {
		t.Errorf("Seq() = %d, %d unread", r.Seq(), r.Unread())
	}
}

func TestLeaving(t *testing.T) {
	w := after(online(), welcome(), joined("#a", 0), joined("#b", 0),
		&chat.MemberLeft{Room: "#a", Nick: "ada", Left: true},
		&chat.MemberLeft{Room: "#b", Nick: "ada"})
	if got := names(w.Rooms()); got != "#b" {
		t.Errorf("Rooms() = %s; another session of one's own that ends is no leaving", got)
	}
}

func TestNext(t *testing.T) {
	w := after(online(), welcome(), joined("#a", 0), joined("#b", 0), joined("#c", 0), joined("#d", 0),
		said("#b", 1, "bob", "x"), said("#d", 1, "bob", "@ada"))
	a, c, d := w.Room("#a"), w.Room("#c"), w.Room("#d")
	for _, tt := range []struct {
		got, want *world.Room
	}{
		{w.Next(a, 1), c},
		{w.Next(a, -1), w.Room("#b")},
		{w.Next(d, 1), w.Room("#b")},
		{w.Next(c, 1), d},
		{w.Next(nil, 1), d},
		{w.Next(a, 9), c},
		{w.NextUnread(a), d},
		{w.NextUnread(d), w.Room("#b")},
		{w.NextUnread(c), d},
		{w.NextUnread(nil), d},
	} {
		if tt.got != tt.want {
			t.Errorf("got %v, want %v", tt.got, tt.want)
		}
	}
	if unread, mentions := w.Unread(); unread != 2 || mentions != 1 {
		t.Errorf("Unread() = %d, %d", unread, mentions)
	}
	if world.New("x").Next(nil, 1) != nil || world.New("x").NextUnread(nil) != nil {
		t.Error("there is no next where there is nothing")
	}
}

func TestTyping(t *testing.T) {
	w := after(online(), welcome(), joined("#lobby", 0))
	r, at := w.Room("#lobby"), start()
	w.Apply(&chat.MemberTyping{Room: "#lobby", Nick: "bob"}, at)
	w.Apply(&chat.MemberTyping{Room: "#lobby", Nick: "ada"}, at) // another session of one's own
	w.Apply(&chat.MemberTyping{Room: "#lobby", Nick: "cleo"}, at.Add(2*time.Second))
	if got := r.Typing(at.Add(3 * time.Second)); !slices.Equal(got, []string{"bob", "cleo"}) {
		t.Errorf("Typing() = %v", got)
	}
	if next := r.TypingUntil(at.Add(3 * time.Second)); !next.Equal(at.Add(world.TypingFor)) {
		t.Errorf("TypingUntil() = %v", next)
	}
	w.Apply(said("#lobby", 1, "cleo", "done"), at.Add(3*time.Second))
	if got := r.Typing(at.Add(3 * time.Second)); !slices.Equal(got, []string{"bob"}) {
		t.Errorf("who has sent is no longer typing: %v", got)
	}
	if got := r.Typing(at.Add(world.TypingFor)); len(got) != 0 || !r.TypingUntil(at.Add(time.Hour)).IsZero() {
		t.Errorf("a notice does not hold for ever: %v", got)
	}
	for i := range 1000 {
		w.Apply(&chat.MemberTyping{Room: "#lobby", Nick: fmt.Sprint("n", i)}, at)
	}
	if n := len(r.Typing(at)); n > 50 {
		t.Errorf("%d typists are remembered", n)
	}
}

func TestLink(t *testing.T) {
	why := errors.New("no route")
	w := after(online(), welcome(), joined("#lobby", 0))
	if !w.Online() || !w.Room("#lobby").Heard() {
		t.Fatal("not online")
	}
	w.Apply(&chat.StateChanged{State: chat.LinkWaiting, Err: why, Next: 4 * time.Second, Attempt: 2}, start())
	l := w.Link()
	if w.Online() || !errors.Is(l.Err, why) || !l.Next.Equal(start().Add(4*time.Second)) || l.Attempt != 2 {
		t.Errorf("Link() = %+v", l)
	}
	if w.Room("#lobby").Heard() {
		t.Error("a room is heard on a lost link")
	}
}

func TestMentions(t *testing.T) {
	for body, want := range map[string]bool{
		"@ada":           true,
		"hi @ADA!":       true,
		"@ada: look":     true,
		"(@ada)":         true,
		"@adam":          false,
		"@ada_":          false,
		"me@ada.example": false,
		"ada":            false,
		"@adam @ada":     true,
		"@":              false,
		"":               false,
		"é@ada":          false,
		"@ada\u0301":     false,
	} {
		if got := world.Mentions(body, "ada"); got != want {
			t.Errorf("Mentions(%q) = %v", body, got)
		}
	}
	if world.Mentions("@", "") {
		t.Error("nobody is mentioned who has no name")
	}
}
