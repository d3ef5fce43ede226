package chaos

import (
	"fmt"
	"strings"
	"time"
)

// A Kind is a way in which one direction of a link fails.
type Kind int

// Kinds of faults. The last three concern lines of a log on the way to a
// client, and nothing else.
const (
	None   Kind = iota
	Cut         // ends with FIN after After bytes
	Reset       // ends with RST after After bytes
	Stall       // holds still for For after After bytes, then flows
	Mute        // loses everything after After bytes; with For the link ends after that
	Split       // hands over After bytes one by one
	Drop        // loses the line after After lines of a log
	Double      // brings it twice
	Swap        // brings the next one before it
)

// String returns a word for people.
func (k Kind) String() string {
	words := [...]string{"none", "cut", "reset", "stall", "mute", "split", "drop", "double", "swap"}
	if k < 0 || int(k) >= len(words) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return words[k]
}

// lines reports whether the fault concerns lines.
func (k Kind) lines() bool { return k == Drop || k == Double || k == Swap }

// A Fault is what happens to one direction of a link.
type Fault struct {
	Kind  Kind
	After int           // bytes, or lines of a log; see Kind
	For   time.Duration // of Stall and Mute
}

// String returns a few words for people.
func (f Fault) String() string {
	if f.Kind == None {
		return "none"
	}
	s := fmt.Sprintf("%v at %d", f.Kind, f.After)
	if f.For > 0 {
		s += fmt.Sprintf(" for %v", f.For)
	}
	return s
}

// A Link is what happens to one connection. The zero value lets everything
// through.
type Link struct {
	Refuse   time.Duration // if set, this connection and those within that time are refused
	Up, Down Fault         // to the server, to the client
}

// String returns a few words for people.
func (l Link) String() string {
	if l.Refuse > 0 {
		return fmt.Sprintf("refused for %v", l.Refuse)
	}
	var parts []string
	if l.Up.Kind != None {
		parts = append(parts, "up "+l.Up.String())
	}
	if l.Down.Kind != None {
		parts = append(parts, "down "+l.Down.String())
	}
	if parts == nil {
		return "clean"
	}
	return strings.Join(parts, ", ")
}
