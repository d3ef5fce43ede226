package setting

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/chat-tui/chat-tui/tui/keymap"
)

// Default stands for the default where a value is asked for.
const Default = "default"

// most is how many entries a list may have, and how long one may be in bytes.
const (
	mostEntries = 200
	mostBytes   = 256
)

// Set sets what key names to text, as a person types it: on and off, words
// with commas between them, keys with spaces. "default" sets the default, and
// takes away what is set for a room or a binding. An error is one sentence that
// says what to write, and v is as it was.
func (v *Values) Set(key, text string) error {
	text = strings.TrimSpace(text)
	spec, ok := Lookup(key)
	if !ok {
		return unknown(key)
	}
	if !clean(text) || !clean(key) {
		return fmt.Errorf("%s cannot hold control characters; write it in plain letters", key)
	}
	if text == Default {
		return v.reset(key)
	}
	if room, ok := strings.CutPrefix(key, roomPrefix); ok {
		level, err := choose(spec, text)
		if err == nil {
			*v = v.clone()
			v.setRoom(room, level)
		}
		return err
	}
	if name, ok := strings.CutPrefix(key, keyPrefix); ok {
		return v.setKeys(name, strokes(text))
	}
	for _, r := range rows() {
		if r.Key == key {
			return assign(spec, r.at(v), text)
		}
	}
	return unknown(key)
}

// unknown says that there is no such setting, and which may be meant.
func unknown(key string) error {
	if name, ok := strings.CutPrefix(key, keyPrefix); ok {
		return fmt.Errorf("there is nothing to bind called %q; Tab completes the names", name)
	}
	return fmt.Errorf("there is no setting %q; Tab completes the names", key)
}

// clean reports whether text can stand on one line of the settings file.
func clean(text string) bool {
	return strings.ToValidUTF8(text, "\x00") == text && !strings.ContainsFunc(text, unicode.IsControl)
}

// reset takes back what was set. What a binding then has may be another's by
// now.
func (v *Values) reset(key string) error {
	if room, ok := strings.CutPrefix(key, roomPrefix); ok {
		*v = v.clone()
		v.forget(room)
		return nil
	}
	if name, ok := strings.CutPrefix(key, keyPrefix); ok {
		return v.rebind(func(keys map[string][]string) { delete(keys, name) })
	}
	return v.Set(key, Defaults().Get(key))
}

// forget takes away what is set for a room, in maps that are v's own.
func (v *Values) forget(room string) {
	for name := range v.RoomNotify {
		if sameName(name, room) {
			delete(v.RoomNotify, name)
		}
	}
}

// setRoom sets one room of maps that are v's own.
func (v *Values) setRoom(room, level string) {
	if v.RoomNotify == nil {
		v.RoomNotify = map[string]string{}
	}
	v.forget(room)
	v.RoomNotify[room] = level
}

// setKeys gives a binding keys, unless another has them.
func (v *Values) setKeys(name string, keys []string) error {
	for i, k := range keys {
		if known, err := keymap.Parse(k); err == nil {
			keys[i] = known
		}
	}
	return v.rebind(func(all map[string][]string) { all[name] = keys })
}

// rebind changes the keys that are set, unless that brings a conflict.
func (v *Values) rebind(change func(map[string][]string)) error {
	_, before := v.Keymap()
	next := v.clone()
	if next.Keys == nil {
		next.Keys = map[string][]string{}
	}
	change(next.Keys)
	_, after := next.Keymap()
	for _, err := range after {
		if !slices.ContainsFunc(before, func(b error) bool { return b.Error() == err.Error() }) {
			return err
		}
	}
	*v = next
	return nil
}

// assign puts what text says to where at points.
func assign(s Spec, at any, text string) error {
	switch at := at.(type) {
	case *bool:
		on, err := onOff(s.Key, text)
		if err == nil {
			*at = on
		}
		return err
	case *int:
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 100_000 {
			return fmt.Errorf("%s cannot be %q; write a number such as %s", s.Key, text, s.Default)
		}
		*at = n
		return nil
	case *[]string:
		list, err := entries(s.Key, words(text))
		if err == nil {
			*at = list
		}
		return err
	case *string:
		written, err := written(s, text)
		if err == nil {
			*at = written
		}
		return err
	}
	return fmt.Errorf("%s cannot be set", s.Key)
}

// written returns text as it is kept.
func written(s Spec, text string) (string, error) {
	switch s.Kind {
	case Choice:
		return choose(s, text)
	case Duration:
		if text == Auto || text == "off" {
			return text, nil
		}
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 || d > 10*time.Second {
			return "", fmt.Errorf("%s cannot be %q; write auto, off or a time up to 10s, such as 200ms", s.Key, text)
		}
		return d.String(), nil
	case Clock:
		return hours(s.Key, text)
	case Bool, Text, Number, List, Keys:
	}
	if s.Key == "theme" && text == "" {
		return "", errors.New("theme needs a name; write auto or the name of a theme")
	}
	if len(text) > mostBytes {
		return "", fmt.Errorf("%s is too long; write at most %d bytes", s.Key, mostBytes)
	}
	return text, nil
}

func onOff(key, text string) (bool, error) {
	switch strings.ToLower(text) {
	case "on", "true", "yes", "1":
		return true, nil
	case "off", "false", "no", "0":
		return false, nil
	}
	return false, fmt.Errorf("%s cannot be %q; write on or off", key, text)
}

func choose(s Spec, text string) (string, error) {
	for _, c := range s.Choices {
		if strings.EqualFold(c, text) {
			return c, nil
		}
	}
	return "", fmt.Errorf("%s cannot be %q; write one of %s", s.Key, text, strings.Join(s.Choices, ", "))
}

// words parts a list as a person types it.
func words(text string) []string {
	list := []string{}
	for w := range strings.SplitSeq(text, ",") {
		if w = strings.TrimSpace(w); w != "" {
			list = append(list, w)
		}
	}
	return list
}

// strokes parts keys as a person types them. A comma may be a key.
func strokes(text string) []string {
	list := []string{}
	for _, w := range strings.Fields(text) {
		if s := strings.TrimSuffix(w, ","); s != "" && !strings.HasSuffix(s, "+") {
			w = s
		}
		list = append(list, w)
	}
	return list
}

// entries returns list without what stands there twice.
func entries(key string, list []string) ([]string, error) {
	if len(list) > mostEntries {
		return nil, fmt.Errorf("%s holds too much; keep it to %d entries", key, mostEntries)
	}
	var kept []string
	for _, w := range list {
		switch {
		case w == "" || strings.Contains(w, ",") || !clean(w) || strings.TrimSpace(w) != w:
			return nil, fmt.Errorf("%s cannot hold %q; write words without commas", key, w)
		case len(w) > mostBytes:
			return nil, fmt.Errorf("an entry of %s is too long; write at most %d bytes", key, mostBytes)
		}
		if !slices.ContainsFunc(kept, func(k string) bool { return sameName(k, w) }) {
			kept = append(kept, w)
		}
	}
	return kept, nil
}
