package client

import (
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// window is how many sayings may be on their way at once.
const window = 32

// A saying is something said, on its way to the server's disk.
type saying struct {
	Saying
	cmd   chat.Command // of what is no message; nil for a message
	id    string       // the sender's, of what is no message
	lane  *lane
	sent  bool        // written on this link, not yet answered
	kept  bool        // in the outbox
	reply chan answer // of Ask; nil otherwise
}

// sayings are all that is said and not yet answered for good, oldest first.
type sayings struct {
	list  []*saying
	byCID map[string]*saying
	lanes map[string]*lane
	sent  int // on their way
}

func newSayings() sayings {
	return sayings{byCID: make(map[string]*saying), lanes: make(map[string]*lane)}
}

// newSaying returns what a request says; nil if it makes no frame of a log.
func newSaying(r *request, now time.Time) *saying {
	frame := logged(r.cmd)
	if frame.cid == nil {
		return nil
	}
	s := &saying{Saying: Saying{CID: *frame.cid, To: *frame.room, RID: *frame.rid, At: now}, reply: r.reply}
	if say, ok := r.cmd.(*chat.Say); ok {
		s.Kind, s.Body, s.Reply = say.Kind, say.Body, say.Reply
		return s
	}
	s.cmd, s.id = r.cmd, r.id
	return s
}

// command returns what is sent.
func (s *saying) command() chat.Command {
	if s.cmd == nil {
		return &chat.Say{To: s.To, RID: s.RID, CID: s.CID, Kind: s.Kind, Reply: s.Reply, Body: s.Body}
	}
	cmd := copyOf(s.cmd)
	*logged(cmd).rid = s.RID
	return cmd
}

// seal readies what is no message for the outbox.
func (s *saying) seal() {
	if s.cmd == nil {
		return
	}
	cmd := s.command()
	cmd.Base().ID = ""
	s.Line = strings.TrimSuffix(string(wire.Append(nil, cmd)), "\n")
}

// drop forgets a saying.
func (ss *sayings) drop(s *saying) {
	delete(ss.byCID, s.CID)
	if i := slices.Index(ss.list, s); i >= 0 {
		ss.list = slices.Delete(ss.list, i, i+1)
	}
	ss.back(s)
	if s.lane.waiting--; s.lane.waiting == 0 {
		delete(ss.lanes, keyOf(s.lane.target))
	}
}

// back notes that s is no longer on its way.
func (ss *sayings) back(s *saying) {
	if s.sent {
		s.sent = false
		s.lane.sent--
		ss.sent--
	}
}

// takeBack readies for the next link, on which all are written again.
func (ss *sayings) takeBack() {
	for _, s := range ss.list {
		ss.back(s)
	}
	for _, l := range ss.lanes {
		l.window, l.pace = window, 0
	}
}

// next returns when a lane that waits may go on.
func (ss *sayings) next(now time.Time) (next time.Time) {
	for _, l := range ss.lanes {
		if l.after.After(now) {
			next = earliest(next, l.after)
		}
	}
	return next
}

// addSaying takes something said: it is kept, told as pending, and written
// when its turn comes.
func (o *owner) addSaying(s *saying) {
	if o.said.byCID[s.CID] != nil { // said twice with one cid is said once
		o.conn.sayings.Add(-1)
		if s.reply != nil {
			s.reply <- answer{err: chat.Errorf(chat.CodeCIDReused, "Something said with this cid is on its way already.").In("cid")}
		}
		return
	}
	if l := o.logs.named(s.To); chat.IsPerson(s.To) && s.RID == "" && l != nil && !s.kept {
		s.RID = l.RID // meant for this person, not for whoever has the nick later
	}
	s.lane = o.said.lane(s.To)
	s.lane.waiting++
	o.said.byCID[s.CID] = s
	o.said.list = append(o.said.list, s)
	if s.kept {
		o.tellSaying(s, chat.SayPending, "", 0, nil)
		return
	}
	s.seal()
	o.fresh = append(o.fresh, s)
}

// keepFresh puts what was just said into the outbox, all at once.
func (o *owner) keepFresh() {
	if len(o.fresh) == 0 {
		return
	}
	puts := make([]Saying, len(o.fresh))
	for i, s := range o.fresh {
		puts[i] = s.Saying
	}
	err := o.outbox.Put(puts...)
	for _, s := range o.fresh {
		s.kept = true
		o.tellSaying(s, chat.SayPending, "", 0, err)
	}
	o.fresh = nil
}

// writeSayings writes what may go now, each lane in its order.
func (o *owner) writeSayings(now time.Time) {
	if o.leaving != nil && o.leaving.said {
		return
	}
	var tooLong []*saying
	for _, s := range o.said.list {
		if o.said.sent >= window || len(o.wbuf) >= writeAhead {
			break
		}
		l := s.lane
		if s.sent || l.full() || l.after.After(now) || o.rooms.joining(l.target) {
			continue
		}
		if most := o.me.limits.Body; most > 0 && int64(len(s.Body)) > most {
			tooLong = append(tooLong, s)
			continue
		}
		if l.sent == 0 {
			l.sure = o.reaches(l.target)
		}
		s.sent = true
		l.sent++
		o.said.sent++
		r := o.own(s.command())
		r.say, r.id = s, s.id
		o.asked.add(r, now)
		o.write(r.cmd)
	}
	for _, s := range tooLong {
		o.unsaid(s, chat.Errorf(chat.CodeBodyTooLong, "The message is %d bytes; this server takes at most %d.", len(s.Body), o.me.limits.Body))
	}
}

// answeredSaying handles the answer to something said.
func (o *owner) answeredSaying(s *saying, ev chat.Event) {
	if o.said.byCID[s.CID] != s {
		return // its entry has come before its ok
	}
	switch ev := ev.(type) {
	case *chat.OK:
		s.lane.took(time.Now())
		o.sentAs(s, ev)
	case *chat.Failure:
		if transient(ev.Code) {
			o.saidTooSoon(s, ev)
			return
		}
		o.refusedSaying(s, ev)
	}
}

// sentAs takes the ok of something said.
func (o *owner) sentAs(s *saying, ok *chat.OK) {
	if l := o.logs.byRID[ok.RID]; l != nil && !l.adrift {
		l.expect(ok.Seq)
		o.logs.watch(l, time.Now())
	}
	o.settled(s, answer{event: ok})
	o.sent(s, ok.RID, ok.Seq)
}

// refusedSaying takes the refusal of something said, for good.
func (o *owner) refusedSaying(s *saying, f *chat.Failure) {
	if s.cmd != nil && s.reply == nil {
		f.CID, f.Of = s.CID, s.cmd.Type()
		o.resolve(s, chat.SayFailed, "", 0, f.Err())
		o.emit(f)
		return
	}
	o.unsaid(s, f.Err())
}

// settled tells the one who asked, if anyone did, and of what is no message
// its sender, if it has an id.
func (o *owner) settled(s *saying, a answer) {
	switch {
	case s.reply != nil:
		s.reply <- a // has room: there is one answer to a request
	case s.cmd == nil:
	case a.err != nil:
		code := chat.CodeOf(a.err)
		o.emit(&chat.Failure{Answer: chat.Answer{Re: s.id}, Of: s.cmd.Type(), CID: s.CID, Code: code, Text: a.err.Error()})
	case s.id != "":
		o.emit(a.event)
	}
	s.reply, s.id = nil, ""
}

// sent tells that something said is on the server's disk.
func (o *owner) sent(s *saying, rid string, seq uint64) {
	o.resolve(s, chat.SaySent, rid, seq, nil)
	o.settled(s, answer{event: &chat.OK{Answer: chat.Answer{Re: s.id}, CID: s.CID, Room: s.To, RID: rid, Seq: seq}})
}

// unsaid tells that something said was refused for good.
func (o *owner) unsaid(s *saying, err error) {
	o.resolve(s, chat.SayFailed, "", 0, err)
	o.settled(s, answer{err: err})
}

// resolve ends the way of something said.
func (o *owner) resolve(s *saying, state chat.SayingState, rid string, seq uint64, err error) {
	o.said.drop(s)
	o.conn.sayings.Add(-1)
	if state == chat.SayFailed {
		o.keepRefusal(s, err)
	} else if err := o.outbox.Done(s.CID); err != nil { // if it is sent again, it is known by its cid
		o.opts.Logger.Warn("outbox keeps what is done", "cause", err)
	}
	o.tellSaying(s, state, rid, seq, err)
}

func (o *owner) tellSaying(s *saying, state chat.SayingState, rid string, seq uint64, err error) {
	if s.cmd != nil {
		return // its frame tells, or a failure
	}
	o.emit(&SayState{
		CID: s.CID, Room: s.To, State: state, Seq: seq, RID: rid, Err: err,
		Kind: s.Kind, Body: s.Body, Reply: s.Reply, At: s.At,
	})
}

// failSayings tells at the end what was not sent, where nothing keeps it.
func (o *owner) failSayings() {
	if _, ok := o.outbox.(memoryOutbox); !ok {
		return
	}
	err := o.cause
	if err == nil {
		err = ErrOver
	}
	for len(o.said.list) > 0 {
		o.unsaid(o.said.list[0], err)
	}
}
