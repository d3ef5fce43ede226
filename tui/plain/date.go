package plain

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/world"
)

// date reads what was said first on a day.
func (t *talk) date(typed string) error {
	day, err := command.Day(typed, t.opts.Now().In(t.opts.Location))
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
			t.say(told(err))
		}
	}, nil)
}
