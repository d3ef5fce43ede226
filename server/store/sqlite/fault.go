package sqlite

import (
	"errors"
	"fmt"
	"time"

	driver "modernc.org/sqlite"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Primary result codes of SQLite, those we tell apart.
const (
	codeBusy         = 5
	codeLocked       = 6
	codeCorrupt      = 11
	codeFull         = 13
	codeCantOpen     = 14
	codeConstraint   = 19
	codeNotADatabase = 26
)

// primary returns SQLite's result code without its details; 0 if the error is
// not SQLite's.
func primary(err error) int {
	if e, ok := errors.AsType[*driver.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// busyRetry is when to try again after server_busy.
const busyRetry = 2 * time.Second

// written makes of what went wrong when writing what callers are told. Lasting
// means that nobody knows what is on disk now.
func (s *Store) written(err error) (lasting bool, told error) {
	switch primary(err) {
	case codeFull:
		return false, chat.Errorf(chat.CodeStorageFull, "The server's disk is full; it keeps what it has and takes more when there is room again.")
	case codeBusy, codeLocked:
		e := chat.Errorf(chat.CodeServerBusy, "Another program has locked the server's history; try again.")
		e.Retry = busyRetry
		return false, e
	}
	return true, fmt.Errorf("write history %s: %w", s.path, err)
}

// readError names the file in what went wrong when reading.
func (s *Store) readError(what string, err error) error {
	switch primary(err) {
	case codeBusy, codeLocked:
		e := chat.Errorf(chat.CodeServerBusy, "Another program has locked the server's history; try again.")
		e.Retry = busyRetry
		return e
	case codeCorrupt, codeNotADatabase:
		return fmt.Errorf("%s: %s is damaged: %w", what, s.path, err)
	}
	return fmt.Errorf("%s from %s: %w", what, s.path, err)
}
