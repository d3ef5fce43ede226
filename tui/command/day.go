package command

import (
	"fmt"
	"strings"
	"time"
)

// Day reads a day as people write it: 2026-03-31, 31.3., yesterday, monday, 3
// weeks. It returns its beginning where now is; its error is an *Error.
func Day(typed string, now time.Time) (time.Time, error) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	at := func(y int, mo time.Month, d int) time.Time { return time.Date(y, mo, d, 0, 0, 0, 0, now.Location()) }
	today := at(now.Year(), now.Month(), now.Day())
	switch typed {
	case "today":
		return today, nil
	case "yesterday":
		return today.AddDate(0, 0, -1), nil
	}
	for _, layout := range []string{"2006-01-02", "2006-1-2", "2.1.2006", "2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006"} {
		if t, err := time.ParseInLocation(layout, typed, now.Location()); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{"01-02", "2.1.", "2.1", "2 January", "2 Jan", "January 2", "Jan 2"} { // of the last twelve months
		if t, err := time.ParseInLocation(layout, typed, now.Location()); err == nil {
			t = at(now.Year(), t.Month(), t.Day())
			if t.After(now) {
				t = t.AddDate(-1, 0, 0)
			}
			return t, nil
		}
	}
	for i := range 7 {
		if day := today.AddDate(0, 0, -i-1); strings.HasPrefix(strings.ToLower(day.Weekday().String()), typed) && len(typed) >= 3 {
			return day, nil
		}
	}
	var n int
	var unit string
	if k, _ := fmt.Sscanf(typed, "%d %s", &n, &unit); k == 2 && n >= 0 && n < 10_000 {
		switch strings.TrimSuffix(unit, "s") {
		case "day":
			return today.AddDate(0, 0, -n), nil
		case "week":
			return today.AddDate(0, 0, -7*n), nil
		case "month":
			return today.AddDate(0, -n, 0), nil
		case "year":
			return today.AddDate(-n, 0, 0), nil
		}
	}
	return time.Time{}, &Error{Text: "That is no day", Next: "write it as 2026-03-31, 31.3., yesterday, monday, or 3 days"}
}
