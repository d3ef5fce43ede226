package world

import (
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// TypingFor is how long a notice that someone is typing holds. They come every
// 3 seconds while someone types.
const TypingFor = 6 * time.Second

// mostTypists bounds what a server can make us remember.
const mostTypists = 50

func (w *World) typing(ev *chat.MemberTyping, now time.Time) {
	r := w.Room(ev.Room)
	if r == nil || w.IsSelf(ev.Nick) {
		return
	}
	if r.typists == nil {
		r.typists = make(map[string]typist)
	}
	if _, known := r.typists[Fold(ev.Nick)]; known || len(r.typists) < mostTypists {
		r.typists[Fold(ev.Nick)] = typist{ev.Nick, now.Add(TypingFor)}
	}
}

// Typing returns who is typing in a room, by nick.
func (r *Room) Typing(now time.Time) []string {
	var nicks []string
	for key, t := range r.typists {
		if !now.Before(t.until) {
			delete(r.typists, key)
			continue
		}
		nicks = append(nicks, t.nick)
	}
	slices.Sort(nicks)
	return nicks
}

// TypingUntil returns when the next of those who type is no longer shown, zero
// if nobody types.
func (r *Room) TypingUntil(now time.Time) time.Time {
	var next time.Time
	for _, t := range r.typists {
		if now.Before(t.until) && (next.IsZero() || t.until.Before(next)) {
			next = t.until
		}
	}
	return next
}
