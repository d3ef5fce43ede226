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

// atHome returns a path whose ~ is the home of the person.
func atHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && rest[0] != '/' && rest[0] != filepath.Separator {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// Look implements app.Files.
func (s *screenFiles) Look(path string) (name string, size int64, ok bool) {
	info, err := os.Stat(atHome(path))
	if err != nil || !info.Mode().IsRegular() {
		return "", 0, false
	}
	return info.Name(), info.Size(), true
}

// Send implements app.Files.
func (s *screenFiles) Send(ctx context.Context, to, path string, told func(done, size int64)) error {
	f, err := openOutgoing(atHome(path))
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
