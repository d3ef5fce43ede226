package world

import "slices"

// Most is where counting stops.
const Most = 999

// counts is what of a room is unread. Up to counted the server told the
// numbers; what came after is remembered one by one, so that a mark set in
// another session takes away exactly what it covers.
type counts struct {
	upto     uint64 // read up to here
	counted  uint64 // everything up to here is in base, live or read
	base     int64  // of the entries up to baseTo
	mentions int64  // of base
	baseTo   uint64
	live     []counted // after baseTo, in order
	named    int64     // the mentions of live
}

// A counted is one unread entry.
type counted struct {
	seq     uint64
	mention bool
}

// told takes the server's numbers for everything up to seq.
func (c *counts) told(upto, seq uint64, unread, mentions int64) {
	c.upto = max(c.upto, upto)
	if c.upto > upto {
		return // read here, and the server has not heard of it yet
	}
	c.forget(seq)
	c.counted, c.baseTo = max(c.counted, seq), seq
	c.base, c.mentions = clamp(unread), clamp(min(mentions, unread))
}

// add counts an entry that came.
func (c *counts) add(seq uint64, mention bool) {
	if seq <= c.upto || seq <= c.counted {
		return
	}
	c.counted = seq
	c.live = append(c.live, counted{seq, mention})
	c.named += one(mention)
	if oldest := c.live[0]; len(c.live) > Most { // it counts on, but cannot be told apart any more
		c.base, c.baseTo = clamp(c.base+1), oldest.seq
		c.mentions = clamp(c.mentions + one(oldest.mention))
		c.named -= one(oldest.mention)
		c.live = c.live[1:]
	}
}

// forget drops what came up to seq.
func (c *counts) forget(seq uint64) {
	c.live = slices.DeleteFunc(c.live, func(e counted) bool {
		if e.seq <= seq {
			c.named -= one(e.mention)
		}
		return e.seq <= seq
	})
}

// remove takes an entry away that was deleted by the entry seq. Of those the
// server told the numbers of, it is not known whether they name the reader:
// they count as if not, until it tells the numbers again.
func (c *counts) remove(target, seq uint64, mine, direct bool) {
	switch {
	case target <= c.upto || seq <= c.counted:
	case target > c.baseTo:
		c.live = slices.DeleteFunc(c.live, func(e counted) bool {
			if e.seq == target {
				c.named -= one(e.mention)
			}
			return e.seq == target
		})
	case !mine:
		c.base = clamp(c.base - 1)
		c.mentions = clamp(min(c.mentions-one(direct), c.base))
	}
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// skip notes an entry that does not count.
func (c *counts) skip(seq uint64) { c.counted = max(c.counted, seq) }

// mark takes a read mark, and what the server says is unread after it.
func (c *counts) mark(upto uint64, unread, mentions int64) {
	if upto < c.upto {
		return // marks go forward only
	}
	c.upto = upto
	c.forget(upto)
	if upto >= c.baseTo {
		c.base, c.mentions = 0, 0
	} else {
		c.base = clamp(min(c.base, unread-int64(len(c.live))))
		c.mentions = clamp(min(c.mentions, mentions-c.named, c.base))
	}
	c.counted = max(c.counted, upto)
}

func (c *counts) unread() int    { return int(clamp(c.base + int64(len(c.live)))) }
func (c *counts) mentioned() int { return int(clamp(c.mentions + c.named)) }

// clamp keeps a count between none and Most.
func clamp(n int64) int64 { return max(0, min(n, Most)) }
