package app

import (
	"fmt"
	"net/url"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// Terminals paste the path of a file that is dropped on them. What is pasted where
// nothing was written, and is the path of a file of this machine, is offered to be sent.

// droppedMsg says whether what was pasted is a file.
type droppedMsg struct {
	paste tea.PasteMsg
	path  string
	name  string
	size  int64
	file  bool
}

// dropped looks whether what was pasted is a file; nil if it is no path.
func (m *Model) dropped(msg tea.PasteMsg) tea.Cmd {
	path, ok := droppedPath(msg.Content)
	if !ok || m.opts.Files == nil || !m.composer.Empty() {
		return nil
	}
	look := m.opts.Files.Look
	return func() tea.Msg {
		name, size, file := look(path)
		return droppedMsg{msg, path, name, size, file}
	}
}

// offerDropped asks whether to send a file that was dropped; what is none is pasted.
func (m *Model) offerDropped(msg droppedMsg) {
	if !msg.file {
		m.paste(msg.paste)
		return
	}
	v := m.active
	text := fmt.Sprintf("Send this file to %s?\n\n%s", v.room.Name(), explain.File(&chat.File{Name: msg.name, Size: msg.size}))
	m.overlay.Open(overlay.NewQuestion("Send a file", safe.Body(text), func() tea.Cmd {
		cmd, err := m.sendFile(msg.path)
		if _, told := m.did(err); told && err != nil {
			return nil
		}
		return cmd
	}))
}

// droppedPath returns the path that a terminal has pasted for a file: between quotes,
// with backslashes before spaces, or as an address.
func droppedPath(pasted string) (string, bool) {
	path := strings.TrimSpace(pasted)
	if path == "" || strings.ContainsAny(path, "\n\r") || len(path) > 4096 {
		return "", false
	}
	if rest, ok := strings.CutPrefix(path, "file://"); ok {
		decoded, err := url.PathUnescape(rest[max(strings.IndexByte(rest, '/'), 0):])
		return decoded, err == nil && strings.HasPrefix(decoded, "/")
	}
	if n := len(path); n > 1 && (path[0] == '\'' || path[0] == '"') && path[n-1] == path[0] {
		path = path[1 : n-1]
	} else if strings.HasPrefix(path, "/") {
		path = unescaped(path)
	}
	drive := len(path) > 3 && path[1] == ':' && (path[2] == '\\' || path[2] == '/')
	return path, strings.HasPrefix(path, "/") || strings.HasPrefix(path, "~/") || drive
}

// unescaped takes the backslashes away that a shell would.
func unescaped(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] == '\\' && i+1 < len(path) {
			i++
		}
		b.WriteByte(path[i])
	}
	return b.String()
}
