package store

import (
	"context"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Files are the files that were sent, as the logs say: an entry of kind file is
// there until it is deleted or let go. Their bytes are elsewhere.
type Files interface {
	// File returns the file with an id, or ErrNone.
	File(ctx context.Context, id string) (SentFile, error)

	// Wanted reports whether some entry has a file with this content: a
	// SHA-256 in hex.
	Wanted(ctx context.Context, sha256 string) (bool, error)

	// FileBytes returns how many bytes the files have that a person has sent,
	// and how many those of all, each content once.
	FileBytes(ctx context.Context, person string) (own, all int64, err error)
}

// A SentFile is a file and where it was sent.
type SentFile struct {
	chat.File
	RID    string
	Seq    uint64
	Author string // id of an account or a stay
}
