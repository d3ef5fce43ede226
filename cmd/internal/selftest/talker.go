package selftest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/proof"
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/local"
)

// A talker is a person who talks: a client that is started and ended many
// times, with one key and one outbox.
type talker struct {
	nick   string
	key    ed25519.PrivateKey
	dial   func(context.Context) (net.Conn, error)
	rooms  []string
	people []string // the others
	rec    *proof.Recorder
	keep   func() (*kept, error)
	prefix string      // of its cids
	random *mrand.Rand // of talk alone
	pause  time.Duration
	plain  bool // says messages and nothing else
	most   int  // commands in all; 0 is without end, less is none
	done   int  // of talk alone: commands so far

	signal chan struct{} // of all talkers, holds one: something has changed
	orders sync.WaitGroup

	mu     sync.Mutex // guards what follows
	conn   *client.Conn
	cids   int
	said   int             // messages
	links  int             // welcomes
	open   map[string]bool // cids of messages that are not answered
	unsent map[string]bool // cids that the outbox holds to be sent; nil before it is loaded
	online bool
	why    error             // it is not online
	told   map[string]uint64 // by rid: how far it was told, holes included
	acked  map[string]uint64 // by rid: the newest of one's own that was acknowledged
	where  map[string]string // by rid: the room or person
	joined map[string]bool   // rooms of this run
	mine   []spot            // messages of one's own, the latest
	others []spot            // of others

	runs int      // that have ended
	run  *running // of the goroutine of Run alone; nil while it is not running
}

// A kept is what outlives a run of a client.
type kept struct {
	outbox  client.Outbox
	history client.History // nil keeps none
	close   func() error
}

// inMemory keeps an outbox as one on disk would.
func inMemory() func() (*kept, error) {
	k := &kept{outbox: &keptOutbox{}, close: func() error { return nil }}
	return func() (*kept, error) { return k, nil }
}

// onDisk keeps what a client keeps on the user's disk in a file.
func onDisk(path string) func() (*kept, error) {
	return func() (*kept, error) {
		c, err := local.Open(path, local.Options{})
		if err != nil {
			return nil, fmt.Errorf("client: %w", err)
		}
		if notice := c.Opened().Notice; notice != "" {
			return nil, errors.Join(fmt.Errorf("client: what it kept was found damaged: %s", notice), c.Close())
		}
		return &kept{outbox: c.Outbox(), history: c.History(), close: c.Close}, nil
	}
}

// A spot is a message that may be changed or reacted to.
type spot struct {
	room, rid string
	seq       uint64
}

// running is one run of a talker.
type running struct {
	end     context.CancelFunc
	hush    context.CancelFunc // ends the talking
	talking chan struct{}      // closed when it has ended
	close   func() error
	done    chan error // gets what Conn.Run returned, once all events were taken
}

// newTalker returns a person who has not yet come.
func newTalker(nick string, book *proof.Book, signal chan struct{}, seed uint64) (*talker, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	return &talker{
		nick: nick, key: key, rec: book.Client(nick), keep: inMemory(), prefix: nick,
		random: mrand.New(mrand.NewPCG(seed, 1)), //nolint:gosec // to give the same again
		pause:  8 * time.Millisecond, signal: signal,
		told: make(map[string]uint64), acked: make(map[string]uint64), where: make(map[string]string),
	}, nil
}

// start begins a run.
func (t *talker) start(ctx context.Context) error {
	k, err := t.keep()
	if err != nil {
		return err
	}
	t.rec.Start()
	conn := client.New(client.Options{
		Dial: t.dial, Nick: t.nick, Key: t.key, Rooms: t.rooms, Outbox: followedOutbox{k.outbox, t}, History: k.history,
		DialTimeout: 2 * time.Second, HelloTimeout: 2 * time.Second,
	})
	t.mu.Lock()
	t.conn, t.unsent = conn, nil
	t.told, t.joined, t.open = make(map[string]uint64), make(map[string]bool), make(map[string]bool)
	t.mu.Unlock()

	life, end := context.WithCancel(ctx)
	talk, hush := context.WithCancel(life)
	t.run = &running{end: end, hush: hush, talking: make(chan struct{}), done: make(chan error, 1), close: k.close}
	run, ended := t.run, make(chan error, 1)
	go func() { ended <- conn.Run(life) }()
	go func() {
		t.listen(conn)
		run.done <- <-ended
	}()
	go func() {
		defer close(run.talking)
		t.talk(talk, conn)
	}()
	return nil
}

// hush ends the talking; what was said is still on its way.
func (t *talker) hush() {
	if t.run != nil {
		t.run.hush()
		<-t.run.talking
	}
}

// stop ends a run. What was not yet answered stays in the outbox.
func (t *talker) stop() error {
	if t.run == nil {
		return nil
	}
	t.hush()
	t.run.end()
	err := <-t.run.done
	t.orders.Wait()
	err = errors.Join(err, t.run.close())
	t.run = nil
	t.runs++
	if err != nil {
		return fmt.Errorf("client %s: %w", t.nick, err)
	}
	return nil
}

// fell reports why a run has ended by itself, or nil.
func (t *talker) fell() error {
	if t.run == nil {
		return nil
	}
	select {
	case err := <-t.run.done:
		t.run.done <- nil
		return fmt.Errorf("client %s ended by itself: %v", t.nick, err) //nolint:errorlint // it may be nil
	default:
		return nil
	}
}

// changed wakes who waits for the talker.
func (t *talker) changed() {
	select {
	case t.signal <- struct{}{}:
	default:
	}
}

// newCID returns a cid of one's own.
func (t *talker) newCID() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cids++
	return fmt.Sprintf("%s-%06d", t.prefix, t.cids)
}

// remember keeps a message to change or react to later.
func (t *talker) remember(e *chat.Entry) {
	const most = 50
	list := &t.others
	if e.From == t.nick {
		list = &t.mine
	}
	*list = append(*list, spot{e.Room, e.RID, e.Seq})
	if len(*list) > most {
		*list = (*list)[1:]
	}
}
