package selftest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/chaos"
	"github.com/chat-tui/chat-tui/cmd/internal/proof"
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// childRole makes this test binary a client that talks, told what it is by
// the JSON of a childTask in this variable of the environment.
const childRole = "CHAT_TUI_SELFTEST_CHILD"

// A childTask says who a client process is.
type childTask struct {
	Nick   string
	Seed   []byte // of the key
	Addr   string
	Folder string // of what it keeps
	Rooms  []string
	People []string
	Talk   uint64 // seed of what it says, another one in each life
}

// A childLine is one line that a client process writes: what it saw, or, when
// it has nothing to send any more, how far each log reaches by then.
type childLine struct {
	Account string
	Step    proof.Step
	Newest  map[string]uint64
}

// onceSilent is what a child's talker has to send until it says otherwise.
const onceSilent = "until it is silent"

// runChild is the client process. It talks until its input ends, and lives
// until it is killed or its output is gone.
func runChild(task string) error {
	var c childTask
	if err := json.Unmarshal([]byte(task), &c); err != nil {
		return err
	}
	t, err := newTalker(c.Nick, &proof.Book{}, make(chan struct{}, 1), c.Talk)
	if err != nil {
		return err
	}
	t.key, t.keep, t.prefix = ed25519.NewKeyFromSeed(c.Seed), onDisk(filepath.Join(c.Folder, "copy.db")), fmt.Sprintf("%s-%d", c.Nick, c.Talk)
	t.rooms, t.people = c.Rooms, c.People
	t.dial = func(ctx context.Context) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "tcp", c.Addr)
	}
	t.rec.Copy(func(account string, s proof.Step) {
		line, _ := json.Marshal(childLine{Account: account, Step: s}) //nolint:errchkjson // it has nothing that JSON lacks
		_, _ = os.Stdout.Write(append(line, '\n'))
	})
	if err := t.start(context.Background()); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	t.hush()
	go t.fallSilent()
	if err := <-t.run.done; err != nil {
		return err
	}
	return errors.New("the connection ended by itself")
}

// fallSilent says so when everything was sent and answered. What an earlier
// life left is acknowledged to nobody, so the server is asked how far it got.
func (t *talker) fallSilent() {
	t.orders.Wait()
	for silent := false; !silent; {
		t.mu.Lock()
		silent = t.unsent != nil && len(t.unsent) == 0
		t.mu.Unlock()
		if !silent {
			<-t.signal
		}
	}
	newest := make(map[string]uint64)
	for {
		answer, err := t.conn.Ask(context.Background(), &chat.Rooms{Mine: true})
		if errors.Is(err, client.ErrOver) {
			return
		}
		if list, ok := answer.(*chat.RoomList); ok {
			for _, r := range list.Rooms {
				newest[r.RID] = r.Seq
			}
			break
		}
	}
	line, _ := json.Marshal(childLine{Newest: newest}) //nolint:errchkjson // it has nothing that JSON lacks
	_, _ = os.Stdout.Write(append(line, '\n'))
}

// A child is a client process, seen from the test. Its talker has no
// connection: it follows what the process tells.
type child struct {
	*talker
	task  childTask
	link  *chaos.Proxy
	cmd   *exec.Cmd
	stdin io.Closer
	done  chan struct{} // closed when all it wrote was read and it is gone
	noise *noise
}

// live starts the process.
func (c *child) live(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c.task.Talk++
	task, err := json.Marshal(c.task)
	if err != nil {
		t.Fatal(err)
	}
	c.rec.Start()
	c.cmd = exec.CommandContext(t.Context(), self) //nolint:gosec // itself
	c.cmd.Env = append(os.Environ(), childRole+"="+string(task))
	c.cmd.Stderr = c.noise
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	c.online, c.told, c.joined = true, make(map[string]uint64), make(map[string]bool)
	c.open = make(map[string]bool) // what it kept in its last life it tells again
	c.unsent = map[string]bool{onceSilent: true}
	c.mu.Unlock()
	c.done = make(chan struct{})
	go func() {
		defer close(c.done)
		in := bufio.NewScanner(out)
		in.Buffer(nil, 1<<20)
		for in.Scan() {
			var line childLine
			if json.Unmarshal(in.Bytes(), &line) != nil {
				continue // it was killed in the midst of it
			}
			if line.Newest != nil {
				c.silent(line.Newest)
			} else {
				c.rec.Paste(line.Account, line.Step)
				c.follow(&line.Step)
			}
			c.changed()
		}
		_ = c.cmd.Wait()
	}()
}

// silent takes the word of the process that it has nothing to send, and how
// far each log reaches.
func (c *child) silent(newest map[string]uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.unsent, onceSilent)
	for rid, seq := range newest {
		c.acked[rid] = max(c.acked[rid], seq)
	}
}

// kill ends the process without a warning.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	<-c.done
}

// follow follows how far the process was told.
func (c *child) follow(s *proof.Step) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch s.Kind { //nolint:exhaustive // the rest says nothing of this
	case proof.Joined:
		c.joined[s.Room] = true
		if _, known := c.told[s.RID]; !known {
			c.told[s.RID] = s.Seq
		}
	case proof.Resumed:
		c.told[s.RID] = s.Seq
	case proof.Shown:
		c.told[s.Entry.RID] = max(c.told[s.Entry.RID], s.Entry.Seq)
		c.where[s.Entry.RID] = s.Entry.Room
	case proof.Holed:
		c.told[s.RID] = max(c.told[s.RID], s.To)
	case proof.Kept:
		c.open[s.CID] = true
	case proof.Acked:
		c.acked[s.RID] = max(c.acked[s.RID], s.Seq)
		delete(c.open, s.CID)
	case proof.Refused:
		delete(c.open, s.CID)
	}
}

// TestKillingClientsLosesNothing kills client processes, and the server with
// them, while they talk. What a client had kept when it was killed, it sends
// in its next life, once.
func TestKillingClientsLosesNothing(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it starts processes")
	}
	length := 1500 * time.Millisecond
	if d, err := time.ParseDuration(os.Getenv(longer)); err == nil {
		length = d
	}
	var out bytes.Buffer
	o, err := Options{Out: &out, Binary: binary(t), Settle: 30 * time.Second}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{
		o: o, began: time.Now(), home: filepath.Join(t.TempDir(), "home"), data: filepath.Join(t.TempDir(), "data"),
		random: rand.New(rand.NewPCG(o.Seed, 0)), signal: make(chan struct{}, 1),
	}
	defer s.close()
	if err := s.startServer(t.Context()); err != nil {
		t.Fatal(err)
	}
	children := s.children(t, 4)
	for end := time.Now().Add(length); time.Now().Before(end); {
		if err := s.wait(t.Context(), 50*time.Millisecond+time.Duration(s.random.Int64N(int64(300*time.Millisecond)))); err != nil {
			t.Fatal(err)
		}
		if s.random.IntN(4) == 0 {
			s.server.kill()
			s.report.kills++
			s.book.Restarted()
			if err := s.startServer(t.Context()); err != nil {
				t.Fatal(err)
			}
			continue
		}
		c := children[s.random.IntN(len(children))]
		c.kill()
		s.report.clients++
		c.live(t)
	}
	for _, c := range children {
		_ = c.stdin.Close()
		c.link.Calm()
	}
	s.report.unsettled = s.settle(t.Context())
	for _, c := range children {
		c.rec.Stayed()
	}
	if err := s.goHome(); err != nil {
		t.Error(err)
	}
	for _, c := range children {
		c.kill()
		if said := c.noise.String(); said != "" {
			t.Errorf("%s said %s", c.nick, said)
		}
	}
	if err := s.judge(t.Context()); err != nil {
		t.Error(err)
	}
	t.Log("\n" + out.String())
}

// children starts client processes.
func (s *stage) children(t *testing.T, n int) (all []*child) {
	for i := range n {
		link, err := chaos.Listen(t.Context(), chaos.Seeded(s.o.Seed+uint64(i), s.o.network()))
		if err != nil {
			t.Fatal(err)
		}
		s.links = append(s.links, link)
		link.Target(s.server.addr)
		x, err := newTalker(nick(i), &s.book, s.signal, 0)
		if err != nil {
			t.Fatal(err)
		}
		x.rooms = []string{"#lobby", "#kitchen"}
		c := &child{talker: x, link: link, noise: &noise{}, task: childTask{
			Nick: x.nick, Seed: x.key.Seed(), Addr: link.Addr(), Folder: t.TempDir(), Rooms: x.rooms, Talk: uint64(1000 * i),
		}}
		for k := range n {
			if k != i {
				c.task.People = append(c.task.People, nick(k))
			}
		}
		s.talkers = append(s.talkers, x)
		all = append(all, c)
	}
	for _, c := range all {
		c.live(t)
		t.Cleanup(c.kill)
	}
	return all
}
