package setting

import (
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/tui/keymap"
)

// Kind is how a setting is written.
type Kind uint8

// The kinds of settings.
const (
	Bool     Kind = iota // on, off
	Choice               // one of Spec.Choices
	Duration             // auto, off or such as 200ms
	Text
	Number
	List  // words, with commas between them
	Clock // such as 22:00-07:00
	Keys  // keys, with spaces between them
)

// A Spec is one setting.
type Spec struct {
	Key     string // as in the settings file: "time_format", "rooms.#lobby", "keys.app.palette"
	Kind    Kind
	Default string // as Get writes it
	Help    string // one sentence
	Choices []string
}

// What Key begins with where a setting is one of many.
const (
	roomPrefix = "rooms."
	keyPrefix  = "keys."
)

// A row is a setting and where its value is.
type row struct {
	Spec

	at func(*Values) any // *bool, *string, *int or *[]string
}

// rows returns the table.
func rows() []row {
	return []row{
		{Spec{Key: "theme", Kind: Text, Help: "The colours by name; auto follows the background of the terminal."}, func(v *Values) any { return &v.Theme }},
		{Spec{Key: "density", Kind: Choice, Choices: []string{"comfortable", "compact"}, Help: "How much room messages get."}, func(v *Values) any { return &v.Density }},
		{Spec{Key: "time_format", Kind: Choice, Choices: []string{"24h", "12h", "seconds", "none"}, Help: "How times are written beside messages."}, func(v *Values) any { return &v.TimeFormat }},
		{Spec{Key: "join_leave", Kind: Bool, Help: "Show who comes and goes."}, func(v *Values) any { return &v.JoinLeave }},
		{Spec{Key: "mouse", Kind: Bool, Help: "Take the mouse of the terminal at the start."}, func(v *Values) any { return &v.Mouse }},
		{Spec{Key: "vim", Kind: Bool, Help: "Add the keys that people who edit with vi expect."}, func(v *Values) any { return &v.Vim }},
		{Spec{Key: "gather", Kind: Duration, Choices: []string{Auto, "off", "100ms", "200ms", "500ms", "1s"}, Help: "Gather what others send for so long before it is drawn; auto does so over ssh."}, func(v *Values) any { return &v.Gather }},
		{Spec{Key: "editor", Kind: Text, Help: "The program to write long messages in; without one: $VISUAL or $EDITOR."}, func(v *Values) any { return &v.Editor }},
		{Spec{Key: "paste_lines", Kind: Number, Help: "From so many lines on, ask what to do with a paste; 0 never asks."}, func(v *Values) any { return &v.PasteLines }},
		{Spec{Key: "typing", Kind: Bool, Help: "Tell others that you type."}, func(v *Values) any { return &v.Typing }},
		{Spec{Key: "notify", Kind: Choice, Choices: []string{Auto, "off", "bell", "osc9", "osc99", "osc777"}, Help: "How to call you while you look elsewhere; auto finds out what the terminal can."}, func(v *Values) any { return &v.Notify }},
		{Spec{Key: "notify_for", Kind: Choice, Choices: levels(), Help: "What calls you in rooms; private messages always do, unless it is none."}, func(v *Values) any { return &v.NotifyFor }},
		{Spec{Key: "dnd", Kind: Bool, Help: "Do not disturb: nothing calls you."}, func(v *Values) any { return &v.DND }},
		{Spec{Key: "quiet", Kind: Clock, Help: "The hours in which nothing calls you, such as 22:00-07:00."}, func(v *Values) any { return &v.Quiet }},
		{Spec{Key: "highlight", Kind: List, Help: "Words that count as if you were mentioned."}, func(v *Values) any { return &v.Highlight }},
		{Spec{Key: "pinned", Kind: List, Help: "Conversations that stand first in the list."}, func(v *Values) any { return &v.Pinned }},
		{Spec{Key: "muted", Kind: List, Help: "Conversations that never call you and stand last."}, func(v *Values) any { return &v.Muted }},
	}
}

// levels is for what a conversation may call.
func levels() []string { return []string{"mentions", "all", "none"} }

// Table returns every setting that stands alone, in the order of the settings
// file. Those of rooms and keys are found by Lookup.
func Table() []Spec {
	d := Defaults()
	all := rows()
	specs := make([]Spec, len(all))
	for i, r := range all {
		specs[i] = r.Spec
		specs[i].Default = d.Get(r.Key)
	}
	return specs
}

// Lookup returns the setting of that key, also that of a room ("rooms.#lobby")
// and of a binding ("keys.app.palette").
func Lookup(key string) (Spec, bool) {
	if room, ok := strings.CutPrefix(key, roomPrefix); ok && room != "" {
		return Spec{Key: key, Kind: Choice, Choices: levels(), Help: "What calls you in " + room + "."}, true
	}
	if name, ok := strings.CutPrefix(key, keyPrefix); ok {
		b, ok := keymap.Lookup(keymap.Default(), name)
		return Spec{Key: key, Kind: Keys, Default: strings.Join(b.Keys(), " "), Help: sentence(b.Help().Desc)}, ok
	}
	i := slices.IndexFunc(Table(), func(s Spec) bool { return s.Key == key })
	if i < 0 {
		return Spec{}, false
	}
	return Table()[i], true
}

// sentence makes one of what help says of a key.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// Path returns where a setting stands in the settings file: the table, and the
// key in it with a part for each dot.
func Path(key string) (table, rest []string) {
	if room, ok := strings.CutPrefix(key, roomPrefix); ok {
		return []string{"screen", "rooms"}, []string{room}
	}
	if name, ok := strings.CutPrefix(key, keyPrefix); ok {
		return []string{"screen", "keys"}, strings.Split(name, ".")
	}
	return []string{"screen"}, []string{key}
}
