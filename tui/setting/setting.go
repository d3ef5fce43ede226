// Package setting holds every setting of the screen, once: what may be set,
// how it is written, what it is without being set, and what it is for. The
// settings file, the command that sets one, its completion and the manual page
// are made of the same table, so that none can lag behind. It is pure: who
// reads and writes files is the command.
package setting

import (
	"maps"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/tui/keymap"
)

// Auto stands where the program is to find out by itself.
const Auto = "auto"

// Values is what is set. Use Defaults: the zero value is none. A copy shares
// its lists with the original; Set, Add and Remove never change a list in
// place, so that a copy stays as it was.
type Values struct {
	Theme      string // its name, or Auto: by the background of the terminal
	Density    string // comfortable, compact
	TimeFormat string // 24h, 12h, seconds, none
	JoinLeave  bool   // joins and leaves are shown
	Mouse      bool   // at the start; a key gives it to the terminal
	Vim        bool
	Gather     string // Auto, off or a duration; see GatherFor
	Editor     string // empty: that of the environment
	PasteLines int    // from so many lines on a paste is asked about; 0: never
	Typing     bool   // others are told that one types

	Notify    string // auto, off, bell, osc9, osc99, osc777
	NotifyFor string // mentions, all, none
	DND       bool
	Quiet     string   // such as 22:00-07:00, or empty; see QuietAt
	Highlight []string // words that count as a mention
	Pinned    []string // conversations that stand first
	Muted     []string // conversations that never call

	RoomNotify map[string]string   // by room: all, mentions, none
	Keys       map[string][]string // by binding; see keymap.Rebind
}

// Defaults returns what is so while nothing is set.
func Defaults() Values {
	return Values{
		Theme: Auto, Density: "comfortable", TimeFormat: "24h", JoinLeave: true, Mouse: true, Gather: Auto,
		PasteLines: 6, Typing: true, Notify: Auto, NotifyFor: "mentions",
	}
}

// Keymap returns the keys as they are set, and a sentence for each that could
// not be.
func (v Values) Keymap() (keymap.Map, []error) {
	m := keymap.Default()
	if v.Vim {
		m = keymap.Vim(m)
	}
	return keymap.Rebind(m, v.Keys)
}

// NotifyIn returns for what a conversation calls: all, mentions or none.
func (v Values) NotifyIn(room string) string {
	if slices.ContainsFunc(v.Muted, func(m string) bool { return sameName(m, room) }) {
		return "none"
	}
	for name, level := range v.RoomNotify {
		if sameName(name, room) {
			return level
		}
	}
	return v.NotifyFor
}

// GatherFor returns for how long what others send is gathered before it is
// drawn; auto is what the program would choose.
func (v Values) GatherFor(auto time.Duration) time.Duration {
	if v.Gather == Auto {
		return auto
	}
	d, err := time.ParseDuration(v.Gather)
	if err != nil {
		return 0 // off
	}
	return d
}

// QuietAt reports whether the quiet hours last at the time of day of t.
func (v Values) QuietAt(t time.Time) bool {
	from, to, err := clocks(v.Quiet)
	if v.Quiet == "" || err != nil {
		return false
	}
	now := t.Hour()*60 + t.Minute()
	if from < to {
		return from <= now && now < to
	}
	return from <= now || now < to // over midnight
}

// clone returns v with maps of its own.
func (v Values) clone() Values {
	v.RoomNotify, v.Keys = maps.Clone(v.RoomNotify), maps.Clone(v.Keys)
	return v
}
