package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/chat-tui/chat-tui/assets"
	"github.com/chat-tui/chat-tui/tui/theme"
)

// themes returns the themes that come with the program and the person's own,
// which go before, and what is wrong with them.
func themes() (theme.Set, error) {
	shipped, err := fs.Sub(assets.FS, "themes")
	if err != nil {
		return theme.Set{}, err
	}
	list, bad := theme.Load(shipped)
	own, wrong := theme.Load(os.DirFS(userFolders().themes()))
	return theme.NewSet(append(list, own...)...), errors.Join(bad, wrong)
}

func (f folders) themes() string { return filepath.Join(f.config, "themes") }
