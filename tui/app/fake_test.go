package app_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// A conn is a connection whose other end is the test.
type conn struct {
	events chan chat.Event

	mu     sync.Mutex // guards what follows
	sent   []chat.Command
	woken  int
	refuse error
}

func newConn() *conn { return &conn{events: make(chan chat.Event, 200_000)} }

func (c *conn) Send(cmd chat.Command) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refuse != nil {
		return c.refuse
	}
	c.sent = append(c.sent, cmd)
	return nil
}

func (c *conn) SayTo(say chat.Say) (string, error) {
	say.CID = fmt.Sprintf("cid-%04d", len(c.commands()))
	if err := c.Send(&say); err != nil {
		return "", err
	}
	c.events <- &chat.SayState{CID: say.CID, Room: say.To, State: chat.SayPending, Kind: say.Kind, Body: say.Body, Reply: say.Reply}
	return say.CID, nil
}

func (c *conn) Events() <-chan chat.Event { return c.events }

func (c *conn) Wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.woken++
}

// refuses lets Send fail from now on.
func (c *conn) refuses(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refuse = err
}

// commands returns what was sent.
func (c *conn) commands() []chat.Command {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sent)
}

// said returns what was said, as "target: body".
func (c *conn) said() (list []string) {
	for _, cmd := range c.commands() {
		if s, ok := cmd.(*chat.Say); ok {
			list = append(list, s.To+": "+s.Body)
		}
	}
	return list
}

// last returns the last command of a type that was sent.
func last[T chat.Command](c *conn) (found T, ok bool) {
	for _, cmd := range c.commands() {
		if t, is := cmd.(T); is {
			found, ok = t, true
		}
	}
	return found, ok
}

// A stage is a screen on an emulated terminal, with the test as its server.
type stage struct {
	*tuitest.Terminal
	t     *testing.T
	conn  *conn
	model *app.Model
	seq   map[string]uint64

	notices chan string
	closed  bool
	called  bool // the story is about calls, and looks itself
	copies  bool // the story copies, so the clipboard is written
}

// close ends the screen as the end of the program does.
func (s *stage) close() {
	if !s.closed {
		s.closed = true
		s.model.Close()
	}
}

// begin is when all these stories begin.
func begin() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// play runs a story in a bubble of its own time.
func play(t *testing.T, o tuitest.Options, a app.Options, story func(*stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{t: t, conn: newConn(), seq: map[string]uint64{}, notices: make(chan string, 1)}
		a.Notices = s.notices
		started := time.Now()
		a.Conn, a.Now = s.conn, func() time.Time { return begin().Add(time.Since(started)) }
		if a.Nick == "" {
			a.Nick = "ada"
		}
		s.model = app.New(a)
		t.Cleanup(s.close)
		s.Terminal = tuitest.Start(t, s.model, o)
		story(s)
		found := slices.DeleteFunc(tuitest.Foreign(s.Raw()), func(seq string) bool {
			return s.called || s.copies && strings.Contains(seq, "]52;c;")
		})
		if len(found) > 0 {
			t.Errorf("foreign control sequences were written: %v", found)
		}
	})
}

// hear gives events to the screen.
func (s *stage) hear(events ...chat.Event) {
	for _, ev := range events {
		s.conn.events <- ev
	}
	s.Settle()
}

// online lets the screen into #lobby with some people.
func (s *stage) online(nicks ...string) {
	s.hear(&chat.StateChanged{State: chat.LinkOnline},
		&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A", Server: chat.ServerInfo{Name: "chat-tui"}}, First: true, Wanted: "ada"})
	s.joins("#lobby", append([]string{"ada"}, nicks...)...)
	s.page()
}

// joins lets the screen into a room, in answer to its join if it asked.
func (s *stage) joins(room string, nicks ...string) {
	ev := &chat.Joined{Room: room, RID: "rid-" + room, Kind: chat.RoomChat, Count: int64(len(nicks)), Seq: s.seq[room], Upto: s.seq[room]}
	if j, ok := last[*chat.Join](s.conn); ok && j.Room == room {
		ev.Re = j.ID
	}
	for _, n := range nicks {
		ev.Members = append(ev.Members, chat.Member{Nick: n, State: chat.StateOnline, Role: chat.RoleMember})
	}
	s.hear(ev)
}

// page answers the last question for history with these entries.
func (s *stage) page(entries ...chat.Entry) {
	s.t.Helper()
	h, ok := last[*chat.History](s.conn)
	if !ok {
		s.t.Fatal("no history was asked for")
	}
	p := &chat.HistoryPage{Answer: chat.Answer{Re: h.ID}, Room: h.Room, RID: h.RID, Messages: entries}
	if n := len(entries); n > 0 {
		p.First, p.Last = entries[0].Seq, entries[n-1].Seq
		p.More = p.First > 1
		s.seq[h.Room] = max(s.seq[h.Room], p.Last)
	}
	p.AsOf = s.seq[h.Room]
	s.hear(p)
}

// message makes the next entry of a room's log.
func (s *stage) message(room, from, body string) *chat.Entry {
	s.seq[room]++
	return &chat.Entry{
		Kind: chat.EntryMessage, Room: room, RID: "rid-" + room, Seq: s.seq[room],
		From: from, Account: "of-" + from, Body: body, At: begin().Add(time.Duration(s.seq[room]) * time.Second),
	}
}

// says lets someone say something.
func (s *stage) says(room, from string, bodies ...string) {
	for _, body := range bodies {
		s.conn.events <- s.message(room, from, body)
	}
	s.Settle()
}

// change makes the next entry of a room's log, which changes another.
func (s *stage) change(kind chat.EntryKind, room, from string, target uint64, text string) *chat.Entry {
	e := s.message(room, from, "")
	if from == "ada" {
		e.Account = "A"
	}
	e.Kind, e.Target = kind, target
	if kind == chat.EntryReact {
		e.Emoji = text
	} else {
		e.Body = text
	}
	return e
}

// lately is the log of #lobby: n entries, said by bob.
func (s *stage) lately(n int) []chat.Entry {
	var log []chat.Entry
	for i := range n {
		log = append(log, *s.message("#lobby", "bob", fmt.Sprintf("entry %03d", i+1)))
	}
	return log
}

// confirm lets the server take the last thing said: its ok, then its entry.
func (s *stage) confirm() {
	say, ok := last[*chat.Say](s.conn)
	if !ok {
		s.t.Fatal("nothing was said")
	}
	e := s.message(say.To, "ada", say.Body)
	e.Account, e.CID, e.Say = "A", say.CID, say.Kind
	s.hear(&chat.SayState{CID: say.CID, Room: say.To, State: chat.SaySent, Seq: e.Seq, RID: e.RID, Kind: say.Kind, Body: say.Body}, e)
}

// answer answers the last command of a type.
func answer[T chat.Command](s *stage, with func(re chat.Answer) chat.Event) {
	s.t.Helper()
	cmd, ok := last[T](s.conn)
	if !ok {
		s.t.Fatalf("no %T was sent", cmd)
	}
	s.hear(with(chat.Answer{Re: cmd.Base().ID}))
}

func ok(re chat.Answer) chat.Event { return &chat.OK{Answer: re} }
