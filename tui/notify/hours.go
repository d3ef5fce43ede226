package notify

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Range is a part of every day, from one minute of the day up to, not with,
// another; it may go over midnight. The zero value is none.
type Range struct {
	From, To int // minutes since midnight, 0 to 1439
}

// ParseRange reads "22:00-07:00", and "22-7" too. Empty text, "off" and "none"
// are no range. The error says how to write one.
func ParseRange(text string) (Range, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "off" || text == "none" {
		return Range{}, nil
	}
	from, to, found := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	begin, ok1 := minute(from)
	end, ok2 := minute(to)
	switch {
	case !found || !ok1 || !ok2:
		return Range{}, fmt.Errorf("quiet hours: %q is no part of a day; write it as 22:00-07:00, or off", text)
	case begin == end:
		return Range{}, fmt.Errorf("quiet hours: %q ends when it begins; for the whole day set dnd to on", text)
	}
	return Range{From: begin, To: end}, nil
}

// minute reads a time of the day, "7" or "07:00"; 24:00 is midnight.
func minute(text string) (int, bool) {
	hours, minutes, found := strings.Cut(strings.TrimSpace(text), ":")
	if found && len(minutes) != 2 || len(hours) > 2 {
		return 0, false
	}
	h, err := strconv.ParseUint(hours, 10, 8)
	if err != nil || h > 24 {
		return 0, false
	}
	m := uint64(0)
	if found {
		m, err = strconv.ParseUint(minutes, 10, 8)
	}
	if err != nil || m > 59 || h == 24 && m > 0 {
		return 0, false
	}
	return int(h%24*60 + m), true
}

// Holds reports whether t lies in r, by the clock of t's location.
func (r Range) Holds(t time.Time) bool {
	now := t.Hour()*60 + t.Minute()
	if r.From <= r.To {
		return r.From <= now && now < r.To
	}
	return r.From <= now || now < r.To
}

// String returns r as ParseRange reads it, or off.
func (r Range) String() string {
	if r == (Range{}) {
		return "off"
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", r.From/60, r.From%60, r.To/60, r.To%60)
}
