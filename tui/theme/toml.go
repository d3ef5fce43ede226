package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml" // themes are written by hand; its errors name the line
	"github.com/charmbracelet/x/ansi"
)

// A file is a theme as it is written. Background is what the colours were
// chosen for; the program does not paint it, tests look at it.
type file struct {
	Description string            `toml:"description"`
	Dark        bool              `toml:"dark"`
	Background  string            `toml:"background"`
	Other       string            `toml:"other"`
	Nicks       []string          `toml:"nicks"`
	Colors      map[string]string `toml:"colors"`
}

// Parse reads a theme from TOML. The error is a sentence that says what is
// wrong and what to write instead.
func Parse(name string, data []byte) (Theme, error) {
	t, _, err := read(name, data)
	return t, err
}

func read(name string, data []byte) (Theme, file, error) {
	var f file
	meta, err := toml.Decode(string(data), &f)
	if err != nil {
		return Theme{}, f, fmt.Errorf("theme %s: %w; mend that line", name, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return Theme{}, f, fmt.Errorf("theme %s: there is no %q; it may have description, dark, background, other, nicks and [colors]", name, unknown[0].String())
	}
	t, err := New(name, f.Dark, f.Colors)
	if err != nil {
		return Theme{}, f, err
	}
	t.Description, t.Other = f.Description, f.Other
	for _, n := range append(slices.Clone(f.Nicks), f.Background) {
		c, err := parse(n)
		if err != nil {
			return Theme{}, f, fmt.Errorf("theme %s: %w", name, err)
		}
		if n != f.Background {
			t.Nicks = append(t.Nicks, c)
		}
	}
	return t, f, nil
}

// Load reads the themes of a folder, the files NAME.toml in it, by name. Those
// that can be read are returned with the errors of the others. A folder that
// is not there has none.
func Load(fsys fs.FS) ([]Theme, error) {
	paths, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("themes: %w", err)
	}
	var list []Theme
	var wrong []error
	for _, p := range paths {
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("theme %s: %w", p, err))
			continue
		}
		t, err := Parse(strings.TrimSuffix(path.Base(p), ".toml"), data)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		list = append(list, t)
	}
	return list, errors.Join(wrong...)
}

// sixteen returns the colour of the terminal with a name, such as red or
// bright-red, or a number from 0 to 15.
func sixteen(s string) (ansi.BasicColor, bool) {
	names := []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}
	for i, name := range names {
		switch s {
		case name, fmt.Sprint(i):
			return ansi.BasicColor(i), true //nolint:gosec // below 8
		case "bright-" + name, fmt.Sprint(i + 8):
			return ansi.BasicColor(i + 8), true //nolint:gosec // below 16
		}
	}
	return 0, false
}
