package storetest

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/server/store"
)

// A simple is a store in the plainest words there are.
type simple struct {
	rooms map[string][]store.Record
	inner map[string]map[string]uint64 // read marks by room and person
}

// model does the same to the store and to a simple, at random, and compares.
// It makes rooms anew for every try, because the store stays.
func model(t *testing.T, s store.Store) {
	tries := 0
	rapid.Check(t, func(rt *rapid.T) {
		tries++
		m := simple{map[string][]store.Record{}, map[string]map[string]uint64{}}
		var rooms []store.Room
		for i := range 2 {
			room := made(t, s, chatRoom(fmt.Sprintf("#model-%d-%d", tries, i)))
			rooms = append(rooms, room)
			m.inner[room.RID] = map[string]uint64{}
		}
		person := rapid.SampledFrom([]string{"ada", "bob", "eve"})
		room := rapid.SampledFrom(rooms)
		rt.Repeat(map[string]func(*rapid.T){
			"append": func(rt *rapid.T) { m.append(t, rt, s, room.Draw(rt, "room"), person) },
			"enter": func(rt *rapid.T) {
				rid, who := room.Draw(rt, "room").RID, person.Draw(rt, "who")
				_, in := m.inner[rid][who]
				upto := rapid.Uint64Range(0, 9).Draw(rt, "upto")
				if !in {
					m.inner[rid][who] = min(upto, uint64(len(m.rooms[rid])))
				}
				p, fresh, err := s.Enter(t.Context(), who, rid, upto)
				if err != nil || fresh == in || p.Upto != m.inner[rid][who] {
					rt.Fatalf("Enter() = %+v, %v, %v; want %d", p, fresh, err, m.inner[rid][who])
				}
			},
			"exit": func(rt *rapid.T) {
				rid, who := room.Draw(rt, "room").RID, person.Draw(rt, "who")
				_, in := m.inner[rid][who]
				delete(m.inner[rid], who)
				if err := s.Exit(t.Context(), who, rid); (err == nil) != in {
					rt.Fatalf("Exit() = %v of one who is in: %v", err, in)
				}
			},
			"mark": func(rt *rapid.T) {
				rid, who := room.Draw(rt, "room").RID, person.Draw(rt, "who")
				upto := rapid.Uint64Range(0, 99).Draw(rt, "upto")
				before, in := m.inner[rid][who]
				if in {
					m.inner[rid][who] = max(before, min(upto, uint64(len(m.rooms[rid]))))
				}
				p, moved, err := s.Mark(t.Context(), who, rid, upto)
				if (err == nil) != in || p.Upto != m.inner[rid][who] || moved != (m.inner[rid][who] > before) {
					rt.Fatalf("Mark() = %+v, %v, %v; want %d", p, moved, err, m.inner[rid][who])
				}
			},
			"": func(rt *rapid.T) { m.compare(t, rt, s, room.Draw(rt, "room"), person.Draw(rt, "who")) },
		})
	})
}

// append appends some records.
func (m *simple) append(t *testing.T, rt *rapid.T, s store.Store, room store.Room, person *rapid.Generator[string]) {
	var batch []store.Record
	next := uint64(len(m.rooms[room.RID]))
	for range rapid.IntRange(1, 5).Draw(rt, "size") {
		next++
		rec := entry(room, next, person.Draw(rt, "author"), "")
		rec.Mentions = rapid.SliceOfNDistinct(person, 0, 2, rapid.ID[string]).Draw(rt, "named")
		rec.Mentions = slices.DeleteFunc(rec.Mentions, func(who string) bool { return who == rec.Author })
		batch = append(batch, rec)
	}
	if err := s.Append(t.Context(), batch...); err != nil {
		rt.Fatalf("Append() = %v", err)
	}
	m.rooms[room.RID] = append(m.rooms[room.RID], batch...)
}

// compare looks at one room through all methods that read.
func (m *simple) compare(t *testing.T, rt *rapid.T, s store.Store, room store.Room, who string) {
	log := m.rooms[room.RID]
	seq := rapid.Uint64Range(0, uint64(len(log))+2).Draw(rt, "seq")
	limit := rapid.IntRange(1, 9).Draw(rt, "limit")
	var later, earlier []uint64
	unread, named := int64(0), int64(0)
	for _, rec := range log {
		switch {
		case rec.Entry.Seq < seq:
			earlier = append(earlier, rec.Entry.Seq)
		case rec.Entry.Seq > seq:
			later = append(later, rec.Entry.Seq)
			if rec.Author != who {
				unread++
			}
			if slices.Contains(rec.Mentions, who) {
				named++
			}
		}
	}
	got, err := s.After(t.Context(), room.RID, seq, limit)
	if err != nil || !slices.Equal(seqs(got), later[:min(limit, len(later))]) {
		rt.Fatalf("After(%d, %d) = %v, %v", seq, limit, seqs(got), err)
	}
	got, err = before(t, s, room.RID, seq, limit)
	if err != nil || !slices.Equal(seqs(got), earlier[max(0, len(earlier)-limit):]) {
		rt.Fatalf("Before(%d, %d) = %v, %v", seq, limit, seqs(got), err)
	}
	u, n, err := s.Counts(t.Context(), room.RID, who, seq)
	if err != nil || u != unread || n != named {
		rt.Fatalf("Counts(%s, %d) = %d, %d, %v; want %d, %d", who, seq, u, n, err, unread, named)
	}
	p, err := s.Place(t.Context(), who, room.RID)
	if upto, in := m.inner[room.RID][who]; (err == nil) != in || p.Upto != upto {
		rt.Fatalf("Place(%s) = %+v, %v; want %d, %v", who, p, err, upto, in)
	}
}
