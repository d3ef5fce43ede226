// Package sqlite is a store.Store in one file of SQLite, chat.db in the data
// folder.
//
// One goroutine, the writer, is the only one to change the file. It takes
// whatever waits, of all rooms and of any kind, into one transaction and
// commits it at once; it never waits for more. An answer is given after COMMIT
// has returned, and with synchronous=FULL that is after the log of the
// database was synced. Those who read do so on handles of their own that
// cannot write, each query as of one moment.
//
// Files beside chat.db: -wal and -shm are SQLite's; chat.db.height says how
// far the history had come, so that an older copy put in place of the file is
// noticed; chat.db.before-N are copies made before a migration. The index of
// the search is a file of its own, see index.go; it may be removed.
//
// Goroutines: the writer; the indexer of the search; the check of a large
// file after it was opened. Close waits for all of them.
package sqlite
