package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// Statements are those of a handle, prepared once each.
type statements struct {
	db   *sql.DB
	mu   sync.RWMutex
	made map[string]*sql.Stmt
}

// peek returns the statement of a query if it was prepared before, or nil.
func (s *statements) peek(query string) *sql.Stmt {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.made[query]
}

// get returns the statement of a query. Whoever calls it holds no connection
// of the handle: preparing waits for one, and for nothing else.
func (s *statements) get(ctx context.Context, query string) (*sql.Stmt, error) {
	if st := s.peek(query); st != nil {
		return st, nil
	}
	st, err := s.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.made[query]; first != nil {
		return first, st.Close()
	}
	if s.made == nil {
		s.made = make(map[string]*sql.Stmt)
	}
	s.made[query] = st
	return st, nil
}

// close gives all back.
func (s *statements) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, st := range s.made {
		_ = st.Close()
	}
	s.made = nil
}

// A view reads the database as it is at one moment.
type view struct {
	ctx   context.Context // of the call that looks
	stmts *statements
	tx    *sql.Tx  // nil: each query is a moment of its own
	fresh []string // queries that were not yet prepared for all
}

// look runs fn on a view of one moment. What it reads is read at once.
func (s *Store) look(ctx context.Context, fn func(*view) error) error {
	t, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	v := &view{ctx: ctx, stmts: &s.stmts, tx: t}
	err = fn(v)
	return errors.Join(err, v.end())
}

// end ends a view of one moment. Only now, when it holds no connection, are
// its queries prepared for those that follow: many who each hold one and wait
// for another would wait for ever.
func (v *view) end() error {
	err := v.tx.Rollback()
	for _, query := range v.fresh {
		_, _ = v.stmts.get(v.ctx, query)
	}
	return err
}

// each returns a view of which each query is a moment of its own.
func (s *Store) each(ctx context.Context) *view { return &view{ctx: ctx, stmts: &s.stmts} }

// stmt returns the statement of a query, which ends with the view if it is of
// one moment.
func (v *view) stmt(query string) (*sql.Stmt, error) {
	if v.tx == nil {
		return v.stmts.get(v.ctx, query)
	}
	if st := v.stmts.peek(query); st != nil {
		return v.tx.StmtContext(v.ctx, st), nil
	}
	v.fresh = append(v.fresh, query)
	return v.tx.PrepareContext(v.ctx, query)
}

// query runs a query.
func (v *view) query(query string, args ...any) (*sql.Rows, error) {
	st, err := v.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(v.ctx, args...)
}

// row reads the one row of a query into dest; sql.ErrNoRows if there is none.
func (v *view) row(dest []any, query string, args ...any) error {
	st, err := v.stmt(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(v.ctx, args...).Scan(dest...)
}

// A source is where queries are run: a view, or the writer's transaction.
type source interface {
	query(query string, args ...any) (*sql.Rows, error)
	row(dest []any, query string, args ...any) error
}

// collect reads all rows of a query.
func collect[T any](from source, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := from.query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}
