package plain_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/plain"
)

// A conn is a connection whose other end is the test.
type conn struct {
	events chan chat.Event

	mu     sync.Mutex // guards what follows
	sent   []chat.Command
	woken  int
	refuse error
}

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

func (c *conn) commands() []chat.Command {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sent)
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

// A stage is a program that runs, with the test as its server and its person.
type stage struct {
	t     *testing.T
	conn  *conn
	in    *io.PipeWriter
	seq   map[string]uint64
	pages map[string][]chat.Entry // what history answers

	notices    chan string
	interrupts chan struct{}
	stop       context.CancelFunc
	over       chan struct{}
	err        error

	mu  sync.Mutex // guards what follows
	all bytes.Buffer
	new bytes.Buffer // since heard
}

// Write takes what the program prints.
func (s *stage) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Write(p)
	s.new.Write(p)
	return len(p), nil
}

// begin is when all these stories begin.
func begin() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// play runs a story in a bubble of its own time.
func play(t *testing.T, o plain.Options, story func(*stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		in, typed := io.Pipe()
		s := &stage{
			t: t, conn: &conn{events: make(chan chat.Event, 10_000)}, in: typed, seq: map[string]uint64{}, pages: map[string][]chat.Entry{},
			notices: make(chan string), interrupts: make(chan struct{}), over: make(chan struct{}),
		}
		started := time.Now()
		o.Conn, o.In, o.Out, o.Nick = s.conn, in, s, "ada"
		o.Notices, o.Interrupts = s.notices, s.interrupts
		o.Now = func() time.Time { return begin().Add(time.Since(started)) }
		ctx, stop := context.WithCancel(t.Context())
		s.stop = stop
		go func() {
			defer close(s.over)
			s.err = plain.Run(ctx, o)
		}()
		defer func() {
			stop()
			_ = typed.Close()
			<-s.over
		}()
		story(s)
	})
}

// hear gives events to the program, and answers what it asks of the past.
func (s *stage) hear(events ...chat.Event) {
	s.t.Helper()
	for _, ev := range events {
		s.conn.events <- ev
	}
	synctest.Wait()
	s.answerHistory()
}

// answerHistory answers questions for history that were not.
func (s *stage) answerHistory() {
	for i := 0; i < len(s.conn.commands()); i++ { // an answer may lead to a question
		h, ok := s.conn.commands()[i].(*chat.History)
		if !ok || h.ID == "" {
			continue
		}
		log := s.pages[h.Room]
		if h.Before != nil {
			log = slices.DeleteFunc(slices.Clone(log), func(e chat.Entry) bool { return e.Seq >= *h.Before })
		}
		if h.After != nil {
			log = slices.DeleteFunc(slices.Clone(log), func(e chat.Entry) bool { return e.Seq <= *h.After })
			log = log[:min(len(log), int(*h.Limit))]
		}
		log = log[max(0, len(log)-int(*h.Limit)):]
		p := &chat.HistoryPage{Answer: chat.Answer{Re: h.ID}, Room: h.Room, RID: h.RID, Messages: log, AsOf: s.seq[h.Room]}
		h.ID = ""
		s.conn.events <- p
		synctest.Wait()
	}
}

// types types lines.
func (s *stage) types(lines ...string) {
	s.t.Helper()
	for _, line := range lines {
		if _, err := io.WriteString(s.in, line+"\n"); err != nil {
			s.t.Fatal(err)
		}
		synctest.Wait()
		s.answerHistory()
	}
}

// heard checks what was printed since the last time, line by line.
func (s *stage) heard(want ...string) {
	s.t.Helper()
	synctest.Wait()
	s.mu.Lock()
	got := s.new.String()
	s.new.Reset()
	s.mu.Unlock()
	wanted := strings.Join(want, "\n")
	if len(want) > 0 {
		wanted += "\n"
	}
	if got != wanted {
		s.t.Errorf("heard:\n%s\nwant:\n%s", got, wanted)
	}
}

// online lets the program into #lobby with some people.
func (s *stage) online(nicks ...string) {
	s.t.Helper()
	s.hear(&chat.StateChanged{State: chat.LinkOnline},
		&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A", Server: chat.ServerInfo{Name: "chat-tui"}}, First: true, Wanted: "ada"})
	s.joins("#lobby", append([]string{"ada"}, nicks...)...)
}

// at lets the program into #lobby and forgets what it said of that.
func (s *stage) at(nicks ...string) {
	s.t.Helper()
	s.online(nicks...)
	s.forget()
}

func (s *stage) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.new.Reset()
}

// joins lets the program into a room, in answer to its join if it asked.
func (s *stage) joins(room string, nicks ...string) {
	s.t.Helper()
	ev := &chat.Joined{Room: room, RID: "rid-" + room, Kind: chat.RoomChat, Count: int64(len(nicks)), Seq: s.seq[room]}
	if j, ok := last[*chat.Join](s.conn); ok && j.Room == room {
		ev.Re = j.ID
	}
	for _, n := range nicks {
		ev.Members = append(ev.Members, chat.Member{Nick: n, State: chat.StateOnline, Role: chat.RoleMember})
	}
	s.hear(ev)
}

// message makes the next entry of a room's log.
func (s *stage) message(room, from, body string) *chat.Entry {
	s.seq[room]++
	e := &chat.Entry{
		Kind: chat.EntryMessage, Room: room, RID: "rid-" + room, Seq: s.seq[room],
		From: from, Account: "of-" + from, Body: body, At: begin().Add(time.Duration(s.seq[room]) * time.Minute),
	}
	if from == "ada" {
		e.Account = "A"
	}
	s.pages[room] = append(s.pages[room], *e)
	return e
}

// says lets someone say something.
func (s *stage) says(room, from string, bodies ...string) {
	s.t.Helper()
	for _, body := range bodies {
		s.hear(s.message(room, from, body))
	}
}

// change makes the next entry of a room's log, which changes another.
func (s *stage) change(kind chat.EntryKind, room, from string, target uint64, text string) *chat.Entry {
	s.seq[room]++
	e := &chat.Entry{Kind: kind, Room: room, RID: "rid-" + room, Seq: s.seq[room], From: from, Account: "of-" + from, Target: target, At: begin()}
	if kind == chat.EntryReact {
		e.Emoji = text
	} else {
		e.Body = text
	}
	return e
}

// confirm lets the server take the last thing said.
func (s *stage) confirm() {
	s.t.Helper()
	say, ok := last[*chat.Say](s.conn)
	if !ok {
		s.t.Fatal("nothing was said")
	}
	e := s.message(say.To, "ada", say.Body)
	e.CID, e.Say, e.Reply = say.CID, say.Kind, say.Reply
	s.hear(&chat.SayState{CID: say.CID, Room: say.To, State: chat.SaySent, Seq: e.Seq, RID: e.RID}, e)
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
