package proof

import (
	"sync"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Book records what the clients of a test see. Its methods may be called at
// once.
type Book struct {
	mu       sync.Mutex // guards all recordings, so that moments rise
	moment   uint64
	clients  []*Recorder
	restarts []uint64
}

// A Recorder writes down what one client sees. Its methods may be called at
// once; the order in which events are heard must be that of the client.
type Recorder struct {
	book *Book
	nick string
	rec  Recording
	copy func(account string, s Step)
}

// Client returns the recorder of a new client.
func (b *Book) Client(nick string) *Recorder {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := &Recorder{book: b, nick: nick, rec: Recording{Client: nick}}
	b.clients = append(b.clients, r)
	return r
}

// Restarted marks the moment at which a server is known to be gone.
func (b *Book) Restarted() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.restarts = append(b.restarts, b.now())
}

// now returns a new moment.
func (b *Book) now() uint64 {
	b.moment++
	return b.moment
}

// RIDs returns the rids of all logs that any client has heard of.
func (b *Book) RIDs() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var rids []string
	known := map[string]bool{"": true}
	for _, c := range b.clients {
		for i := range c.rec.Runs {
			for k := range c.rec.Runs[i].Steps {
				s := &c.rec.Runs[i].Steps[k]
				for _, rid := range []string{s.RID, s.Entry.RID} {
					if !known[rid] {
						known[rid] = true
						rids = append(rids, rid)
					}
				}
			}
		}
	}
	return rids
}

// History returns what was recorded, beside what the store holds.
func (b *Book) History(logs []Log) History {
	b.mu.Lock()
	defer b.mu.Unlock()
	h := History{Restarts: append([]uint64(nil), b.restarts...), Logs: logs}
	for _, c := range b.clients {
		rec := c.rec
		rec.Runs = append([]Run(nil), c.rec.Runs...)
		h.Clients = append(h.Clients, rec)
	}
	return h
}

// Start begins a run. It is called before the client first dials.
func (r *Recorder) Start() {
	r.book.mu.Lock()
	defer r.book.mu.Unlock()
	r.rec.Runs = append(r.rec.Runs, Run{Began: r.book.now()})
}

// Stayed marks the present run as one that saw the end.
func (r *Recorder) Stayed() {
	r.book.mu.Lock()
	defer r.book.mu.Unlock()
	r.rec.Runs[len(r.rec.Runs)-1].Stayed = true
}

// Add writes steps down. Their moment is now.
func (r *Recorder) Add(steps ...Step) {
	r.book.mu.Lock()
	defer r.book.mu.Unlock()
	run := &r.rec.Runs[len(r.rec.Runs)-1]
	for _, s := range steps {
		s.When = r.book.now()
		run.Steps = append(run.Steps, s)
		if r.copy != nil {
			r.copy(r.rec.Account, s)
		}
	}
}

// Copy lets every step from now on be copied, in order, with the account of
// the client as far as it is known. The copy must be quick and must not call
// the Book.
func (r *Recorder) Copy(to func(account string, s Step)) {
	r.book.mu.Lock()
	defer r.book.mu.Unlock()
	r.copy = to
}

// Paste writes a step down that another Book has recorded of this client.
func (r *Recorder) Paste(account string, s Step) {
	r.book.mu.Lock()
	r.rec.Account = account
	r.book.mu.Unlock()
	r.Add(s)
}

// Say notes a command that makes a log frame. It is called before the command
// is sent, which must have a cid.
func (r *Recorder) Say(cmd chat.Command) {
	s := Step{Kind: Said}
	switch cmd := cmd.(type) {
	case *chat.Say:
		s.CID, s.Room, s.Body, s.Entry.Kind = cmd.CID, cmd.To, cmd.Body, chat.EntryMessage
	case *chat.Edit:
		s.CID, s.Room, s.RID, s.Body, s.Target, s.Entry.Kind = cmd.CID, cmd.Room, cmd.RID, cmd.Body, cmd.Seq, chat.EntryEdit
	case *chat.Delete:
		s.CID, s.Room, s.RID, s.Target, s.Entry.Kind = cmd.CID, cmd.Room, cmd.RID, cmd.Seq, chat.EntryDelete
	case *chat.React:
		s.CID, s.Room, s.RID, s.Target, s.Entry.Kind = cmd.CID, cmd.Room, cmd.RID, cmd.Seq, chat.EntryReact
	default:
		return
	}
	r.Add(s)
}

// Answered notes the answer to such a command that did not come as an event.
// A nil ok or an error that is no refusal says nothing.
func (r *Recorder) Answered(cid string, ok *chat.OK, err error) {
	switch {
	case ok != nil && ok.Seq > 0:
		r.Add(Step{Kind: Acked, CID: cid, RID: ok.RID, Seq: ok.Seq})
	case isRefusal(err):
		r.Add(Step{Kind: Refused, CID: cid, Why: err.Error()})
	}
}

// Looked notes a page of history.
func (r *Recorder) Looked(page *chat.HistoryPage) {
	steps := make([]Step, 0, len(page.Messages))
	for i := range page.Messages {
		e := page.Messages[i]
		e.RID = page.RID
		steps = append(steps, Step{Kind: Looked, Seq: page.AsOf, Entry: e})
	}
	r.Add(steps...)
}

// Hear notes an event.
func (r *Recorder) Hear(ev chat.Event) {
	switch ev := ev.(type) {
	case *chat.Entry:
		r.Add(Step{Kind: Shown, Entry: *ev})
	case *chat.Hole:
		r.Add(Step{Kind: Holed, RID: ev.RID, From: ev.From, To: ev.To, Why: ev.Why})
	case *chat.Joined:
		r.Add(Step{Kind: Joined, RID: ev.RID, Room: ev.Room, Seq: ev.Seq})
	case *chat.MemberLeft:
		if ev.Left && ev.Nick == r.nick {
			r.Add(Step{Kind: Left, Room: ev.Room})
		}
	case *chat.SayState:
		switch {
		case ev.State == chat.SayPending && ev.Err == nil:
			r.Add(Step{Kind: Kept, CID: ev.CID})
		case ev.State == chat.SaySent && ev.Seq > 0:
			r.Add(Step{Kind: Acked, CID: ev.CID, RID: ev.RID, Seq: ev.Seq})
		case ev.State == chat.SayFailed && isRefusal(ev.Err):
			r.Add(Step{Kind: Refused, CID: ev.CID, Why: ev.Err.Error()})
		}
	case *chat.Recalled:
		s := Step{Kind: Resumed, RID: ev.RID, Room: ev.Room, Seq: ev.Last, From: ev.Last + 1}
		if len(ev.Entries) > 0 {
			s.From = ev.Entries[0].Seq
		}
		steps := []Step{s}
		for i := range ev.Entries {
			e := ev.Entries[i]
			e.RID = ev.RID
			steps = append(steps, Step{Kind: Recalled, Seq: ev.Last, Entry: e})
		}
		r.Add(steps...) // together, so that one can see where a run was killed among them
	case *chat.Welcomed:
		r.welcomed(ev)
	}
}

// welcomed notes who the client is, and that of the conversations it has only
// what follows is told.
func (r *Recorder) welcomed(w *chat.Welcomed) {
	r.book.mu.Lock()
	r.nick, r.rec.Account = w.Nick, w.Account
	r.book.mu.Unlock()
	if !w.First {
		return
	}
	for i := range w.Rooms {
		if m := &w.Rooms[i]; chat.IsPerson(m.Room) {
			r.Add(Step{Kind: Joined, RID: m.RID, Room: m.Room, Seq: m.Seq})
		}
	}
}

// isRefusal reports whether the server has refused something for good.
func isRefusal(err error) bool {
	if err == nil {
		return false
	}
	code := chat.CodeOf(err)
	return code != chat.CodeInternal && !code.Ends()
}
