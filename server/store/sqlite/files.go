package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// A fileText is how the body of an entry tells of a file.
type fileText struct {
	File   string `json:"file"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	MIME   string `json:"mime,omitempty"`
}

// textOf returns what is kept of a file.
func textOf(f *chat.File) (string, error) {
	if f == nil {
		return "", errors.New("an entry of kind file has none")
	}
	text, err := json.Marshal(fileText{f.ID, f.Name, f.Size, f.SHA256, f.MIME})
	return string(text), err
}

// fileOf returns the file that textOf has written; nil if there is none.
func fileOf(text string) *chat.File {
	var f fileText
	if json.Unmarshal([]byte(text), &f) != nil || f.File == "" {
		return nil
	}
	return &chat.File{ID: f.File, Name: f.Name, Size: f.Size, SHA256: f.SHA256, MIME: f.MIME}
}

// file notes a file that was sent.
func (t *tx) file(f *chat.File, room int64, seq uint64, author int64) error {
	if f == nil {
		return nil // a damaged one
	}
	_, err := t.exec("INSERT INTO files (room, seq, file, sum, size, author) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		room, int64(seq), f.ID, f.SHA256, f.Size, author)
	return err
}

// File implements store.Files.
func (s *Store) File(ctx context.Context, id string) (f store.SentFile, err error) {
	var body sql.NullString
	err = s.each(ctx).row([]any{&f.RID, &f.Seq, &f.Author, &body}, `SELECT r.rid, f.seq, who.person, e.body
		FROM files f JOIN rooms r ON r.id = f.room JOIN people who ON who.id = f.author
		JOIN entries e ON e.room = f.room AND e.seq = f.seq WHERE f.file = ?`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return f, store.ErrNone
	}
	if err != nil {
		return f, s.readError("look for a file", err)
	}
	if told := fileOf(body.String); told != nil {
		f.File = *told
		return f, nil
	}
	return f, store.ErrNone
}

// Wanted implements store.Files.
func (s *Store) Wanted(ctx context.Context, sha256 string) (wanted bool, err error) {
	if err = s.each(ctx).row([]any{&wanted}, "SELECT EXISTS (SELECT 1 FROM files WHERE sum = ?)", sha256); err != nil {
		return false, s.readError("look for a file", err)
	}
	return wanted, nil
}

// FileBytes implements store.Files.
func (s *Store) FileBytes(ctx context.Context, person string) (own, all int64, err error) {
	err = s.each(ctx).row([]any{&own, &all}, `SELECT
		(SELECT coalesce(sum(size), 0) FROM files WHERE author = (SELECT id FROM people WHERE person = ?)),
		(SELECT coalesce(sum(size), 0) FROM (SELECT DISTINCT sum, size FROM files))`, person)
	if err != nil {
		return 0, 0, s.readError("count files", err)
	}
	return own, all, nil
}
