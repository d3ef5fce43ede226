package sqlite_test

import (
	"testing"

	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
	"github.com/chat-tui/chat-tui/server/store/storetest"
)

var _ store.Store = (*sqlite.Store)(nil)

func open(t *testing.T, dir string) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{Fail: func(err error) { t.Errorf("Fail: %v", err) }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, t.TempDir()) })
}

func TestStoreOnDisk(t *testing.T) {
	storetest.Reopen(t, open)
}
