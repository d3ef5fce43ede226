package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// A height says how far a history has come: its epoch and the highest id an
// entry ever had. It is written to a file beside the database now and then, and
// at the end, always after what it tells of was committed. A database that is
// lower than its file was put there from a copy.
type height struct {
	epoch string
	id    int64
}

func (s *Store) heightPath() string { return s.path + ".height" }

// readHeight returns what the file says; nothing if it cannot be read.
func (s *Store) readHeight() (h height, ok bool) {
	text, err := os.ReadFile(s.heightPath())
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.opts.Logger.Warn("the height of the history cannot be read", "error", err)
		}
		return height{}, false
	}
	line, _, ended := strings.Cut(string(text), "\n")
	if _, err := fmt.Sscanf(line, "%s %d", &h.epoch, &h.id); err != nil || !ended {
		return height{}, false // a crash while it was written
	}
	return h, true
}

// writeHeight writes the file. It need not survive a power cut; a height that
// is too low finds less, but nothing that is not so.
func (s *Store) writeHeight(id int64) {
	part := s.heightPath() + partSuffix
	err := os.WriteFile(part, fmt.Appendf(nil, "%s %d\n", s.epoch, id), 0o600)
	if err == nil {
		err = os.Rename(part, s.heightPath())
	}
	if err != nil {
		s.opts.Logger.Debug("the height of the history was not written", "error", err)
	}
}

// settle reads the epoch and, where an older copy was put in place of the
// database, gives it a new one. Passing rooms go.
func (s *Store) settle(ctx context.Context) error {
	var now int64
	err := s.do(ctx, func(t *tx) error {
		now = t.height
		if err := t.row([]any{&s.epoch}, "SELECT value FROM facts WHERE name = 'epoch'"); err != nil {
			return fmt.Errorf("read epoch: %w", err)
		}
		was, ok := s.readHeight()
		if !ok || was.epoch != s.epoch || was.id <= now {
			return dropPassing(t)
		}
		s.opts.Logger.Warn("an older copy was put in place of the history; clients will drop what they hold",
			"file", s.path, "highest", now, "before", was.id)
		s.epoch = newEpoch()
		if _, err := t.exec("UPDATE facts SET value = ? WHERE name = 'epoch'", s.epoch); err != nil {
			return err
		}
		return dropPassing(t)
	})
	if err == nil {
		s.writeHeight(now)
	}
	return err
}
