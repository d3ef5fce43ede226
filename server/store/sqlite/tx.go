package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/chat-tui/chat-tui/server/store"
)

// A tx is the writer's transaction, for those who run in it. Statements are
// prepared once and kept; texts of queries are therefore constants.
type tx struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt

	careful bool  // look up every cid before it is used
	height  int64 // highest id an entry has
	kept    int64 // height as the facts have it
	scrub   bool  // something was deleted that must not stay in SQLite's log
	tombs   bool  // there are tombstones

	// What is known of the database, so that nothing is read for a message.
	// All of it is forgotten when a transaction is rolled back.
	rooms  map[string]*logEnd // by rid
	people map[string]int64

	appended int   // rows of this transaction
	rows     []row // appended, not yet written
	args     []any
	changed  []*logEnd             // not yet written
	recent   map[key]store.Receipt // of this transaction
}

// A logEnd is where a room's log ends.
type logEnd struct {
	id    int64
	last  uint64
	at    int64
	topic *string // the new one
	dirty bool
}

// A key is an author's cid.
type key struct {
	author int64
	cid    string
}

func newTx(conn *sql.Conn) *tx {
	t := &tx{conn: conn, stmts: make(map[string]*sql.Stmt), tombs: true}
	t.forget()
	return t
}

// forget forgets what is known of the database.
func (t *tx) forget() {
	t.rooms = make(map[string]*logEnd)
	t.people = make(map[string]int64)
	t.recent = make(map[key]store.Receipt)
	t.rows, t.changed = t.rows[:0], t.changed[:0]
	t.tombs = true
}

// begun makes ready for a transaction that was just begun.
func (t *tx) begun(careful bool, height, kept int64) {
	t.careful, t.height, t.kept, t.scrub, t.appended = careful, height, kept, false, 0
	if len(t.recent) > 64 {
		t.recent = make(map[key]store.Receipt) // smaller again
	}
	clear(t.recent)
}

// nested runs a function so that what it has changed can be taken back without
// the rest of the transaction. An err is one of the whole transaction.
func (t *tx) nested(run func(*tx) error) (refused, err error) {
	if err := t.flush(); err != nil {
		return nil, err
	}
	if _, err := t.exec("SAVEPOINT job"); err != nil {
		return nil, err
	}
	scrub, kept := t.scrub, t.kept
	refused = run(t)
	if refused == nil {
		refused = t.keepHeight()
	}
	if fatal(refused) {
		return nil, refused
	}
	if refused != nil {
		t.forget()
		t.scrub, t.kept = scrub, kept
		if _, err := t.exec("ROLLBACK TO job"); err != nil {
			return nil, errors.Join(err, refused)
		}
	}
	t.tombs = true // perhaps
	_, err = t.exec("RELEASE job")
	return refused, err
}

// keepHeight notes the highest id an entry ever had, where that entry is gone.
func (t *tx) keepHeight() error {
	var top int64
	if err := t.row([]any{&top}, "SELECT coalesce(max(id), 0) FROM entries"); err != nil {
		return err
	}
	if top >= t.height || t.kept >= t.height {
		return nil
	}
	t.kept = t.height
	_, err := t.exec(`INSERT INTO facts (name, value) VALUES ('height', ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, strconv.FormatInt(t.height, 10))
	return err
}

// person returns the number of a person, who gets one if need be.
func (t *tx) person(who string) (int64, error) {
	if id, ok := t.people[who]; ok {
		return id, nil
	}
	id, err := t.knownPerson(who)
	if errors.Is(err, sql.ErrNoRows) {
		var done sql.Result
		if done, err = t.exec("INSERT INTO people (person) VALUES (?)", who); err == nil {
			id, err = done.LastInsertId()
		}
	}
	if err != nil {
		return 0, err
	}
	if len(t.people) >= maxKnown {
		clear(t.people)
	}
	t.people[who] = id
	return id, nil
}

// knownPerson returns the number of a person; sql.ErrNoRows if there is none.
func (t *tx) knownPerson(who string) (id int64, err error) {
	err = t.row([]any{&id}, "SELECT id FROM people WHERE person = ?", who)
	return id, err
}

// maxKnown is how many rooms and people are known without looking.
const maxKnown = 1 << 16

// room returns the end of a room's log; store.ErrNone if there is no room.
func (t *tx) room(rid string) (*logEnd, error) {
	if r := t.rooms[rid]; r != nil {
		return r, nil
	}
	r := &logEnd{}
	err := t.row([]any{&r.id, &r.last, &r.at}, "SELECT id, last, at FROM rooms WHERE rid = ?", rid)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, store.ErrNone
	}
	if err != nil {
		return nil, err
	}
	if len(t.rooms) >= maxKnown && len(t.changed) == 0 {
		clear(t.rooms)
	}
	t.rooms[rid] = r
	return r, nil
}

// exec runs a statement.
func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	st, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(context.Background(), args...) // it cannot be interrupted
}

// query runs a query. Its rows must be closed before the next statement.
func (t *tx) query(query string, args ...any) (*sql.Rows, error) {
	st, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(context.Background(), args...)
}

// row reads the one row of a query into dest; sql.ErrNoRows if there is none.
func (t *tx) row(dest []any, query string, args ...any) error {
	st, err := t.prepare(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(context.Background(), args...).Scan(dest...)
}

func (t *tx) prepare(query string) (*sql.Stmt, error) {
	if st := t.stmts[query]; st != nil {
		return st, nil
	}
	st, err := t.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	t.stmts[query] = st
	return st, nil
}

// close gives the statements back.
func (t *tx) close() {
	for _, st := range t.stmts {
		_ = st.Close()
	}
}
