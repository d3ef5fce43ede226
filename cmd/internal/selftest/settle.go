package selftest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
)

// settle waits until all talkers have everything: what they said was
// answered, and they were told all that anyone knows of. Nobody talks any
// more. An error says who lacks what.
func (s *stage) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, s.o.Settle, fmt.Errorf("not everyone had everything within %v", s.o.Settle))
	defer cancel()
	orders := make(chan struct{})
	go func() {
		defer close(orders)
		for _, t := range s.talkers {
			t.orders.Wait()
		}
	}()
	defer func() { <-orders }()
	for {
		lacking := s.lacking()
		select {
		case <-orders:
			if len(lacking) == 0 {
				return nil
			}
		default:
		}
		var over <-chan struct{}
		if s.server != nil {
			over = s.server.done
		}
		wake := orders
		if len(lacking) > 0 {
			wake = nil
		}
		select {
		case <-s.signal:
		case <-wake:
		case <-over:
			return s.server.fell()
		case <-ctx.Done():
			return fmt.Errorf("%w: %s", context.Cause(ctx), strings.Join(lacking, "; "))
		}
		for _, t := range s.talkers {
			if err := t.fell(); err != nil {
				return err
			}
		}
	}
}

// lacking says who lacks what.
func (s *stage) lacking() []string {
	newest := make(map[string]uint64)
	members := make(map[string][]string) // of conversations, by rid
	for _, t := range s.talkers {
		t.mu.Lock()
		for rid, seq := range t.told {
			newest[rid] = max(newest[rid], seq)
		}
		for rid, seq := range t.acked {
			newest[rid] = max(newest[rid], seq)
		}
		for rid, room := range t.where {
			if chat.IsPerson(room) {
				members[rid] = append(members[rid], t.nick, room[1:])
			}
		}
		t.mu.Unlock()
	}
	var lacking []string
	for _, t := range s.talkers {
		lacking = append(lacking, t.lacks(newest, members)...)
	}
	return lacking
}

// lacks says what a talker lacks.
func (t *talker) lacks(newest map[string]uint64, members map[string][]string) (lacking []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.online {
		lacking = append(lacking, fmt.Sprintf("%s is not online (%v)", t.nick, t.why))
	}
	if n := len(t.open); n > 0 {
		lacking = append(lacking, fmt.Sprintf("%s waits for %d answers", t.nick, n))
	}
	if n := len(t.unsent); n > 0 {
		lacking = append(lacking, fmt.Sprintf("%s has %d to send", t.nick, n))
	}
	for _, room := range t.rooms {
		if !t.joined[room] {
			lacking = append(lacking, fmt.Sprintf("%s is not in %s", t.nick, room))
		}
	}
	for rid, seq := range newest {
		told, hears := t.told[rid]
		if (hears || slices.Contains(members[rid], t.nick)) && told < seq {
			lacking = append(lacking, fmt.Sprintf("%s was told %d of %d in %s", t.nick, told, seq, rid))
		}
	}
	return lacking
}
