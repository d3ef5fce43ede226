package sqlite

import (
	"context"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Reacted implements store.Store.
func (s *Store) Reacted(ctx context.Context, rid string, seq uint64, person, emoji string) (bool, error) {
	var has bool
	err := s.each(ctx).row([]any{&has}, `SELECT EXISTS (SELECT 1 FROM reactions WHERE room = (SELECT id FROM rooms WHERE rid = ?)
		AND target = ? AND emoji = ? AND person = (SELECT id FROM people WHERE person = ?))`, rid, number(seq), emoji, person)
	return has, s.told("read reactions", err)
}

// A reaction is one person's.
type reaction struct {
	target      uint64
	emoji, nick string
	mine        bool
}

// gather puts the reactions under the entries of pages of one room, and says
// of items how they stand.
func gather(from source, room int64, person string, pages ...[]chat.Entry) error {
	byHand := make(map[uint64]*chat.Entry)
	var low, high uint64
	for _, page := range pages {
		for i := range page {
			e := &page[i]
			byHand[e.Seq] = e
			if low == 0 || e.Seq < low {
				low = e.Seq
			}
			high = max(high, e.Seq)
		}
	}
	if len(byHand) == 0 {
		return nil
	}
	if err := itemsOf(from, room, byHand, low, high); err != nil {
		return err
	}
	rows, err := from.query(`SELECT target, emoji, nick, person = coalesce((SELECT id FROM people WHERE person = ?), -1)
		FROM reactions WHERE room = ? AND target BETWEEN ? AND ? ORDER BY target, seq`, person, room, int64(low), int64(high))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r reaction
		if err := rows.Scan(&r.target, &r.emoji, &r.nick, &r.mine); err != nil {
			return err
		}
		if e := byHand[r.target]; e != nil {
			r.addTo(e)
		}
	}
	return rows.Err()
}

// addTo counts the reaction under an entry.
func (r *reaction) addTo(e *chat.Entry) {
	at := -1
	for i := range e.Reactions {
		if e.Reactions[i].Emoji == r.emoji {
			at = i
		}
	}
	if at < 0 {
		at = len(e.Reactions)
		e.Reactions = append(e.Reactions, chat.Reaction{Emoji: r.emoji})
	}
	sum := &e.Reactions[at]
	sum.Count++
	sum.Mine = sum.Mine || r.mine
	if len(sum.Nicks) < chat.MaxReactors {
		sum.Nicks = append(sum.Nicks, r.nick)
	}
}
