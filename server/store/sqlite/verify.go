package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// A file up to checkedAtOnce is checked before it is used; one up to
// checkedAfterCrash too if it was not closed. A larger one is checked while it
// is in use.
const (
	checkedAtOnce     = 64 << 20
	checkedAfterCrash = 256 << 20
)

// checked reports whether inspect checks a file of this state.
func (f fileState) checked() bool {
	return f.size <= checkedAtOnce || !f.clean && f.size <= checkedAfterCrash
}

// inspect reports what is wrong with the open file.
func (s *Store) inspect(ctx context.Context, db *sql.DB, state fileState) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return s.unusable(err)
	}
	if err := s.known(version); err != nil || state.fresh || !state.checked() {
		return err
	}
	return s.quickCheck(ctx, db)
}

// quickCheck reads the whole file and compares what must agree, but not the
// indexes with their tables.
func (s *Store) quickCheck(ctx context.Context, db *sql.DB) error {
	var finding string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&finding); err != nil {
		return s.unusable(err)
	}
	if finding != "ok" {
		return &Unusable{Path: s.path, Why: fmt.Sprintf("is damaged (%s)", finding), Next: restoreHint}
	}
	return nil
}

// checkLater checks a large file while it is in use.
func (s *Store) checkLater(ctx context.Context) {
	switch err := s.quickCheck(ctx, s.read); {
	case ctx.Err() != nil:
	case err != nil:
		s.failed(err)
	default:
		s.opts.Logger.Debug("the history was checked", "file", s.path)
	}
}
