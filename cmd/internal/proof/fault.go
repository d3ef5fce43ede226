package proof

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Fault is a way to break a promise.
type Fault string

// The faults that Check finds.
const (
	AckedNotStored  Fault = "acknowledged but not stored"
	LostAtRestart   Fault = "lost at a restart"
	ShownNotStored  Fault = "shown but not stored"
	RefusedButKept  Fault = "refused but stored"
	Moved           Fault = "acknowledged as another entry"
	StoredTwice     Fault = "stored twice"
	ShownTwice      Fault = "shown twice"
	ShownOutOfOrder Fault = "shown out of order"
	StoreHole       Fault = "hole in the store"
	SilentHole      Fault = "silent hole"
	GivenUp         Fault = "hole that was never filled"
	NotSeen         Fault = "not seen at the end"
	Forgotten       Fault = "said but forgotten"
	OwnOrder        Fault = "own order not kept"
	Differs         Fault = "content differs"
	StoredDiffers   Fault = "stored content differs from what was said"
	DeletedShown    Fault = "deleted text shown"
	DeletedKept     Fault = "deleted text kept"
)

// A Finding is a promise that was broken, once.
type Finding struct {
	Fault   Fault
	RID     string
	Room    string
	Seqs    []uint64
	Clients []string
	Detail  string
}

// String is a sentence that names the fault, the room, the seqs and the
// clients.
func (f Finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: in %s", f.Fault, f.Room)
	if len(f.Seqs) > 0 {
		fmt.Fprintf(&b, ", seq %s", spans(f.Seqs))
	}
	if len(f.Clients) > 0 {
		fmt.Fprintf(&b, ", client %s", strings.Join(f.Clients, ", "))
	}
	if f.Detail != "" {
		b.WriteString(": " + f.Detail)
	}
	return b.String() + "."
}

// spans writes rising numbers as 3, 5-9, 12.
func spans(seqs []uint64) string {
	var parts []string
	for i := 0; i < len(seqs); {
		j := i
		for j+1 < len(seqs) && seqs[j+1] == seqs[j]+1 {
			j++
		}
		if i == j {
			parts = append(parts, fmt.Sprint(seqs[i]))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", seqs[i], seqs[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// A place is a seq in a log.
type place struct {
	rid string
	seq uint64
}

// findings gathers what is found, so that one fault seen by several clients
// is one finding.
type findings struct {
	list []*Finding
	at   map[findingKey]*Finding
}

type findingKey struct {
	fault Fault
	place place
	who   string
}

// add notes a fault. Faults of the store are told once for all clients, those
// of what is shown once for each.
func (fs *findings) add(f Finding, key findingKey) {
	if fs.at == nil {
		fs.at = make(map[findingKey]*Finding)
	}
	if known := fs.at[key]; known != nil {
		for _, c := range f.Clients {
			if !slices.Contains(known.Clients, c) {
				known.Clients = append(known.Clients, c)
			}
		}
		return
	}
	fs.at[key] = &f
	fs.list = append(fs.list, &f)
}

// sorted returns all, by room and seq.
func (fs *findings) sorted() []Finding {
	out := make([]Finding, 0, len(fs.list))
	for _, f := range fs.list {
		out = append(out, *f)
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.RID, b.RID), slices.Compare(a.Seqs, b.Seqs))
	})
	return out
}
