package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/downloads"
)

// screenFiles sends and gets files for the screen.
type screenFiles struct{ conn *client.Conn }

// Send implements app.Files.
func (s *screenFiles) Send(ctx context.Context, to, path string, told func(done, size int64)) error {
	if rest, ok := strings.CutPrefix(path, "~"+string(filepath.Separator)); ok || path == "~" {
		home, err := os.UserHomeDir()
		if err != nil {
			return err
		}
		path = filepath.Join(home, rest)
	}
	f, err := openOutgoing(path)
	if err != nil {
		return err
	}
	defer f.close()
	if err := chat.CheckFileName(f.Name); err != nil {
		return err
	}
	f.To = to
	_, err = s.conn.SendFile(ctx, f.OfferFile, f.file, told)
	return err
}

// Get implements app.Files.
func (s *screenFiles) Get(ctx context.Context, id string, told func(done, size int64)) (string, error) {
	folder, err := downloads.Open(downloadsFolder())
	if err != nil {
		return "", fmt.Errorf("the downloads folder: %w", err)
	}
	defer func() { _ = folder.Close() }()
	return getFile(ctx, s.conn, folder, id, func(string) client.Progress { return told })
}
