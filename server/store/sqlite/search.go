package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Search implements store.Store. Messages are gone through from the newest to
// the oldest: first those that the index has not reached, by reading them;
// then those that the index names. If that helps nothing, because all words
// are short, all are read.
func (s *Store) Search(ctx context.Context, q store.Query) (store.Hits, error) {
	before, err := readPosition(q.After)
	if err != nil {
		return store.Hits{}, err
	}
	f := &finder{s: s, ctx: ctx, q: q, match: store.NewMatcher(q.Text), before: before, rooms: make(map[int64]*foundRoom)}
	if len(f.match.Terms) == 0 || q.Limit <= 0 {
		return store.Hits{}, nil
	}
	if q.Budget > 0 {
		f.looked = time.Now()
		f.deadline = f.looked.Add(q.Budget)
	}
	hits, err := s.index.search(f)
	return hits, s.told("search", err)
}

// A finder is a search that goes on. All entries from before on were looked
// at.
type finder struct {
	s        *Store
	ctx      context.Context //nolint:containedctx // a finder lives as long as one call
	q        store.Query
	match    store.Matcher
	deadline time.Time // zero for none

	log          *view // of the database
	room, author int64 // numbers; 0 for any
	before       int64
	looked       time.Time     // when the clock was looked at
	pace         time.Duration // from one look to the next, at most
	rooms        map[int64]*foundRoom
	hits         []hit
}

// A foundRoom is a room that was met, and whether the asker may read it.
type foundRoom struct {
	room store.Room
	may  bool
}

// A hit is a message that answers.
type hit struct{ id, room int64 }

// errEnough ends a search before all was looked at.
var errEnough = errors.New("enough")

// search answers with the help of the index, if there is one.
func (x *index) search(f *finder) (store.Hits, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	// The index is looked at first: what it does not know is in the log then.
	idx, st, err := x.snapshot(f.ctx)
	if err != nil {
		return store.Hits{}, err
	}
	if idx != nil {
		defer func() { _ = idx.tx.Rollback() }()
	}
	t, err := x.log.BeginTx(f.ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return store.Hits{}, err
	}
	f.log = &view{ctx: f.ctx, stmts: &x.stmts, tx: t}
	defer func() { _ = f.log.end() }()
	if err := f.names(); errors.Is(err, sql.ErrNoRows) {
		return store.Hits{}, nil // nobody and nothing of this name has said anything
	} else if err != nil {
		return store.Hits{}, err
	}
	err = f.find(x, idx, st)
	if err != nil && !errors.Is(err, errEnough) {
		return store.Hits{}, err
	}
	return f.result(errors.Is(err, errEnough))
}

// snapshot returns the index as it is at one moment; nil if there is none now.
func (x *index) snapshot(ctx context.Context) (*view, indexState, error) {
	if x.read == nil {
		return nil, indexState{}, nil
	}
	t, err := x.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err == nil {
		var st indexState
		if st, err = readState(ctx, t); err == nil {
			return &view{ctx: ctx, stmts: &x.found, tx: t}, st, nil
		}
		_ = t.Rollback()
	}
	if ctx.Err() != nil {
		return nil, indexState{}, err
	}
	x.damaged()
	return nil, indexState{}, nil
}

// names finds the numbers of the room and the author; sql.ErrNoRows if there
// are none.
func (f *finder) names() error {
	if f.q.RID != "" {
		if err := f.log.row([]any{&f.room}, "SELECT id FROM rooms WHERE rid = ?", f.q.RID); err != nil {
			return err
		}
		if may, err := f.may(f.room); err != nil || !may {
			return errors.Join(err, sql.ErrNoRows)
		}
	}
	if f.q.Author != "" {
		return f.log.row([]any{&f.author}, "SELECT id FROM people WHERE person = ?", f.q.Author)
	}
	return nil
}

// find goes through what there is. It returns errEnough if it ended before.
func (f *finder) find(x *index, idx *view, st indexState) error {
	words := grams(f.match.Terms)
	if idx == nil || len(words) == 0 && (f.room != 0 || f.author == 0) {
		return f.walk(0)
	}
	if err := f.walk(st.done); err != nil {
		return err
	}
	err := f.look(idx, st, words)
	if code := primary(err); code != 0 && f.ctx.Err() == nil {
		x.damaged()
		return f.walk(0)
	}
	return err
}

// until returns the time, as it is kept, before which something was said.
func (f *finder) until() int64 {
	if f.q.Until.IsZero() {
		return math.MaxInt64
	}
	if at := millis(f.q.Until); f.q.Until.After(moment(at)) {
		return at + 1
	}
	return millis(f.q.Until)
}

// may reports whether the asker may read a room.
func (f *finder) may(id int64) (bool, error) {
	if r := f.rooms[id]; r != nil {
		return r.may, nil
	}
	r := &foundRoom{}
	room, err := oneRoom(f.log, "WHERE r.id = ?", id)
	if err != nil && !errors.Is(err, store.ErrNone) && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	if err == nil {
		r.room, r.may = room, f.q.May == nil || f.q.May(room)
	}
	f.rooms[id] = r
	return r.may, nil
}

// try takes a message that may answer.
func (f *finder) try(id, room int64, body string) error {
	if !f.match.Match(body) {
		return nil
	}
	if may, err := f.may(room); err != nil || !may {
		return err
	}
	f.hits = append(f.hits, hit{id, room})
	if len(f.hits) > f.q.Limit { // one more tells that there is more
		return errEnough
	}
	return nil
}

// reached notes that everything from an id on was looked at. It returns
// errEnough if there may be no time for as much again.
func (f *finder) reached(id int64) error {
	f.before = id
	if f.deadline.IsZero() {
		return f.ctx.Err()
	}
	now := time.Now()
	f.pace = max(f.pace, now.Sub(f.looked))
	f.looked = now
	if now.Add(2 * f.pace).After(f.deadline) {
		return errEnough
	}
	return f.ctx.Err()
}

// result returns what was found. Early says that not all was looked at.
func (f *finder) result(early bool) (store.Hits, error) {
	var h store.Hits
	if early && f.before > 1 {
		h.Next = position(f.before)
	}
	if len(f.hits) > f.q.Limit {
		f.hits = f.hits[:f.q.Limit]
		h.Next = position(f.hits[f.q.Limit-1].id)
	}
	return h, f.present(&h)
}

// position returns how Hits.Next says that what is before an id comes next.
func position(id int64) string { return strconv.FormatInt(id, 36) }

// readPosition reads what position wrote; nothing is the newest end.
func readPosition(after string) (int64, error) {
	if after == "" {
		return math.MaxInt64, nil
	}
	id, err := strconv.ParseInt(after, 36, 64)
	if err != nil || id < 0 || position(id) != after {
		return 0, chat.Errorf(chat.CodeBadValue, "This is not where a search goes on.").In("after")
	}
	return id, nil
}
