package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode"

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
		return Theme{}, f, fmt.Errorf("theme %s: %w", name, spoken(err))
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return Theme{}, f, fmt.Errorf("theme %s: there is no %q; it may have description, dark, background, other, nicks and [colors]", name, unknown[0].String())
	}
	t, err := New(name, f.Dark, f.Colors)
	if err != nil {
		return Theme{}, f, err
	}
	if strings.ContainsFunc(f.Description, unicode.IsControl) {
		return Theme{}, f, fmt.Errorf("theme %s: description has control characters; write one line of plain text", name)
	}
	t.Description, t.Other = f.Description, f.Other
	if _, err := parse(f.Background); err != nil {
		return Theme{}, f, fmt.Errorf("theme %s: background: %w", name, err)
	}
	for _, n := range f.Nicks {
		c, err := parse(n)
		if err != nil {
			return Theme{}, f, fmt.Errorf("theme %s: nicks: %w", name, err)
		}
		if c == nil {
			return Theme{}, f, fmt.Errorf("theme %s: nicks: a colour is empty; write one or take it out", name)
		}
		t.Nicks = append(t.Nicks, c)
	}
	return t, f, nil
}

// decoding takes the errors of the decoder apart: line, key and what is wrong.
var decoding = regexp.MustCompile(`(?s)^toml: (?:line (\d+))? ?(?:\(last key "((?:[^"\\]|\\.)*)"\))?: (.*)$`)

// spoken says where and what is wrong with TOML in the words of those who write
// themes instead of those of Go.
func spoken(err error) error {
	parts := decoding.FindStringSubmatch(err.Error())
	if parts == nil {
		return err
	}
	line, key, what := parts[1], parts[2], strings.TrimSuffix(parts[3], ".")
	if strings.HasPrefix(what, "incompatible types") {
		what = wanted(key)
	} else {
		what += "; mend that line"
	}
	if key != "" {
		what = key + ": " + what
	}
	if line != "" {
		what = "line " + line + ": " + what
	}
	return errors.New(what)
}

// wanted says what to write for a key whose value is of another kind.
func wanted(key string) string {
	switch {
	case key == "dark":
		return "write true or false"
	case key == "nicks":
		return `write a list of colours, such as ["red", "#8ab4f8"]`
	case key == "colors":
		return "write the colours below a line [colors]"
	case strings.HasPrefix(key, "colors."):
		return `write a colour in quotes, such as "#8ab4f8"`
	}
	return "write text in quotes"
}

// named reports whether name can be one of a theme: it is typed in commands and
// drawn as it is.
func named(name string) error {
	switch {
	case name == Auto || name == NoColor().Name:
		return fmt.Errorf("theme %s: that name is taken; give the file another", name)
	case name == "" || strings.ContainsFunc(name, func(r rune) bool {
		return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}):
		return fmt.Errorf("theme %q: the name of the file may have letters, digits, - and _ before .toml; rename it", name)
	}
	return nil
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
		name := strings.TrimSuffix(path.Base(p), ".toml")
		if err := named(name); err != nil {
			wrong = append(wrong, err)
			continue
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("theme %s: %w", name, err))
			continue
		}
		t, err := Parse(name, data)
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
