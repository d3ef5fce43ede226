package notify

import (
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// How is the way a reader is called.
type How uint8

// The ways. Auto is what the terminal at hand is known to understand.
const (
	Auto How = iota
	Off
	Bell
	OSC9
	OSC99
	OSC777
)

// HowOf returns the way with this name, as the settings write it: auto, off,
// bell, osc9, osc99, osc777. Any other name is Auto.
func HowOf(name string) How {
	for how := Auto; how <= OSC777; how++ {
		if how.String() == name {
			return how
		}
	}
	return Auto
}

// String returns the name of the way.
func (h How) String() string {
	names := [...]string{"auto", "off", "bell", "osc9", "osc99", "osc777"}
	if int(h) < len(names) {
		return names[h]
	}
	return names[Auto]
}

// For is what calls. The zero value is Mentions.
type For uint8

// Mentions are private messages, mentions and the reader's own words.
const (
	Mentions For = iota
	All
	None
)

// ForOf returns the level with this name: mentions, all, none. Any other name
// is Mentions.
func ForOf(name string) For {
	switch name {
	case "all":
		return All
	case "none":
		return None
	}
	return Mentions
}

// String returns the name of the level.
func (f For) String() string {
	switch f {
	case All:
		return "all"
	case None:
		return "none"
	case Mentions:
	}
	return "mentions"
}

// Focus is whether the reader looks at the terminal.
type Focus uint8

// A terminal that never reported its focus leaves it Unknown.
const (
	Unknown Focus = iota
	Focused
	Blurred
)

// A Policy is what a reader wants to be called for, and when. The zero value
// calls for mentions at every hour.
type Policy struct {
	How   How
	For   For
	Rooms map[string]For // by #room or @nick, in whatever case; wins over For
	Quiet Range          // hours in which nothing calls
	DND   bool           // do not disturb: nothing calls
}

// An Event is something that someone else said.
type Event struct {
	Room, From safe.Text // a conversation is the @nick of the other one
	Direct     bool      // said in a private conversation
	Mention    bool      // it names the reader
	Keyword    bool      // it holds a word the reader asked for
	Text       safe.Text
	At         time.Time // when it was said; zero is just now
}

// personal reports whether e concerns this very reader.
func (e Event) personal() bool { return e.Direct || e.Mention || e.Keyword }

// Wants reports whether e is worth a call. The quiet hours are those of the
// location of now. Where nobody knows whether the reader looks, only what
// concerns the reader calls.
func (p Policy) Wants(e Event, focus Focus, now time.Time) bool {
	if p.How == Off || p.DND || focus == Focused || p.Quiet.Holds(now) {
		return false
	}
	switch p.in(e.Room.String()) {
	case None:
		return false
	case All:
		return focus == Blurred || e.personal()
	case Mentions:
	}
	return e.personal()
}

// in returns what calls in a room.
func (p Policy) in(room string) For {
	if level, ok := p.Rooms[room]; ok {
		return level
	}
	for name, level := range p.Rooms {
		if strings.EqualFold(name, room) {
			return level
		}
	}
	return p.For
}
