package selftest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

const (
	mostWaiting = 60               // messages of one talker on their way
	mostOrders  = 4                // other requests of one talker on their way
	orderTime   = 20 * time.Second // for one of them
)

// talk says one thing after another until ctx ends.
func (t *talker) talk(ctx context.Context, conn *client.Conn) {
	orders := make(chan struct{}, mostOrders)
	if t.most < 0 {
		return // only listens
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		timer.Reset(time.Duration(1 + t.random.Int64N(int64(2*t.pause))))
		t.mu.Lock()
		full := len(t.open) >= mostWaiting
		t.mu.Unlock()
		if full {
			continue
		}
		if cmd := t.next(); cmd != nil {
			t.do(ctx, conn, cmd, orders)
			if t.done++; t.done == t.most {
				return
			}
		}
	}
}

// do sends a command: messages by way of the outbox, others by asking.
func (t *talker) do(ctx context.Context, conn *client.Conn, cmd chat.Command, orders chan struct{}) {
	if say, ok := cmd.(*chat.Say); ok {
		t.rec.Say(cmd)
		t.mu.Lock()
		t.open[say.CID] = true
		t.mu.Unlock()
		err := conn.Send(cmd)
		t.mu.Lock()
		defer t.mu.Unlock()
		if err != nil {
			delete(t.open, say.CID)
			return
		}
		t.said++
		return
	}
	select {
	case orders <- struct{}{}:
	default:
		return // enough is on its way
	}
	t.rec.Say(cmd)
	t.orders.Go(func() {
		defer func() { <-orders }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), orderTime)
		defer cancel()
		answer, err := conn.Ask(ctx, cmd)
		switch answer := answer.(type) {
		case *chat.HistoryPage:
			t.rec.Looked(answer)
		case *chat.OK:
			t.rec.Answered(cidOf(cmd), answer, nil)
		default:
			t.rec.Answered(cidOf(cmd), nil, err)
		}
		t.changed()
	})
}

// cidOf returns the cid of a command that has one.
func cidOf(cmd chat.Command) string {
	switch cmd := cmd.(type) {
	case *chat.Edit:
		return cmd.CID
	case *chat.Delete:
		return cmd.CID
	case *chat.React:
		return cmd.CID
	}
	return ""
}

// next chooses what to say, or returns nil.
func (t *talker) next() chat.Command {
	room := t.rooms[t.random.IntN(len(t.rooms))]
	switch n := t.random.IntN(100); {
	case n < 64 || t.plain:
		return &chat.Say{To: room, CID: t.newCID(), Body: t.body()}
	case n < 80 && len(t.people) > 0:
		return &chat.Say{To: "@" + t.people[t.random.IntN(len(t.people))], CID: t.newCID(), Body: t.body()}
	case n < 86:
		if s, ok := t.choose(true); ok {
			return &chat.Edit{Room: s.room, RID: s.rid, CID: t.newCID(), Seq: s.seq, Body: "edited: " + t.body()}
		}
	case n < 90:
		if s, ok := t.choose(true); ok {
			return &chat.Delete{Room: s.room, RID: s.rid, CID: t.newCID(), Seq: s.seq}
		}
	case n < 96:
		if s, ok := t.choose(false); ok {
			emoji := []string{"👍", "🎉", "👀"}[t.random.IntN(3)]
			return &chat.React{Room: s.room, RID: s.rid, CID: t.newCID(), Seq: s.seq, Emoji: emoji, Remove: t.random.IntN(4) == 0}
		}
	default:
		return &chat.History{Room: room}
	}
	return nil
}

// choose returns a message, of one's own or of others.
func (t *talker) choose(own bool) (spot, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := t.others
	if own {
		list = t.mine
	}
	if len(list) == 0 {
		return spot{}, false
	}
	return list[t.random.IntN(len(list))], true
}

// body makes up a text: mostly short, sometimes long enough to be cut.
func (t *talker) body() string {
	words := 1 + t.random.IntN(12)
	if t.random.IntN(20) == 0 {
		words = 1000
	}
	return fmt.Sprintf("%s says %x %s", t.nick, t.random.Uint64(), strings.Repeat("tea \"☕\" ", words))
}
