package proof

import (
	"fmt"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A world is a chat that keeps every promise, in a few lines: what happens in
// it is recorded as a Book would.
type world struct {
	moment   uint64
	logs     []*worldLog
	people   []*worldClient
	restarts []uint64
	cids     int
}

type worldLog struct {
	room string // empty for the conversation of the first two
	rid  string
	all  []chat.Entry // with the bodies that were said
}

type worldClient struct {
	rec    Recording
	here   bool
	online bool
	upto   map[string]uint64
}

func newWorld(people int) *world {
	w := &world{logs: []*worldLog{{room: "#one", rid: "rid-one"}, {room: "#two", rid: "rid-two"}, {rid: "rid-pair"}}}
	for i := range people {
		name := fmt.Sprintf("person%d", i)
		c := &worldClient{rec: Recording{Client: name, Account: "account-" + name}}
		w.people = append(w.people, c)
		w.start(c)
	}
	return w
}

func (w *world) note(c *worldClient, s Step) {
	w.moment++
	s.When = w.moment
	run := &c.rec.Runs[len(c.rec.Runs)-1]
	run.Steps = append(run.Steps, s)
}

// hears reports whether a log is told to a client.
func (w *world) hears(c *worldClient, l *worldLog) bool {
	return l.room != "" || c == w.people[0] || c == w.people[1]
}

// resume begins a run with what was kept of the one before, at most the newest
// so many entries of each log.
func (w *world) resume(c *worldClient, most int) {
	w.moment++
	c.rec.Runs = append(c.rec.Runs, Run{Began: w.moment})
	c.here = true
	for _, l := range w.logs {
		last, known := c.upto[l.rid]
		if !known {
			continue
		}
		then := worldLog{l.room, l.rid, l.all[:last]}
		var kept []chat.Entry
		for seq := last; seq > 0 && len(kept) < most; seq-- {
			if e := then.stands(seq); e.Stands() {
				kept = append(kept, e)
			}
		}
		slices.Reverse(kept)
		from := last + 1
		if len(kept) > 0 {
			from = kept[0].Seq
		}
		w.note(c, Step{Kind: Resumed, RID: l.rid, Room: l.name(), Seq: last, From: from})
		for _, e := range kept {
			w.note(c, Step{Kind: Recalled, Seq: last, Entry: e})
		}
	}
	w.comeBack(c, 1000)
}

// start begins a run: rooms are told from here on.
func (w *world) start(c *worldClient) {
	w.moment++
	c.rec.Runs = append(c.rec.Runs, Run{Began: w.moment})
	c.here, c.online, c.upto = true, true, make(map[string]uint64)
	for _, l := range w.logs {
		if w.hears(c, l) {
			c.upto[l.rid] = uint64(len(l.all))
			w.note(c, Step{Kind: Joined, RID: l.rid, Room: l.name(), Seq: uint64(len(l.all))})
		}
	}
}

func (l *worldLog) name() string {
	if l.room == "" {
		return "@other"
	}
	return l.room
}

// stands returns an entry as it is told of the past.
func (l *worldLog) stands(seq uint64) chat.Entry {
	e := l.all[seq-1]
	target := e.Seq
	if e.Kind == chat.EntryEdit {
		target = e.Target
	}
	if e.Kind != chat.EntryMessage && e.Kind != chat.EntryEdit {
		return e
	}
	e.Body = l.all[target-1].Body
	for _, change := range l.all[target:] {
		switch {
		case change.Target != target:
		case change.Kind == chat.EntryEdit:
			e.Body, e.Edited = change.Body, change.At
		case change.Kind == chat.EntryDelete:
			e.Body, e.Deleted = "", true
			return e
		}
	}
	return e
}

// gone reports whether a message may not be changed any more.
func (l *worldLog) gone(seq uint64) bool { return l.stands(seq).Deleted }

// say commits something and tells everyone who is online. An answer may get
// lost on the way.
func (w *world) say(c *worldClient, l *worldLog, kind chat.EntryKind, target uint64, body string, answered bool) {
	w.cids++
	cid := fmt.Sprintf("cid-%05d", w.cids)
	w.note(c, Step{Kind: Said, CID: cid, Room: l.name(), Target: target, Body: body, Entry: chat.Entry{Kind: kind}})
	if kind == chat.EntryMessage {
		w.note(c, Step{Kind: Kept, CID: cid})
	}
	e := chat.Entry{
		Kind: kind, RID: l.rid, Room: l.name(), Seq: uint64(len(l.all) + 1), CID: cid, From: c.rec.Client, Account: c.rec.Account,
		At: time.Unix(int64(w.moment), 0), Target: target, Body: body,
	}
	if kind == chat.EntryReact {
		e.Emoji = "👍"
	}
	l.all = append(l.all, e)
	if answered && c.online {
		w.note(c, Step{Kind: Acked, CID: cid, RID: l.rid, Seq: e.Seq})
	}
	for _, other := range w.people {
		if other.here && other.online && w.hears(other, l) {
			w.note(other, Step{Kind: Shown, Entry: e})
			other.upto[l.rid] = e.Seq
		}
	}
}

// comeBack connects a client again: it is told what it missed, at most the
// newest replay of each log.
func (w *world) comeBack(c *worldClient, replay uint64) {
	c.online = true
	for _, l := range w.logs {
		if !w.hears(c, l) {
			continue
		}
		last := uint64(len(l.all))
		if last > c.upto[l.rid]+replay {
			w.note(c, Step{Kind: Holed, RID: l.rid, From: c.upto[l.rid] + 1, To: last - replay, Why: chat.GapBehind})
			c.upto[l.rid] = last - replay
		}
		for seq := c.upto[l.rid] + 1; seq <= last; seq++ {
			w.note(c, Step{Kind: Shown, Entry: l.stands(seq)})
		}
		c.upto[l.rid] = last
	}
}

// look fetches a page of history.
func (w *world) look(c *worldClient, l *worldLog) {
	for seq := range uint64(len(l.all)) {
		if e := l.stands(seq + 1); e.Stands() {
			w.note(c, Step{Kind: Looked, Seq: uint64(len(l.all)), Entry: e})
		}
	}
}

// end brings everyone back and returns what was recorded.
func (w *world) end() History {
	h := History{Restarts: slices.Clone(w.restarts)}
	for _, c := range w.people {
		if !c.here {
			w.start(c)
		}
		w.comeBack(c, 1000)
		c.rec.Runs[len(c.rec.Runs)-1].Stayed = true
		h.Clients = append(h.Clients, c.rec)
	}
	for _, l := range w.logs {
		log := Log{RID: l.rid, Room: l.room, First: 1}
		if l.room == "" {
			log.Pair = [2]string{w.people[0].rec.Account, w.people[1].rec.Account}
		}
		for seq := range uint64(len(l.all)) {
			log.Entries = append(log.Entries, l.stands(seq+1))
		}
		h.Logs = append(h.Logs, log)
	}
	return h
}

// run lets chance decide what happens in a world.
func (w *world) run(steps int, choose func(n int) int) History {
	for range steps {
		c, l := w.people[choose(len(w.people))], w.logs[choose(len(w.logs))]
		if !w.hears(c, l) {
			continue
		}
		switch what := choose(16); {
		case !c.here && what%2 == 0:
			w.start(c)
		case !c.here:
			w.resume(c, choose(6))
		case what == 0:
			c.here, c.online = false, false
		case what == 1:
			c.online = false
		case what == 2:
			w.moment++
			w.restarts = append(w.restarts, w.moment)
			for _, other := range w.people {
				other.online = false
			}
		case what == 3 && c.online:
			w.look(c, l)
		case !c.online:
			w.comeBack(c, uint64(1+choose(10)))
		case what < 8 && len(l.all) > 0:
			target := uint64(1 + choose(len(l.all)))
			if l.all[target-1].Kind != chat.EntryMessage || l.gone(target) {
				continue
			}
			kind := []chat.EntryKind{chat.EntryEdit, chat.EntryDelete, chat.EntryReact}[choose(3)]
			body := ""
			if kind == chat.EntryEdit {
				body = fmt.Sprintf("edited %d", w.cids)
			}
			w.say(c, l, kind, target, body, choose(4) > 0)
		default:
			w.say(c, l, chat.EntryMessage, 0, fmt.Sprintf("said %d", w.cids), choose(4) > 0)
		}
	}
	return w.end()
}

// story is a world in which everything happens once.
func story() History {
	w := newWorld(3)
	one, two := w.logs[0], w.logs[1]
	ada, bob, cleo := w.people[0], w.people[1], w.people[2]
	for n := range 4 {
		w.say(ada, one, chat.EntryMessage, 0, fmt.Sprintf("first %d", n), true)
		w.say(bob, two, chat.EntryMessage, 0, fmt.Sprintf("second %d", n), true)
		w.say(bob, w.logs[2], chat.EntryMessage, 0, fmt.Sprintf("private %d", n), true)
	}
	cleo.online = false
	w.say(ada, one, chat.EntryEdit, 2, "better", true)
	w.say(bob, one, chat.EntryReact, 2, "", true)
	w.say(ada, one, chat.EntryDelete, 3, "", true)
	w.comeBack(cleo, 100)
	cleo.here, cleo.online = false, false
	w.resume(cleo, 100)
	bob.here, bob.online = false, false
	w.start(bob)
	w.moment++
	w.restarts = append(w.restarts, w.moment)
	for n := range 3 {
		w.say(cleo, one, chat.EntryMessage, 0, fmt.Sprintf("later %d", n), n != 1)
	}
	w.look(bob, one)
	return w.end()
}
