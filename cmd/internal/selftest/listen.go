package selftest

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// wakeAfter is how long a talker waits for the next attempt at most: whether
// the backoff is polite is not what is tried here.
const wakeAfter = 100 * time.Millisecond

// listen takes the events of a run until it is over.
func (t *talker) listen(conn *client.Conn) {
	for ev := range conn.Events() {
		t.rec.Hear(ev)
		t.mu.Lock()
		t.hear(conn, ev)
		t.mu.Unlock()
		t.changed()
	}
	t.mu.Lock()
	t.online = false
	t.mu.Unlock()
}

// hear follows how far the talker was told. It is called with the lock.
func (t *talker) hear(conn *client.Conn, ev chat.Event) {
	switch ev := ev.(type) {
	case *chat.StateChanged:
		t.online, t.why = ev.State == chat.LinkOnline, ev.Err
		if ev.State == chat.LinkWaiting && ev.Next > wakeAfter {
			time.AfterFunc(wakeAfter, conn.Wake)
		}
	case *chat.Welcomed:
		t.links++
		if ev.First {
			for i := range ev.Rooms {
				m := &ev.Rooms[i]
				if _, known := t.told[m.RID]; !known && chat.IsPerson(m.Room) {
					t.told[m.RID] = m.Seq
				}
			}
		}
	case *chat.Recalled:
		t.told[ev.RID], t.where[ev.RID] = ev.Last, ev.Room
	case *chat.Joined:
		t.where[ev.RID] = ev.Room
		t.joined[ev.Room] = true
		if _, known := t.told[ev.RID]; !known {
			t.told[ev.RID] = ev.Seq
		}
	case *chat.Hole:
		t.told[ev.RID] = max(t.told[ev.RID], ev.To)
	case *chat.Entry:
		t.told[ev.RID] = max(t.told[ev.RID], ev.Seq)
		t.where[ev.RID] = ev.Room
		if ev.Kind == chat.EntryMessage && !ev.Deleted {
			t.remember(ev)
		}
	case *chat.SayState:
		if ev.State == chat.SayPending {
			t.open[ev.CID] = true // also what the run before left
		} else {
			delete(t.open, ev.CID)
		}
		if ev.State == chat.SaySent {
			t.acked[ev.RID] = max(t.acked[ev.RID], ev.Seq)
			t.where[ev.RID] = ev.Room
		}
	}
}
