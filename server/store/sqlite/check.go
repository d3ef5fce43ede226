package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// A Report is what Verify has read, and what it found wrong.
type Report struct {
	Rooms    int // conversations included
	Entries  int // messages and changes
	Accounts int
	Findings []string // sentences; at most maxFindings and one that counts the rest
}

// maxFindings is how many findings are told one by one.
const maxFindings = 100

// Verify reads everything in a folder and reports what is not as it must be. A
// server may run meanwhile. An error says that it could not be read at all.
func Verify(ctx context.Context, dir string) (Report, error) {
	r, err := OpenReadOnly(ctx, dir)
	if err != nil {
		return Report{}, err
	}
	defer r.Close()
	return r.Verify(ctx)
}

// Verify reads everything that is kept and reports what is not as it must be.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	c := &checker{s: s, ctx: ctx}
	for _, part := range []func() error{c.structure, c.references, c.accounts, c.rulings, c.rooms} {
		err := part()
		if ctx.Err() != nil {
			return c.report, ctx.Err()
		}
		if err == nil {
			continue
		}
		if code := primary(err); code != codeCorrupt && code != codeNotADatabase {
			return c.report, s.readError("check history", err)
		}
		c.finding("the database cannot be read: %v", err)
	}
	if c.more > 0 {
		c.report.Findings = append(c.report.Findings, fmt.Sprintf("%d more are not listed", c.more))
	}
	return c.report, nil
}

// A checker makes a report.
type checker struct {
	s      *Store
	ctx    context.Context //nolint:containedctx // a checker lives as long as one call
	report Report
	more   int // findings that are not in it
}

func (c *checker) finding(format string, args ...any) {
	if len(c.report.Findings) == maxFindings {
		c.more++
		return
	}
	c.report.Findings = append(c.report.Findings, fmt.Sprintf(format, args...))
}

// structure has SQLite check its own.
func (c *checker) structure() error {
	list, err := collect(plain{c.ctx, c.s.read}, scanText, fmt.Sprintf("PRAGMA integrity_check(%d)", maxFindings))
	for _, finding := range list {
		if finding != "ok" {
			c.finding("database: %s", finding)
		}
	}
	return err
}

// references looks for rows about rooms and people that do not exist.
func (c *checker) references() error {
	for what, query := range map[string]string{
		"messages of no room":         "SELECT count(*) FROM entries WHERE room NOT IN (SELECT id FROM rooms)",
		"messages of nobody":          "SELECT count(*) FROM entries WHERE author NOT IN (SELECT id FROM people)",
		"mentions in no message":      "SELECT count(*) FROM mentions m WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.room = m.room AND e.seq = m.seq)",
		"mentions of nobody":          "SELECT count(*) FROM mentions WHERE person NOT IN (SELECT id FROM people)",
		"reactions to no message":     "SELECT count(*) FROM reactions r WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.room = r.room AND e.seq = r.target)",
		"reactions of nobody":         "SELECT count(*) FROM reactions WHERE person NOT IN (SELECT id FROM people)",
		"places in no room":           "SELECT count(*) FROM places WHERE room NOT IN (SELECT id FROM rooms)",
		"places of nobody":            "SELECT count(*) FROM places WHERE person NOT IN (SELECT id FROM people)",
		"read marks after the newest": "SELECT count(*) FROM places p JOIN rooms r ON r.id = p.room WHERE p.upto > r.last",
		"conversations of nobody":     "SELECT count(*) FROM pragma_foreign_key_check",
		"roles in no room":            "SELECT count(*) FROM grants WHERE room NOT IN (SELECT id FROM rooms)",
		"roles of nobody":             "SELECT count(*) FROM grants WHERE person NOT IN (SELECT id FROM people)",
		"blocks of nobody":            "SELECT count(*) FROM blocks WHERE person NOT IN (SELECT id FROM people) OR other NOT IN (SELECT id FROM people)",
		"receipts of nobody":          "SELECT count(*) FROM tombstones WHERE author NOT IN (SELECT id FROM people)",
	} {
		var n int
		if err := c.s.read.QueryRowContext(c.ctx, query).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			c.finding("there are %d %s", n, what)
		}
	}
	return nil
}

// accounts reads all accounts.
func (c *checker) accounts() error {
	type kept struct{ id, record string }
	list, err := collect(plain{c.ctx, c.s.read}, func(rows *sql.Rows) (k kept, err error) {
		return k, rows.Scan(&k.id, &k.record)
	}, "SELECT id, record FROM accounts ORDER BY id")
	for _, k := range list {
		c.report.Accounts++
		if acc, err := account.Decode([]byte(k.record)); err != nil {
			c.finding("account %s: %v", k.id, err)
		} else if string(acc.ID) != k.id {
			c.finding("account %s: it is of %s", k.id, acc.ID)
		}
	}
	return err
}

// rulings reads all bans and mutes.
func (c *checker) rulings() error {
	type kept struct{ id, record string }
	list, err := collect(plain{c.ctx, c.s.read}, func(rows *sql.Rows) (k kept, err error) {
		return k, rows.Scan(&k.id, &k.record)
	}, "SELECT id, record FROM rulings ORDER BY id")
	for _, k := range list {
		if r, err := store.DecodeRuling([]byte(k.record)); err != nil {
			c.finding("ruling %s: %v", k.id, err)
		} else if r.ID != k.id {
			c.finding("ruling %s: it is %s", k.id, r.ID)
		}
	}
	return err
}

// rooms reads the log of every room.
func (c *checker) rooms() error {
	rids, err := collect(plain{c.ctx, c.s.read}, scanText, "SELECT rid FROM rooms ORDER BY id")
	if err != nil {
		return err
	}
	for _, rid := range rids {
		log := roomCheck{checker: c, rid: rid}
		if err := log.run(); err != nil {
			return fmt.Errorf("room %s: %w", rid, err)
		}
	}
	return nil
}
