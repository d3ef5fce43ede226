package plain

import (
	"fmt"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/world"
)

// mostRead is how much of what is unread is read at once; /list reads more.
const mostRead = 20

// What is said of entries of the log that are missing.
const (
	notKept  = "the server no longer keeps them"
	notYours = "they are not for you to read"
	notGiven = "the server could not give them"
)

func (t *talk) welcomed(ev *chat.Welcomed) {
	for i := range ev.Rooms {
		if r := t.world.Room(ev.Rooms[i].Room); r != nil {
			l := t.log(r)
			if l.behind(r.RID(), ev.Rooms[i].Seq) {
				l.restart(r.RID())
			}
			l.rid, l.caught = r.RID(), max(l.caught, ev.Rooms[i].Seq)
		}
	}
	if !ev.First {
		t.catchUp()
		return
	}
	where := ""
	if ev.Server.Name != "" {
		where = " on " + one(ev.Server.Name)
	}
	t.sayf("Connected%s. You are %s.", where, name(ev.Nick))
	if ev.Wanted != "" && ev.Wanted != ev.Nick {
		why := "."
		if ev.Why != nil {
			why = ": " + explain.Sentence(ev.Why.Error())
		}
		t.sayf("The name %s was refused%s /nick takes another name.", name(ev.Wanted), why)
	}
	if ev.Made && t.opts.Terminal && t.opts.Desk.Recovery != nil {
		t.say(explain.NewAccount(name(ev.Nick)))
	}
	if ev.Server.MOTD != "" && t.opts.Terminal {
		t.say("The server says: " + ev.Server.MOTD)
	}
	t.catchUp()
}

func (t *talk) joined(ev *chat.Joined) {
	r := t.world.Room(ev.Room)
	l := t.log(r)
	if l.behind(ev.RID, ev.Seq) {
		t.sayf("The server has begun a new history in %s.", name(ev.Room))
		l.restart(ev.RID)
	}
	l.rid, l.caught = ev.RID, max(l.caught, ev.Seq)
	t.answered(ev)
	if r == t.here {
		t.catchUp()
	}
	if ev.Count <= 1 && chat.IsRoom(ev.Room) && t.opts.Terminal && !t.alone {
		t.alone = true
		t.say("Nobody else is here yet.")
		for _, line := range t.opts.HandOver {
			t.say(explain.Sentence(line))
		}
	}
}

// catchUp reads what was said where one is while one was not. It asks for it
// first, and what comes meanwhile is read with it.
func (t *talk) catchUp() {
	r := t.here
	l := t.log(r)
	if l.loaded || l.asking || !t.world.Online() || !r.Heard() {
		return
	}
	if r.RID() == "" { // a conversation in which nothing was said
		l.loaded = true
		t.begins()
		return
	}
	l.asking = true
	limit := int64(max(mostRead, min(r.Unread(), chat.MaxPage)))
	done := func() {
		l.asking = false
		if t.logs[r] == l && r == t.here {
			l.loaded = true
			t.readUnread(r, l)
		}
	}
	err := t.request(&chat.History{Room: r.Name(), RID: r.RID(), Limit: &limit}, func(ev chat.Event) {
		if p, ok := ev.(*chat.HistoryPage); ok && p.RID == l.rid {
			t.page(l, p)
		}
		done()
	}, func(f *chat.Failure) {
		t.say("Older messages could not be read: " + told(f.Err()))
		done()
	})
	if err != nil {
		l.asking = false
	}
}

// page takes a page of history.
func (t *talk) page(l *roomLog, p *chat.HistoryPage) {
	for i := range p.Messages {
		if e := &p.Messages[i]; e.Stands() && !t.world.Hides(e) {
			l.add(e, p.AsOf, t.world.Mine(e))
		}
	}
}

// readUnread reads what is unread where one is.
func (t *talk) readUnread(r *world.Room, l *roomLog) {
	var list []*entry
	for _, e := range l.after(max(l.spoken, r.Upto())) {
		if !e.own || !t.opts.Terminal {
			list = append(list, e)
		}
	}
	unread := r.Unread()
	shown := list[max(0, len(list)-mostRead):]
	switch {
	case len(shown) == 0 && !t.ready && r.Heard():
		before := "."
		if len(l.entries) > 0 {
			before = "; /list reads what was said last."
		}
		t.sayf("You are in %s. %sNothing is unread%s", name(r.Name()), t.about(r), before)
	case len(shown) == 0:
	case unread > len(shown):
		t.sayf("%s; the last %d are read, /list %d reads all:", inRoom(unread, r), len(shown), min(unread, chat.MaxPage))
	default:
		t.sayf("%s:", inRoom(len(shown), r))
	}
	for _, e := range shown {
		t.out.line(e.At, t.text(r, e))
	}
	l.spoken = max(l.spoken, r.Seq())
	t.markRead()
	first := !t.ready
	t.begins()
	t.tellOthers(first)
}

func inRoom(n int, r *world.Room) string {
	return fmt.Sprintf("%d unread in %s", n, name(r.Name()))
}

// about says who is in a room, and what it is about.
func (t *talk) about(r *world.Room) string {
	if r.Direct() {
		if s := t.world.Status(r.Partner()); s.State != "" {
			return fmt.Sprintf("%s is %s%s. ", name(r.Partner()), one(s.State), because(s.Text))
		}
		return ""
	}
	text := count(int64(r.Count()), "person is", "people are") + " here. "
	if r.Topic() != "" {
		text += "The topic: " + explain.Sentence(one(r.Topic())) + " "
	}
	return text
}

// tellOthers tells of rooms in which more is unread than the person knows.
func (t *talk) tellOthers(first bool) {
	var parts []string
	for _, r := range t.world.Rooms() {
		l := t.log(r)
		n := r.Unread()
		if r != t.here && n > l.told && !t.quiet(r, r.Mentions() > 0) {
			parts = append(parts, name(r.Name())+" "+unread(r))
		}
		l.told = n
	}
	if len(parts) == 0 {
		return
	}
	also := "Unread: "
	if first {
		also = "Also unread: "
	}
	t.say(also + strings.Join(parts, ", ") + ". /go lists them with numbers.")
}

// unread writes down how much is unread in a room.
func unread(r *world.Room) string {
	text := fmt.Sprint(r.Unread())
	if r.Unread() >= world.Most {
		text += " or more"
	}
	if n := r.Mentions(); n > 0 && !r.Direct() {
		text += fmt.Sprintf(" (%d for you)", n)
	}
	return text
}

// recalled fills a room with what this machine kept of it. It was read before,
// or is read with what the server tells.
func (t *talk) recalled(ev *chat.Recalled) {
	r := t.world.Room(ev.Room)
	if r == nil {
		return
	}
	l := t.log(r)
	if len(l.entries) > 0 || l.rid != "" && l.rid != ev.RID {
		return
	}
	l.rid, l.caught = ev.RID, max(l.caught, ev.Last)
	for i := range ev.Entries {
		if e := &ev.Entries[i]; e.Stands() && !t.world.Hides(e) {
			l.add(e, max(ev.Last, e.Seq), t.world.Mine(e))
		}
	}
}

// hole tells that messages are missing where one is, and why.
func (t *talk) hole(h *chat.Hole) {
	r := t.world.Room(h.Room)
	if r == nil {
		return
	}
	l := t.log(r)
	why := notGiven
	switch h.Why {
	case chat.GapEpoch:
		if l.rid != h.RID || len(l.entries) > 0 {
			t.sayf("The server has begun a new history in %s.", name(h.Room))
		}
		l.restart(h.RID)
		return
	case chat.GapBehind:
		if r == t.here || !t.opts.Terminal {
			t.sayf("More was said in %s than is read here; /list 100 reads more.", name(h.Room))
		}
		return
	case chat.GapExpired:
		why = notKept
	case chat.GapHidden:
		if t.world.Blockings() > 0 {
			return // it is by someone who is blocked, and gone
		}
		why = notYours
	}
	if r == t.here || !t.opts.Terminal {
		t.sayf("Messages are missing in %s: %s.", name(h.Room), why)
	}
}

// readElsewhere takes a read mark of another session.
func (t *talk) readElsewhere(ev *chat.ReadMark) {
	if r := t.world.Room(ev.Room); r != nil {
		t.log(r).told = r.Unread()
	}
}

// markRead notes that the person was told of all there is where they are. The
// server hears of it in a while.
func (t *talk) markRead() {
	l := t.log(t.here)
	if l.held || !l.loaded {
		return
	}
	if _, news := t.world.Read(t.here); !news || t.here.RID() == "" {
		return
	}
	l.told = 0
	t.readNews = true
	if t.readAt == nil {
		t.readAt = time.After(max(0, readEvery-t.opts.Now().Sub(t.marked)))
	}
}

// tellRead tells the server how far one has read where one is.
func (t *talk) tellRead() {
	if !t.readNews || !t.world.Online() {
		return
	}
	t.readNews, t.marked = false, t.opts.Now()
	_ = t.conn.Send(&chat.Read{Room: t.here.Name(), RID: t.here.RID(), Upto: t.here.Upto()}) // the next one says it too
}
