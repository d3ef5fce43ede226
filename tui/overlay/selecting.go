package overlay

// page goes a screen of rows on or back: to the hit that is there.
func (r *Results) page(by int) {
	if len(r.spans) == 0 {
		return
	}
	goal := r.spans[min(r.at, len(r.spans)-1)][0] + by*max(1, r.height-1)
	was := r.at
	switch i := r.hitAt(goal); {
	case i >= 0:
		r.at = i
	case by < 0:
		r.at = 0
	default:
		r.at = len(r.hits) - 1
	}
	if r.at == was { // it is higher than the screen
		r.at = max(0, min(len(r.hits)-1, r.at+by))
	}
}

// hitAt returns which hit a row belongs to, -1 for none.
func (r *Results) hitAt(y int) int {
	for i, span := range r.spans {
		if span[0] <= y && y < span[1] {
			return i
		}
	}
	return -1
}

// stay selects, after scrolling, a hit that is on the screen: one that is seen
// whole, if there is one that way.
func (r *Results) stay() {
	for r.at < len(r.spans)-1 && r.spans[r.at][0] < r.top && r.spans[r.at+1][0] < r.top+r.height {
		r.at++
	}
	for r.at > 0 && r.at < len(r.spans) && r.spans[r.at][1]-1 > r.top+r.height && r.spans[r.at-1][1]-1 > r.top {
		r.at--
	}
}

// bring scrolls to the selected hit if it was moved to, so that all of it is
// seen where that fits; height is that of the dialog, length of all its rows.
func (r *Results) bring(length, height int) {
	if r.at >= len(r.spans) {
		return
	}
	room := height // as framed shares it
	if height >= 3 {
		room = height - 2
	}
	span := r.spans[r.at]
	if r.follow || r.height != room || r.length != length { // moved, or drawn anew
		if r.top < length-room || r.at < len(r.spans)-1 { // not gone on to what stands below
			r.top = max(r.top, span[1]-1-room)
		}
		r.top = min(r.top, span[0])
	}
	r.follow = false
	r.top = max(0, min(r.top, length-room))
	r.point = span[0] - r.top
}
