package server

// A tail is the newest entries of a log as the lines they were told in, so
// that who comes back after a moment, or has just caught up, gets them without
// the store.
type tail struct {
	pieces []piece
	bytes  int
}

// A piece is some entries that were told together.
type piece struct {
	first, last uint64    // seqs
	lines       [2][]byte // for each side of a conversation; only the first elsewhere
}

// tailBytes is how much a room keeps at hand.
const tailBytes = 64 << 10

// add adds the next piece and lets old ones go.
func (t *tail) add(p piece) {
	t.pieces = append(t.pieces, p)
	t.bytes += p.size()
	for t.bytes > tailBytes && len(t.pieces) > 1 {
		t.bytes -= t.pieces[0].size()
		t.pieces[0] = piece{}
		t.pieces = t.pieces[1:]
	}
}

func (p piece) size() int { return len(p.lines[0]) + len(p.lines[1]) }

// from returns the pieces with the entries from next to last, or nothing if
// not all of them are at hand.
func (t *tail) from(next, last uint64) []piece {
	for i, p := range t.pieces {
		switch {
		case next > p.last:
		case next < p.first || t.pieces[len(t.pieces)-1].last != last:
			return nil
		case next == p.first:
			return t.pieces[i:]
		default:
			return append([]piece{p.from(next)}, t.pieces[i+1:]...)
		}
	}
	return nil
}

// from returns the part of a piece that begins with the entry next. A line
// holds no line end but its own.
func (p piece) from(next uint64) piece {
	for side, lines := range p.lines {
		for skip := next - p.first; skip > 0 && len(lines) > 0; lines = lines[1:] {
			if lines[0] == '\n' {
				skip--
			}
		}
		p.lines[side] = lines
	}
	p.first = next
	return p
}

// clear lets everything go.
func (t *tail) clear() { *t = tail{} }
