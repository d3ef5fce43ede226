package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A deaf is a connection to nobody.
type deaf struct{ events chan chat.Event }

func (deaf) Send(chat.Command) error        { return nil }
func (deaf) SayTo(chat.Say) (string, error) { return "", nil }
func (d deaf) Events() <-chan chat.Event    { return d.events }
func (deaf) Wake()                          {}

// busy returns a screen in a room with 50 people and n messages.
func busy(n int) *Model {
	m := New(Options{Conn: deaf{}, Nick: "ada"})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	joined := &chat.Joined{Room: "#lobby", RID: "rid", Count: 50}
	for i := range 50 {
		joined.Members = append(joined.Members, chat.Member{Nick: fmt.Sprintf("person%02d", i), State: chat.StateOnline})
	}
	m.Update(eventsMsg{&chat.StateChanged{State: chat.LinkOnline}, &chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada"}, First: true}, joined})
	for at := 0; at < n; at += mostEvents {
		m.Update(batch(at, min(mostEvents, n-at)))
	}
	m.View()
	return m
}

// batch returns n messages from seq first+1 on.
func batch(first, n int) eventsMsg {
	events := make(eventsMsg, 0, n)
	for i := range n {
		seq := first + i + 1
		events = append(events, &chat.Entry{
			Kind: chat.EntryMessage, Room: "#lobby", RID: "rid", Seq: uint64(seq), From: fmt.Sprintf("person%02d", seq%50),
			At: time.Unix(int64(seq), 0), Body: strings.Repeat("some words of a message ", 1+seq%5),
		})
	}
	return events
}

// A frame costs the same whatever was said before.
func BenchmarkFrame(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		m := busy(n)
		b.Run(fmt.Sprintf("quiet/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.View()
			}
		})
		b.Run(fmt.Sprintf("key/%d", n), func(b *testing.B) {
			keys := []tea.Msg{tea.KeyPressMsg{Code: 'x', Text: "x"}, tea.KeyPressMsg{Code: tea.KeyBackspace}}
			for i := 0; b.Loop(); i++ {
				m.Update(keys[i%2])
				m.View()
			}
		})
		b.Run(fmt.Sprintf("page up/%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if i%200 == 0 {
					m.active.line.End()
				}
				m.Update(tea.KeyPressMsg{Code: tea.KeyPgUp})
				m.View()
			}
			m.active.line.End()
		})
		b.Run(fmt.Sprintf("resize/%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				m.Update(tea.WindowSizeMsg{Width: 80 + i%2, Height: 24})
				m.View()
			}
			m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		})
	}
}

// BenchmarkEvents takes messages in, 256 at a time, and draws.
func BenchmarkEvents(b *testing.B) {
	m, seq := busy(1000), 1000
	events := batch(seq, 100_000)
	for b.Loop() {
		at := (seq - 1000) % (len(events) - mostEvents)
		part := events[at : at+mostEvents]
		for _, ev := range part {
			if e, ok := ev.(*chat.Entry); ok {
				seq++
				e.Seq = uint64(seq)
			}
		}
		m.Update(part)
		m.View()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*mostEvents), "ns/message")
}
