package explain

import (
	"fmt"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// QueueFrame says what a frame of a queue has done, but of a push: who did it,
// and which item it was. It quotes nobody but the name.
func QueueFrame(e *chat.Entry) string {
	switch {
	case e.Kind == chat.EntryTake:
		return fmt.Sprintf("%s took item %d", e.From, e.Target)
	case e.Kind == chat.EntryDone:
		return fmt.Sprintf("%s finished item %d", e.From, e.Target)
	case e.Kind == chat.EntryRelease && e.Gone:
		return fmt.Sprintf("item %d waits again, because %s is gone", e.Target, e.From)
	case e.Kind == chat.EntryRelease:
		return fmt.Sprintf("%s gave item %d back", e.From, e.Target)
	}
	return ""
}

// ItemState says in a few words how an item stands. Changed is a frame that has
// just changed it, or nil.
func ItemState(e *chat.Entry, changed *chat.Entry, loc *time.Location) string {
	state := e.Item
	if changed != nil {
		state = nil
		switch changed.Kind { //nolint:exhaustive // release lets it wait
		case chat.EntryTake:
			state = &chat.ItemState{State: chat.StateTaken, Holder: changed.From, Since: changed.At}
		case chat.EntryDone:
			state = &chat.ItemState{State: chat.StateDone, Holder: changed.From, Since: changed.At}
		}
	}
	text := fmt.Sprintf("item %d", e.Seq)
	if e.Priority > 0 {
		text += fmt.Sprintf(" · priority %d", e.Priority)
	}
	switch {
	case state == nil:
		return text + " · waits"
	case state.State == chat.StateDone:
		return text + " · done by " + Flat(state.Holder)
	}
	return text + " · taken by " + Flat(state.Holder) + " at " + state.Since.In(loc).Format("15:04")
}

// Taken says what a take has brought. It quotes others.
func Taken(ok *chat.OK, now time.Time) string {
	text := fmt.Sprintf("Item %d is yours", ok.Target)
	if ok.From != "" {
		text += ", from " + Flat(ok.From)
	}
	if !ok.Pushed.IsZero() {
		text += ", which has waited for " + span(now.Sub(ok.Pushed))
	}
	return text + ": " + Flat(ok.Body) + fmt.Sprintf("\n/done %d when it is finished, /release %d gives it back.", ok.Target, ok.Target)
}

// Queue is the board of a queue: what is taken and what waits, a line each. It
// quotes others.
func Queue(ev *chat.QueueList, now time.Time) []string {
	lines := []string{fmt.Sprintf("%s: %d waiting, %d taken", Flat(ev.Room), ev.Waiting, ev.Taken)}
	for i := range ev.Items {
		e := &ev.Items[i]
		line := fmt.Sprintf("  %d  ", e.Seq)
		if e.Item != nil {
			line = fmt.Sprintf("▸ %d  %s has it for %s now · ", e.Seq, Flat(e.Item.Holder), span(now.Sub(e.Item.Since)))
		}
		if e.Priority > 0 {
			line += fmt.Sprintf("!%d ", e.Priority)
		}
		line += Flat(e.Body) + " · " + Flat(e.From)
		if e.Item == nil {
			line += ", " + span(now.Sub(e.At)) + " ago"
		}
		lines = append(lines, line)
	}
	if ev.More {
		lines = append(lines, "… and more")
	}
	if len(ev.Items) == 0 {
		return []string{Flat(ev.Room) + " is empty. /push TEXT adds an item."}
	}
	return append(lines, "/take takes the next one, /done NUMBER finishes one, /release NUMBER gives it back, /push !7 TEXT adds one.")
}

// Standing says of an item on a board who has it or who brought it, and for how
// long.
func Standing(e *chat.Entry, now time.Time) string {
	text := fmt.Sprintf("%d ", e.Seq)
	if e.Priority > 0 {
		text += fmt.Sprintf("!%d ", e.Priority)
	}
	if e.Item != nil {
		return text + Flat(e.Item.Holder) + " has it, " + span(now.Sub(e.Item.Since))
	}
	return text + Flat(e.From) + ", " + span(now.Sub(e.At))
}

// span writes how long something took, to two units at most.
func span(d time.Duration) string {
	d = max(d, 0).Round(time.Second)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return strings.TrimSuffix(fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60), " 0 min")
	}
	return fmt.Sprintf("%d days", int(d.Hours())/24)
}
