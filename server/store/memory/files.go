package memory

import (
	"context"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// file notes a file that was sent.
func (s *Store) file(e *entry) {
	if e.Kind != chat.EntryFile || e.File == nil {
		return
	}
	if s.files == nil {
		s.files = make(map[string]store.SentFile)
	}
	own := *e.File
	e.File = &own
	s.files[own.ID] = store.SentFile{File: own, RID: e.RID, Seq: e.Seq, Author: e.author}
}

// unfile forgets a file whose entry goes.
func (s *Store) unfile(e *entry) {
	if e.File != nil {
		delete(s.files, e.File.ID)
	}
}

// File implements store.Files.
func (s *Store) File(_ context.Context, id string) (store.SentFile, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f, ok := s.files[id]
	if !ok {
		return store.SentFile{}, store.ErrNone
	}
	return f, nil
}

// Wanted implements store.Files.
func (s *Store) Wanted(_ context.Context, sha256 string) (bool, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, f := range s.files {
		if f.SHA256 == sha256 {
			return true, nil
		}
	}
	return false, nil
}

// FileBytes implements store.Files.
func (s *Store) FileBytes(_ context.Context, person string) (own, all int64, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	once := make(map[string]bool)
	for _, f := range s.files {
		if f.Author == person {
			own += f.Size
		}
		if !once[f.SHA256] {
			once[f.SHA256] = true
			all += f.Size
		}
	}
	return own, all, nil
}
