package selftest

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/chaos"
	"github.com/chat-tui/chat-tui/cmd/internal/proof"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// A death ends a server at one of its commits: before it, or after it and
// before the answer.
type death struct {
	after     int // commits that go well
	committed bool
}

// A mortal store ends the server at its next death. What it committed stays.
type mortal struct {
	store.Store
	mu     sync.Mutex
	deaths []death
	dead   bool
	lies   int // so many commits before a death it only says that it keeps
}

var errDead = errors.New("the disk is gone")

// Append keeps records, if the store lives.
func (m *mortal) Append(ctx context.Context, records ...store.Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return errDead
	}
	if len(m.deaths) > 0 {
		if m.deaths[0].after--; m.deaths[0].after < 0 {
			m.dead = true
			if m.deaths[0].committed {
				_ = m.Store.Append(ctx, records...)
			}
			m.deaths = m.deaths[1:]
			return errDead
		}
		if m.deaths[0].after < m.lies {
			return nil
		}
	}
	return m.Store.Append(ctx, records...)
}

// A house is a server within this process that is started again whenever it
// has ended, and a stage for talkers.
type house struct {
	stage
	t       *testing.T
	store   *mortal
	network transport.Network
	lives   int
	ended   chan struct{} // closed when the last server has ended
	end     context.CancelFunc
	dialers []*chaos.Dialer
	limits  server.Limits

	accounts *account.Registry
	identity ed25519.PublicKey
}

// newHouse opens a house inside a bubble.
func newHouse(t *testing.T, deaths ...death) *house {
	h := &house{t: t, store: &mortal{Store: memory.New(), deaths: deaths}, limits: server.NoLimits(), accounts: account.NewMemory()}
	var err error
	if h.identity, _, err = ed25519.GenerateKey(nil); err != nil {
		t.Fatal(err)
	}
	h.o, _ = Options{Binary: []string{"none"}, Settle: 5 * time.Minute, Seed: 1}.withDefaults()
	h.signal = make(chan struct{}, 1)
	return h
}

// serve runs one server after the other until close.
func (h *house) serve() {
	var ctx context.Context
	ctx, h.end = context.WithCancel(context.Background())
	h.ended = make(chan struct{})
	listen := func() net.Listener {
		l, err := transport.Listen(ctx, transport.Address{Scheme: transport.Memory, Path: "house"}, transport.ListenOptions{Network: &h.network})
		if err != nil {
			h.t.Error(err)
		}
		return l
	}
	l := listen()
	go func() {
		defer close(h.ended)
		for ctx.Err() == nil {
			h.lives++
			h.store.mu.Lock()
			h.store.dead = false
			h.store.mu.Unlock()
			srv, err := server.New(server.Options{Store: h.store, Accounts: h.accounts, Identity: h.identity, Limits: h.limits})
			if err != nil {
				h.t.Error(err)
				return
			}
			if err := srv.Serve(ctx, l); err != nil && !errors.Is(err, errDead) {
				h.t.Errorf("a server ended with %v", err)
			}
			h.book.Restarted()
			if ctx.Err() == nil {
				l = listen()
			}
		}
	}()
}

// close ends the server.
func (h *house) close() {
	h.end()
	<-h.ended
}

// dial reaches the server of the house.
func (h *house) dial(ctx context.Context) (net.Conn, error) {
	return transport.Dial(ctx, transport.Address{Scheme: transport.Memory, Path: "house"}, transport.DialOptions{Network: &h.network})
}

// talker adds a person who says so much, over links that fail like this.
func (h *house) talker(most int, script ...chaos.Link) *talker {
	i := len(h.talkers)
	s := chaos.Script(script)
	d := chaos.NewDialer(context.Background(), &s, h.dial)
	t, err := newTalker(nick(i), &h.book, h.signal, uint64(i))
	if err != nil {
		h.t.Fatal(err)
	}
	t.dial, t.rooms, t.most = d.Dial, []string{"#lobby", "#kitchen"}, most
	for k := range i {
		t.people = append(t.people, nick(k))
	}
	h.talkers, h.dialers = append(h.talkers, t), append(h.dialers, d)
	return t
}

// start lets a talker begin.
func (h *house) start(t *talker) {
	if err := t.start(context.Background()); err != nil {
		h.t.Error(err)
	}
}

// rest waits until everyone has said everything and has everything, ends the
// house, and returns what is wrong.
func (h *house) rest() error {
	for _, t := range h.talkers {
		if t.run != nil && t.most > 0 {
			<-t.run.talking
		}
	}
	for _, d := range h.dialers {
		d.Calm()
	}
	for _, t := range h.talkers {
		if t.run == nil {
			h.start(t)
		}
	}
	unsettled := h.settle(context.Background())
	for _, t := range h.talkers {
		t.rec.Stayed()
	}
	for _, t := range h.talkers {
		if err := t.stop(); err != nil {
			h.t.Error(err)
		}
	}
	for _, d := range h.dialers {
		d.Calm()
		d.Wait()
	}
	h.close()
	synctest.Wait()
	logs, err := proof.Read(context.Background(), h.store.Store, h.book.RIDs())
	if err != nil {
		return err
	}
	if found := proof.Check(h.book.History(logs)); len(found) > 0 || unsettled != nil {
		return errors.Join(fmt.Errorf("%d findings: %v", len(found), found), unsettled)
	}
	return nil
}
