package logbook

import (
	"context"

	"github.com/chat-tui/chat-tui/server/store"
)

// Follow returns a store that is s, and tells the book what was kept.
func (b *Book) Follow(s store.Store) store.Store { return &followed{s, b} }

type followed struct {
	store.Store
	book *Book
}

// Append implements store.Store.
func (f *followed) Append(ctx context.Context, records ...store.Record) error {
	err := f.Store.Append(ctx, records...)
	if err != nil {
		return err
	}
	noted := ""
	for i := range records {
		if rid := records[i].Entry.RID; rid != noted {
			noted = rid
			f.book.Note(rid)
		}
	}
	return nil
}
