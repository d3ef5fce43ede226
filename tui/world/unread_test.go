package world_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/world"
)

// A ledger is how a server counts one room for ada.
type ledger struct {
	log  []*chat.Entry
	upto uint64
	gone map[uint64]bool // deleted
	back uint64          // the newest when the client came back last
	seen int             // how much of log the client was told
}

func (l *ledger) unread(upto uint64) (unread, mentions int64) {
	for _, e := range l.log {
		if l.gone[e.Seq] || e.Seq <= upto || e.Account == "A" || !e.Counts() {
			continue
		}
		unread++
		if world.Mentions(e.Body, "ada") {
			mentions++
		}
	}
	return min(unread, world.Most), min(mentions, world.Most)
}

func (l *ledger) add(account, body string) {
	e := said("#lobby", uint64(len(l.log)+1), "x", body)
	e.Account = account
	l.log = append(l.log, e)
}

// Whatever happens, in this session, in others and on the way, the client
// counts as the server does.
func TestUnreadIsWhatTheServerCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := after(online(), welcome(), joined("#lobby", 0, "ada"))
		l := &ledger{gone: map[uint64]bool{}}
		tell := func() {
			for ; l.seen < len(l.log); l.seen++ {
				w.Apply(l.log[l.seen], start())
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"bob says":  func(*rapid.T) { l.add("B", "hello"); tell() },
			"bob names": func(*rapid.T) { l.add("B", "@ada"); tell() },
			"ada says":  func(*rapid.T) { l.add("A", "@ada"); tell() },
			"bob changes his mind": func(t *rapid.T) {
				target := rapid.Uint64Range(0, uint64(len(l.log))).Draw(t, "target")
				if target == 0 || l.gone[target] {
					return
				}
				e := l.log[target-1]
				if e.Kind != chat.EntryMessage || e.Account != "B" || e.Body != "hello" && target <= l.back {
					return // whether what came in between names ada, she is told when she comes back
				}
				kind := rapid.SampledFrom([]chat.EntryKind{chat.EntryEdit, chat.EntryDelete, chat.EntryReact}).Draw(t, "kind")
				l.gone[target] = kind == chat.EntryDelete
				l.add("B", "")
				change := l.log[len(l.log)-1]
				change.Kind, change.Target, change.Emoji = kind, target, "👍"
				tell()
			},
			"unheard":    func(*rapid.T) { l.add("B", "while away @ada") },
			"reads here": func(*rapid.T) { tell(); l.upto, _ = w.Read(w.Room("#lobby")) },
			"reads elsewhere": func(t *rapid.T) {
				tell()
				l.upto = max(l.upto, rapid.Uint64Range(0, uint64(len(l.log))).Draw(t, "upto"))
				unread, mentions := l.unread(l.upto)
				w.Apply(&chat.ReadMark{Room: "#lobby", Upto: l.upto, Unread: unread, Mentions: mentions}, start())
			},
			"comes back": func(*rapid.T) {
				newest := uint64(len(l.log))
				l.back = newest
				unread, mentions := l.unread(l.upto)
				w.Apply(&chat.StateChanged{State: chat.LinkWaiting}, start())
				w.Apply(online(), start())
				w.Apply(welcome(chat.RoomMark{Room: "#lobby", RID: "rid-#lobby", Seq: newest, Upto: l.upto, Unread: unread, Mentions: mentions}), start())
				back := joined("#lobby", newest, "ada")
				back.Upto = l.upto
				w.Apply(back, start())
				tell()
			},
			"": func(t *rapid.T) {
				if l.seen < len(l.log) {
					return // not told everything yet
				}
				unread, mentions := l.unread(l.upto)
				if r := w.Room("#lobby"); r.Unread() != int(unread) || r.Mentions() != int(mentions) {
					t.Fatalf("%d unread, %d mentions; the server counts %d, %d", r.Unread(), r.Mentions(), unread, mentions)
				}
			},
		})
	})
}

// Whatever a server sends, counts stay between none and the most.
func TestCountsStayInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := after(online(), welcome())
		number := rapid.Int64()
		seq := rapid.Uint64()
		rooms := rapid.SampledFrom([]string{"#a", "#b", "@bob", "@ada", "", "x"})
		for range rapid.IntRange(1, 30).Draw(t, "events") {
			room := rooms.Draw(t, "room")
			w.Apply(rapid.SampledFrom([]chat.Event{
				said(room, seq.Draw(t, "seq"), "bob", "@ada"),
				&chat.Entry{Kind: chat.EntryDelete, Room: room, RID: "r1", Seq: seq.Draw(t, "change"), Target: seq.Draw(t, "target"), From: "bob"},
				&chat.Recalled{Room: room, RID: "r1"},
				&chat.ReadMark{Room: room, Upto: seq.Draw(t, "upto"), Unread: number.Draw(t, "unread"), Mentions: number.Draw(t, "mentions")},
				&chat.Joined{Room: room, RID: rapid.SampledFrom([]string{"r1", "r2"}).Draw(t, "rid"), Seq: seq.Draw(t, "newest"), Upto: seq.Draw(t, "read"), Count: number.Draw(t, "count")},
				&chat.Members{Room: room, Count: number.Draw(t, "people"), Out: []string{"bob"}},
				&chat.MemberLeft{Room: room, Nick: "bob"},
				&chat.MemberJoined{Room: room, Nick: "bob"},
				&chat.Renamed{Old: "bob", Nick: "ada"},
				welcome(chat.RoomMark{Room: room, RID: "r1", Seq: seq.Draw(t, "mark"), Unread: number.Draw(t, "n"), Mentions: number.Draw(t, "m")}),
				&chat.Hole{Room: room, Why: chat.GapEpoch},
			}).Draw(t, "event"), start())
			for _, r := range w.Rooms() {
				if n, m := r.Unread(), r.Mentions(); n < 0 || n > world.Most || m < 0 || m > n {
					t.Fatalf("%s: %d unread, %d mentions", r.Name(), n, m)
				}
				if r.Count() < len(r.People()) {
					t.Fatalf("%s: %d people of %d", r.Name(), len(r.People()), r.Count())
				}
			}
		}
	})
}
