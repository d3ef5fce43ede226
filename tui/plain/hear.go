package plain

import (
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/world"
)

// event takes what the connection tells.
func (t *talk) event(ev chat.Event) {
	if left, ok := ev.(*chat.MemberLeft); ok && left.Left && t.world.IsSelf(left.Nick) {
		t.left(left)
		return
	}
	blockings := t.world.Blockings()
	t.world.Apply(ev, t.opts.Now())
	if t.world.Blockings() != blockings {
		t.resift()
	}
	switch ev := ev.(type) {
	case *chat.Entry:
		t.entry(ev)
	case *chat.SayState:
		t.saying(ev)
	case *chat.StateChanged:
		t.linked(ev)
	case *chat.Welcomed:
		t.welcomed(ev)
	case *chat.Joined:
		t.joined(ev)
	case *chat.MemberJoined:
		t.meet(ev.Room, ev.Nick, "", true)
	case *chat.MemberLeft:
		t.meet(ev.Room, ev.Nick, ev.Reason, false)
	case *chat.Members:
		t.meetMany(ev)
	case *chat.Presence:
		t.presence(ev)
	case *chat.Renamed:
		t.renamed(ev)
	case *chat.Recalled:
		t.recalled(ev)
	case *chat.Hole:
		t.hole(ev)
	case *chat.ReadMark:
		t.readElsewhere(ev)
	case *chat.Ruling:
		t.ruling(ev)
	case *chat.RoomState:
		t.roomState(ev)
	default:
		t.answered(ev)
	}
}

// meetMany tells who came and went together.
func (t *talk) meetMany(ev *chat.Members) {
	for _, nick := range ev.In {
		t.meet(ev.Room, nick, "", true)
	}
	for _, nick := range ev.Out {
		t.meet(ev.Room, nick, "", false)
	}
}

// entry takes what was said, or a change of that.
func (t *talk) entry(e *chat.Entry) {
	r := t.world.Room(e.Room)
	if r == nil || t.world.Hides(e) {
		return
	}
	t.noteAccount(e.From, e.Account, e.At)
	l := t.log(r)
	if l.rid != "" && l.rid != e.RID {
		l.restart(e.RID)
	}
	l.rid = e.RID
	own := t.world.Mine(e)
	if !e.Stands() {
		t.changed(r, l, e, own)
		return
	}
	mine := own && t.said[e.CID]
	if own {
		delete(t.unsent, e.CID)
		delete(t.said, e.CID)
	}
	if e.Seq <= l.spoken && l.entry(e.Seq) != nil {
		return
	}
	one := l.add(e, 0, own)
	if e.Seq <= l.caught || l.asking || r == t.here && !l.loaded {
		return // read with what else is of the past
	}
	t.speak(r, l, one, mine)
}

// speak tells of a message that came just now. What one typed oneself in a
// terminal stands there already.
func (t *talk) speak(r *world.Room, l *roomLog, e *entry, mine bool) {
	t.crowd.spoke(r, safe.Name(e.From).String())
	if r == t.here {
		l.spoken = max(l.spoken, e.Seq)
	}
	named := !e.own && t.world.Names(e.Body)
	switch {
	case mine && t.opts.Terminal:
	case t.quiet(r, named):
		return
	default:
		t.out.line(e.At, t.text(r, e))
	}
	l.told = r.Unread()
	if r == t.here {
		t.markRead()
	}
}

// quiet reports whether what is said in a room is not told, as the person
// wishes. What is said where they are is.
func (t *talk) quiet(r *world.Room, named bool) bool {
	if r == t.here {
		return false
	}
	level := ""
	for room, l := range t.settings.RoomNotify {
		if world.Fold(room) == world.Fold(r.Name()) {
			level = l
		}
	}
	return t.settings.DND || !named && (t.world.Muted(r) || level == "none" || level == "mentions" && !r.Direct())
}

// changed tells of an edit, a deletion or a reaction: where one is, and
// elsewhere of reactions to one's own messages.
func (t *talk) changed(r *world.Room, l *roomLog, c *chat.Entry, own bool) {
	before := ""
	if e := l.entry(c.Target); e != nil && e.readable() {
		before = short(e.Body)
	}
	e := l.change(c, own)
	if own {
		delete(t.unsent, c.CID)
	}
	if c.Seq <= l.caught || l.asking || c.Kind == chat.EntryEdit && c.Say == chat.KindLive {
		return
	}
	if !t.opts.Terminal {
		t.out.line(c.At, t.piped1(r, c))
		return
	}
	switch {
	case own && c.Kind == chat.EntryReact, e == nil:
		return
	case c.Kind == chat.EntryTake && e.own && !own: // this calls the person
	case r != t.here && (!e.own || c.Kind != chat.EntryReact || t.quiet(r, false)):
		return
	}
	t.out.line(c.At, t.changeText(r, e, c, before))
}

// changeText says what has become of a message.
func (t *talk) changeText(r *world.Room, e *entry, c *chat.Entry, before string) string {
	who, whose := t.where(r)+name(c.From), "a message of "+name(e.From)
	if e.own {
		whose = "your message"
	}
	if world.Fold(e.From) == world.Fold(c.From) && !e.own {
		whose = "a message"
	}
	about := ""
	if before != "" {
		about = fmt.Sprintf(" %q", before)
	}
	switch {
	case explain.QueueFrame(c) != "":
		return fmt.Sprintf("* %s%s%s", t.where(r), name(explain.QueueFrame(c)), about)
	case c.Kind == chat.EntryReact && c.Remove:
		return fmt.Sprintf("* %s took back %s from %s%s", who, one(c.Emoji), whose, about)
	case c.Kind == chat.EntryReact:
		return fmt.Sprintf("* %s reacted with %s to %s%s", who, one(c.Emoji), whose, about)
	case c.Kind == chat.EntryDelete, c.Deleted:
		return fmt.Sprintf("* %s deleted %s%s", who, whose, about)
	}
	return fmt.Sprintf("* %s changed %s%s to: %s", who, whose, about, c.Body)
}

// saying follows what became of something said.
func (t *talk) saying(s *chat.SayState) {
	r := t.world.Open(s.Room)
	l := t.log(r)
	switch s.State {
	case chat.SayPending:
		if !t.unsent[s.CID] { // from a run before
			t.unsent[s.CID] = true
			t.sayf("On its way to %s since before: %s", name(s.Room), short(s.Body))
		}
		if s.Err != nil {
			t.say("Not sent yet: " + explain.Sentence(s.Err.Error()))
		}
	case chat.SaySent:
		delete(t.unsent, s.CID)
	case chat.SayFailed:
		delete(t.unsent, s.CID)
		delete(t.said, s.CID)
		l.failed = append(l.failed, chat.Say{To: s.Room, Body: s.Body, Kind: s.Kind, Reply: s.Reply})
		to := ""
		if r != t.here {
			to = " to " + name(s.Room)
		}
		t.sayf("Not sent%s: %q. %s /retry sends it again, /discard takes it away.", to, short(s.Body), told(s.Err))
	}
}

// linked tells how the connection is, once for each reason.
func (t *talk) linked(ev *chat.StateChanged) {
	switch ev.State {
	case chat.LinkOnline:
		if t.lost && t.world.Welcome() {
			t.say("Connected again.")
		}
		t.lost, t.complained, t.waiting = false, "", false
	case chat.LinkWaiting:
		for _, l := range t.logs {
			l.loaded, l.asking = false, false
		}
		why := told(ev.Err)
		switch {
		case t.world.Welcome() && !t.lost:
			t.say("The connection is lost; trying again.")
		case !t.world.Welcome() && why != t.complained:
			t.say(strings.TrimSpace("There is no connection yet; trying again. " + why))
		}
		t.lost, t.complained = true, why
	case chat.LinkOver:
		if t.ended = ev.Err; ev.Err != nil {
			t.ended = &endError{told(ev.Err), ev.Err}
		}
	case chat.LinkConnecting:
	}
}

// An endError says why the connection is over, with what to do.
type endError struct {
	text string
	err  error
}

// Error returns the sentence.
func (e *endError) Error() string { return strings.TrimSuffix(e.text, ".") }

// Unwrap returns the cause.
func (e *endError) Unwrap() error { return e.err }

// meet takes someone who came or went.
func (t *talk) meet(room, nick, reason string, came bool) {
	r := t.world.Room(room)
	if r == nil || t.world.IsSelf(nick) || !t.settings.JoinLeave || r.Direct() {
		return
	}
	if !t.opts.Terminal {
		what := " joined"
		if !came {
			what = " left" + because(reason)
		}
		t.out.line(t.opts.Now(), name(room)+" * "+name(nick)+what)
		return
	}
	if r != t.here {
		return
	}
	who := safe.Name(nick).String()
	if reason != "" {
		who += because(reason)
	}
	t.crowd.meet(r, safe.Name(nick).String(), who, came)
	t.gather()
}

// presence tells how the person one talks with is.
func (t *talk) presence(p *chat.Presence) {
	if !t.here.Direct() || world.Fold(t.here.Partner()) != world.Fold(p.Nick) || !t.opts.Terminal {
		return
	}
	state := p.State
	if state == "" {
		state = chat.StateOnline
	}
	t.sayf("%s is %s%s", name(p.Nick), one(state), because(p.Text))
}

func (t *talk) renamed(ev *chat.Renamed) {
	switch {
	case t.world.IsSelf(ev.Nick):
		t.sayf("You are called %s now.", name(ev.Nick))
	case t.here.Has(ev.Nick), world.Fold(t.here.Partner()) == world.Fold(ev.Nick), !t.opts.Terminal:
		t.sayf("%s is now called %s", name(ev.Old), name(ev.Nick))
	}
}

// left closes a room that one left, here or in another session.
func (t *talk) left(ev *chat.MemberLeft) {
	r := t.world.Room(ev.Room)
	if r == nil {
		return
	}
	t.drop(r)
	t.sayf("You are no longer in %s%s.", name(ev.Room), because(ev.Reason))
	t.tellWhere()
}

// drop closes a room or conversation, and goes to another.
func (t *talk) drop(r *world.Room) {
	t.world.Close(r)
	delete(t.logs, r)
	if r != t.here {
		return
	}
	next := t.world.Next(nil, 0)
	if next == nil {
		next = t.world.Open(t.opts.Rooms[0])
	}
	t.enter(next)
}
