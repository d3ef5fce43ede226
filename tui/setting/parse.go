package setting

import (
	"errors"
	"fmt"
	"slices"

	"github.com/chat-tui/chat-tui/tui/keymap"
)

// Parse reads the table [screen] of a settings file, as a TOML decoder makes a
// map[string]any of it; nil is an empty one. Whatever is unknown or of the
// wrong kind is an error, a sentence for each. Keys that are another binding's
// are not: Keymap tells of those, and leaves the rest.
func Parse(table map[string]any) (Values, error) {
	v := Defaults()
	var wrong []error
	for _, key := range sortedKeys(table) {
		var err error
		switch value := table[key]; key {
		case "rooms":
			err = v.parseRooms(value)
		case "keys":
			err = v.parseKeys(value)
		default:
			err = v.parse(key, value)
		}
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	return v, errors.Join(wrong...)
}

// parse takes one value of the file.
func (v *Values) parse(key string, value any) error {
	i := slices.IndexFunc(rows(), func(r row) bool { return r.Key == key })
	if i < 0 {
		return fmt.Errorf("there is no setting %q in [screen]; remove it, or see what /set and Tab offer", key)
	}
	switch at := rows()[i].at(v).(type) {
	case *bool:
		on, ok := value.(bool)
		if !ok {
			return fmt.Errorf("%s must be true or false, without quotes", key)
		}
		*at = on
		return nil
	case *int:
		n, ok := value.(int64)
		if !ok {
			return fmt.Errorf("%s must be a number, without quotes", key)
		}
		return v.Set(key, fmt.Sprint(n))
	case *[]string:
		list, err := stringsOf(key, value)
		if err != nil {
			return err
		}
		return v.setList(key, list)
	}
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("%s must be a text in quotes", key)
	}
	if text == Default {
		return fmt.Errorf("%s cannot be %q; remove the line for the default", key, text)
	}
	return v.Set(key, text)
}

// stringsOf returns a list of texts.
func stringsOf(key string, value any) ([]string, error) {
	wrong := fmt.Errorf(`%s must be a list of texts, such as ["one", "two"]`, key)
	list, ok := value.([]any)
	if !ok {
		return nil, wrong
	}
	texts := []string{}
	for _, e := range list {
		text, ok := e.(string)
		if !ok {
			return nil, wrong
		}
		texts = append(texts, text)
	}
	return texts, nil
}

func (v *Values) parseRooms(value any) error {
	table, ok := value.(map[string]any)
	if !ok {
		return errors.New("screen.rooms must be a table; write [screen.rooms] on a line of its own")
	}
	v.RoomNotify = map[string]string{}
	var wrong []error
	for _, room := range sortedKeys(table) {
		level, ok := table[room].(string)
		if !ok || !slices.Contains(levels(), level) || !clean(room) || room == "" {
			wrong = append(wrong, fmt.Errorf(`a line of [screen.rooms] must be such as "#lobby" = "mentions", with mentions, all or none; mend that of %q`, room))
			continue
		}
		v.setRoom(room, level)
	}
	return errors.Join(wrong...)
}

// parseKeys takes app.palette = [...], with or without quotes around the name.
func (v *Values) parseKeys(value any) error {
	table, ok := value.(map[string]any)
	if !ok {
		return errors.New("screen.keys must be a table; write [screen.keys] on a line of its own")
	}
	v.Keys = map[string][]string{}
	var wrong []error
	for _, head := range sortedKeys(table) {
		group, ok := table[head].(map[string]any)
		if !ok {
			wrong = append(wrong, v.parseKey(head, table[head]))
			continue
		}
		for _, name := range sortedKeys(group) {
			wrong = append(wrong, v.parseKey(head+"."+name, group[name]))
		}
	}
	return errors.Join(wrong...)
}

func (v *Values) parseKey(name string, value any) error {
	if _, ok := keymap.Lookup(keymap.Default(), name); !ok {
		return fmt.Errorf("there is nothing to bind called %q in [screen.keys]; remove it, or see what /set keys. and Tab offer", name)
	}
	if one, ok := value.(string); ok {
		value = []any{one}
	}
	keys, err := stringsOf(name, value)
	if err != nil {
		return err
	}
	for i, k := range keys {
		if keys[i], err = keymap.Parse(k); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	v.Keys[name] = keys
	return nil
}
