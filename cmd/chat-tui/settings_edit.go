package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/chat-tui/chat-tui/assets"
	"github.com/chat-tui/chat-tui/tui/setting"
)

// saveSetting keeps one setting of the screen in the settings file at path, as
// it is in v. Comments, order and line ends of the file stay; one that is not
// there begins as the documented default. What would not read back as it is
// meant is not written.
func saveSetting(path, key string, v setting.Values) error {
	before, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		before, err = assets.FS.ReadFile("config/chat-tui.toml")
	}
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	after := editSetting(string(before), key, v)
	if err := readsBack(path, string(before), after, key, v); err != nil {
		return err
	}
	return replaceFile(path, []byte(after))
}

// readsBack checks that a settings file says what is meant, and of all else
// what it said before.
func readsBack(path, before, after, key string, v setting.Values) error {
	var s fileSettings
	if _, err := toml.Decode(before, &s); err != nil {
		return fmt.Errorf("settings: %s: %w; mend that line first", path, err)
	}
	byHand := fmt.Errorf("settings: %s cannot be changed in %s by the program; change it there by hand", key, path)
	s = fileSettings{}
	if _, err := toml.Decode(after, &s); err != nil {
		return byHand
	}
	got, err := setting.Parse(s.Screen)
	if err != nil {
		return fmt.Errorf("settings: %s: %w", path, err)
	}
	table, rest := setting.Path(key)
	if got.Get(key) != v.Get(key) || !maps.EqualFunc(others(before, table, rest), others(after, table, rest), reflect.DeepEqual) {
		return byHand
	}
	return nil
}

// others returns everything a file says, by whole name, but one setting.
func others(text string, table, key []string) map[string]any {
	var file map[string]any
	if _, err := toml.Decode(text, &file); err != nil {
		return nil
	}
	flat := map[string]any{}
	var walk func(path []string, at map[string]any)
	walk = func(path []string, at map[string]any) {
		for name, value := range at {
			whole := append(slices.Clone(path), name)
			if inner, ok := value.(map[string]any); ok {
				walk(whole, inner)
				continue
			}
			flat[settingName(whole)] = value
		}
	}
	walk(nil, file)
	delete(flat, settingName(slices.Concat(table, key)))
	return flat
}

// replaceFile writes a file in one step: whoever reads it, also after a crash,
// finds the old or the new one whole. A link stays a link.
func replaceFile(path string, data []byte) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	} else if target, err := os.Readlink(path); err == nil { // to what is not there yet
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	if err := makePrivate(filepath.Dir(path)); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// editSetting returns the text of a settings file with one setting of the
// screen as it is in v; without it where that is the default.
func editSetting(text, key string, v setting.Values) string {
	table, rest := setting.Path(key)
	value := tomlValue(v.Value(key))
	if value == tomlValue(setting.Defaults().Value(key)) {
		value = ""
	}
	return setLine(text, table, rest, value)
}

// tomlKey writes a key: parts that are not bare in quotes.
func tomlKey(parts []string) string {
	written := make([]string, len(parts))
	for i, p := range parts {
		if strings.Trim(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" || p == "" {
			p = quoted(p)
		}
		written[i] = p
	}
	return strings.Join(written, ".")
}

// tomlValue writes a value in the way of the file; nil is empty.
func tomlValue(v any) string {
	switch v := v.(type) {
	case string:
		return quoted(v)
	case []string:
		list := make([]string, len(v))
		for i, w := range v {
			list[i] = quoted(w)
		}
		return "[" + strings.Join(list, ", ") + "]"
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

// quoted writes a basic string; what JSON escapes TOML reads as well.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
