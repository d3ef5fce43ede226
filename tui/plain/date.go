package plain

import (
	"strconv"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/world"
)

// date reads what was said first on a day.
func (t *talk) date(typed string) error {
	day, err := dayOf(typed, t.opts.Now().In(t.opts.Location))
	if err != nil {
		return err
	}
	if t.here.RID() == "" {
		t.sayf("There is nothing to read in %s.", name(t.here.Name()))
		return nil
	}
	return t.seek(t.here, day, 1, t.here.Seq())
}

// seek finds the first entry from a time on, by halving: times never fall
// within a room. It lies between the entries low and high.
func (t *talk) seek(r *world.Room, day time.Time, low, high uint64) error {
	if low >= high {
		after, limit := max(high, 1)-1, int64(usually)
		return t.ask(r, t.log(r), &chat.History{After: &after, Limit: &limit}, usually, true)
	}
	middle := low + (high-low)/2
	after, limit := middle-1, int64(1)
	return t.request(&chat.History{Room: r.Name(), RID: r.RID(), After: &after, Limit: &limit}, func(ev chat.Event) {
		p, ok := ev.(*chat.HistoryPage)
		if !ok || r != t.here {
			return
		}
		var err error
		switch {
		case len(p.Messages) == 0 || p.Messages[0].Seq > high || !p.Messages[0].At.Before(day):
			err = t.seek(r, day, low, middle)
		default:
			err = t.seek(r, day, max(p.Messages[0].Seq, middle)+1, max(high, p.Messages[0].Seq+1))
		}
		if err != nil {
			t.say(explain(err))
		}
	}, nil)
}

// dayOf reads a day as people write it.
func dayOf(typed string, now time.Time) (time.Time, error) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch typed {
	case "today":
		return today, nil
	case "yesterday":
		return today.AddDate(0, 0, -1), nil
	}
	for _, layout := range []string{"2006-1-2", "2.1.2006", "2 January 2006", "2 Jan 2006"} {
		if day, err := time.ParseInLocation(layout, typed, now.Location()); err == nil {
			return day, nil
		}
	}
	number, unit := split(typed)
	if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < 10_000 {
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
	return time.Time{}, &command.Error{Text: "That is no day", Next: "write it as 2026-03-31, yesterday, or 3 days"}
}
