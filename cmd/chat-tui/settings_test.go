package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/assets"
	"github.com/chat-tui/chat-tui/server"
)

// The documented settings are read by the program, and are the defaults where
// they say so.
func TestTheDocumentedSettingsAreTrue(t *testing.T) {
	text, err := assets.FS.ReadFile("config/chat-tui.toml")
	if err != nil {
		t.Fatal(err)
	}
	whole := regexp.MustCompile(`(?m)^#([a-z_]+ = )`).ReplaceAllString(string(text), "$1")
	if strings.Count(whole, "\n") == 0 || whole == string(text) {
		t.Fatal("no setting is documented")
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := readSettings(path, true)
	if err != nil {
		t.Fatal(err)
	}
	if s.Server == nil || s.Serve.MOTD == nil || len(s.Serve.Listen) != 1 {
		t.Errorf("read %+v", s)
	}
	limits, err := limitsFrom(path)
	if err != nil || limits != server.DefaultLimits() {
		t.Errorf("the documented limits are %+v, %v\nthe defaults     %+v", limits, err, server.DefaultLimits())
	}
}
