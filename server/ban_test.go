package server_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/memory"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// endsSoon waits for the end of a connection, within a second of the bubble's
// time, and returns the last line.
func (p *peer) endsSoon() frame {
	p.t.Helper()
	start := time.Now()
	last := p.ends()
	if took := time.Since(start); took > time.Second {
		p.t.Errorf("the end came after %v", took)
	}
	return last
}

func TestABanWorksOnEverySessionAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		key := newKey(t)
		first, _ := h.login("bob", key, nil)
		second, _ := h.login("bob", key, nil)
		token := first.does(`{"type":"bot.new","nick":"bobs-bot"}`).str("token")
		bot := h.peer()
		bot.say(`{"type":"hello","nick":"x","token":%q}`, token)
		bot.hear("welcome")
		console := h.console()
		console.does(`{"type":"ban","nick":"bob","reason":"noise"}`)
		for _, p := range []*peer{first, second, bot} {
			if f := p.endsSoon(); f.str("type") != "bye" || f.str("code") != string(chat.CodeBanned) {
				t.Errorf("a session ends with %v", f)
			}
		}
		if p, f := h.login("bob", key, nil); f.str("code") != string(chat.CodeBanned) || p.next() != nil {
			t.Errorf("coming back: %v", f)
		}
		if p, f := h.login("robert", key, nil); f.str("code") != string(chat.CodeBanned) || p.next() != nil {
			t.Errorf("with another nick: %v", f)
		}
		bot = h.peer()
		bot.say(`{"type":"hello","nick":"x","token":%q}`, token)
		if f := bot.ends(); f.str("code") != string(chat.CodeBanned) {
			t.Errorf("the bot comes back: %v", f)
		}
		console.does(`{"type":"unban","nick":"bob"}`)
		if _, f := h.login("bob", key, nil); f.str("type") != "welcome" {
			t.Errorf("after the unban: %v", f)
		}
	})
}

func TestABanSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	key, mate := newKey(t), newKey(t)
	_, identity, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	run := func(what func(h *house)) {
		s, err := sqlite.Open(context.WithoutCancel(t.Context()), dir, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		accounts, err := account.Open(s.Accounts())
		if err != nil {
			t.Fatal(err)
		}
		h := open(t, func(o *server.Options) {
			o.Store, o.Accounts = s, accounts
			o.Identity, _ = identity.Public().(ed25519.PublicKey)
		})
		h.identity = identity
		what(h)
		h.close()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	run(func(h *house) {
		ada, _ := h.login("ada", mate, nil)
		bob, _ := h.login("bob", key, nil)
		ada.does(`{"type":"room","room":"#tea","private":true,"slow_ms":100}`)
		ada.does(`{"type":"invite","room":"#tea","nick":"bob"}`)
		bob.does(`{"type":"join","room":"#tea"}`)
		ada.does(`{"type":"block","nick":"bob"}`)
		h.console().does(`{"type":"ban","nick":"bob"}`)
		bob.ends()
	})
	run(func(h *house) {
		if _, f := h.login("bob", key, nil); f.str("code") != string(chat.CodeBanned) {
			t.Errorf("after the restart: %v", f)
		}
		ada, _ := h.login("ada", mate, nil)
		if j := ada.does(`{"type":"join","room":"#tea"}`); j.str("role") != chat.RoleOwner || j["private"] != true || j.num("slow_ms") != 100 {
			t.Errorf("the room is %v", j)
		}
		if f := ada.does(`{"type":"blocks"}`); fmt.Sprint(names(f["people"], "nick")) != "[bob]" {
			t.Errorf("blocked are %v", f)
		}
		h.console().does(`{"type":"unban","nick":"bob"}`)
		if _, f := h.login("bob", key, nil); f.str("type") != "welcome" {
			t.Errorf("after the unban: %v", f)
		}
	})
}

func TestA21_ABannedAccountDoesNotResume(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		key := newKey(t)
		bob, w := h.login("bob", key, nil)
		session := w.str("session")
		guest := h.peer()
		guest.say(`{"type":"hello","nick":"zoe"}`)
		stay := guest.hear("welcome").str("session")
		console := h.console()
		console.does(`{"type":"ban","nick":"bob"}`)
		console.does(`{"type":"ban","nick":"zoe"}`)
		bob.endsSoon()
		guest.endsSoon()
		if p, f := h.loginWith("bob", key, fmt.Sprintf(`"resume":%q`, session)); f.str("code") != string(chat.CodeBanned) || p.next() != nil {
			t.Errorf("the session of an account: %v", f)
		}
		for _, resume := range []string{stay, "none"} {
			p := h.peer()
			p.say(`{"type":"hello","nick":"zoe","resume":%q}`, resume)
			if f := p.ends(); f.str("code") != string(chat.CodeBanned) {
				t.Errorf("the stay of a guest: %v", f)
			}
		}
	})
}

func TestABannedGuestIsBannedByItsNick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		guest := h.guest("Eve")
		console := h.console()
		console.does(`{"type":"ban","nick":"eve"}`)
		guest.endsSoon()
		for nick, want := range map[string]string{"eve": "error", "EVE": "error", "zoe": "welcome"} {
			p := h.peer()
			p.say(`{"type":"hello","nick":%q}`, nick)
			if f := p.next(); f.str("type") != want {
				t.Errorf("%s: %v", nick, f)
			}
		}
		console.does(`{"type":"unban","nick":"eve"}`)
		time.Sleep(3 * time.Minute) // the stay of the guest ends, and its nick is free
		h.guest("eve")
	})
}

func TestA22_HoppingInsideThe64HelpsNobody(t *testing.T) {
	for text, tt := range map[string]struct {
		inside, outside []string
	}{
		"2001:db8:1:2::7":     {[]string{"2001:db8:1:2::7", "2001:db8:1:2:ffff:1:2:3"}, []string{"2001:db8:1:3::7", "192.0.2.7"}},
		"2001:db8:1:2::/64":   {[]string{"2001:db8:1:2::1"}, []string{"2001:db8:1:3::1"}},
		"2001:db8:1::/48":     {[]string{"2001:db8:1:ffff::1"}, []string{"2001:db8:2::1"}},
		"2001:db8:1:2::9/128": {[]string{"2001:db8:1:2::1"}, []string{"2001:db8:1:3::1"}},
		"192.0.2.7":           {[]string{"192.0.2.7", "::ffff:192.0.2.7"}, []string{"192.0.2.8", "2001:db8::1"}},
		"192.0.2.0/24":        {[]string{"192.0.2.200"}, []string{"192.0.3.1"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			var next atomic.Pointer[net.TCPAddr]
			near := &net.TCPAddr{IP: net.ParseIP("198.51.100.1"), Port: 1}
			next.Store(near)
			h := openBehind(t, nil, func(l net.Listener) net.Listener { return mixedListener{l, &next} })
			next.Store(nil) // the operator is on this machine
			console := h.console()
			next.Store(&net.TCPAddr{IP: net.ParseIP(tt.inside[0]), Port: 1})
			there := h.guest("there")
			console.does(fmt.Sprintf(`{"type":"ban","address":%q,"for_s":60}`, text))
			if f := there.endsSoon(); f.str("code") != string(chat.CodeBanned) {
				t.Errorf("%s: who is there hears %v", text, f)
			}
			comes := func(ip string) string {
				next.Store(&net.TCPAddr{IP: net.ParseIP(ip), Port: 2})
				p := h.peer()
				p.say(`{"type":"hello","nick":"zoe"}`)
				f := p.next()
				if f.str("type") == "welcome" {
					p.say(`{"type":"bye"}`)
					p.ends()
				}
				return f.str("type") + f.str("code")
			}
			for _, ip := range tt.inside {
				if got := comes(ip); got != "errorbanned" {
					t.Errorf("%s: %s comes: %s", text, ip, got)
				}
			}
			for _, ip := range tt.outside {
				if got := comes(ip); got != "welcome" {
					t.Errorf("%s: %s comes: %s", text, ip, got)
				}
			}
			list := console.does(`{"type":"rulings"}`)["rulings"].([]any)
			if len(list) != 1 {
				t.Errorf("%s: the rulings are %v", text, list)
			}
			console.does(fmt.Sprintf(`{"type":"unban","address":%q}`, text))
			if got := comes(tt.inside[0]); got != "welcome" {
				t.Errorf("%s: after the unban: %s", text, got)
			}
		})
	}
}

// A fromConn is from elsewhere.
type fromConn struct {
	net.Conn
	from *net.TCPAddr
}

func (c fromConn) RemoteAddr() net.Addr { return c.from }

// A mixedListener has peers from the address that is next, or if that is nil
// from this machine.
type mixedListener struct {
	net.Listener
	next *atomic.Pointer[net.TCPAddr]
}

func (l mixedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if from := l.next.Load(); err == nil && from != nil {
		return fromConn{c, from}, nil
	}
	return c, err
}

func TestAddressesThatCannotBeBanned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		console := open(t, nil).console()
		for _, text := range []string{"everyone", "0.0.0.0/0", "10.0.0.0/8", "::/0", "2001::/16", "192.0.2.1/33"} {
			if got := console.refused(fmt.Sprintf(`{"type":"ban","address":%q}`, text)); got != chat.CodeBadValue {
				t.Errorf("%s: %q", text, got)
			}
		}
	})
}

// A slowStore takes its time to keep messages.
type slowStore struct{ *memory.Store }

func (s slowStore) Append(ctx context.Context, records ...store.Record) error {
	time.Sleep(3 * time.Millisecond)
	return s.Store.Append(ctx, records...)
}

func TestA23_NothingIsKeptAfterABan(t *testing.T) {
	for pause := range 12 {
		synctest.Test(t, func(t *testing.T) {
			kept := slowStore{memory.New()}
			h := open(t, func(o *server.Options) { o.Store = kept })
			key := newKey(t)
			bob, _ := h.login("bob", key, nil)
			rid := bob.does(`{"type":"join","room":"#tea"}`).str("rid")
			console := h.console()
			go func() {
				for i := range 50 { // each its own line, and its own time
					if _, err := fmt.Fprintf(bob.c, `{"type":"msg","to":"#tea","body":"message %d"}`+"\n", i); err != nil {
						return
					}
					time.Sleep(time.Millisecond)
				}
			}()
			time.Sleep(time.Duration(pause) * 5 * time.Millisecond)
			console.does(`{"type":"ban","nick":"bob"}`)
			at, err := kept.Room(t.Context(), rid)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
			later, err := kept.Room(t.Context(), rid)
			if err != nil || later.Last != at.Last {
				t.Errorf("%d messages are kept after the ban, %v", later.Last-at.Last, err)
			}
			bob.ends()
		})
	}
}

func TestAKickFromTheServerLetsOneComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		key := newKey(t)
		bob, _ := h.login("bob", key, nil)
		console := h.console()
		console.does(`{"type":"kick","nick":"bob","reason":"go to bed"}`)
		if f := bob.endsSoon(); f.str("type") != "bye" || f.str("code") != string(chat.CodeBanned) || f.num("retry_ms") == 0 {
			t.Errorf("the session ends with %v", f)
		}
		if _, f := h.login("bob", key, nil); f.str("type") != "welcome" {
			t.Errorf("coming back: %v", f)
		}
	})
}

func TestRolesOnTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob, eve := h.member("ada"), h.member("bob", "#lobby"), h.member("eve", "#lobby")
		console := h.console()
		console.does(`{"type":"role","nick":"ada","role":"owner"}`)
		if f := ada.told("ruling"); f.str("role") != chat.RoleOwner {
			t.Errorf("ada is told %v", f)
		}
		ada.does(`{"type":"role","nick":"bob","role":"op"}`)
		if f := eve.told("ruling"); f.str("nick") != "bob" || f.str("role") != chat.RoleOp {
			t.Errorf("eve is told %v", f)
		}
		for request, want := range map[string]chat.Code{
			`{"type":"ban","nick":"ada"}`:                     chat.CodeForbidden,
			`{"type":"role","nick":"eve","role":"op"}`:        chat.CodeForbidden,
			`{"type":"kick","room":"#lobby","nick":"eve"}`:    "",
			`{"type":"room","room":"#lobby","readonly":true}`: "",
			`{"type":"room","room":"#lobby","private":true}`:  chat.CodeForbidden,
			`{"type":"mute","nick":"eve"}`:                    "",
			`{"type":"kick","nick":"nobody"}`:                 chat.CodeNoSuchUser,
			`{"type":"role","nick":"eve","role":"king"}`:      chat.CodeBadValue,
			`{"type":"ban","nick":"eve","for_s":-1}`:          chat.CodeBadValue,
		} {
			if got := bob.refused(request); got != want {
				t.Errorf("an op: %s: %q, want %q", request, got, want)
			}
		}
		if got := ada.refused(`{"type":"role","nick":"ada","role":"member"}`); got != chat.CodeForbidden {
			t.Errorf("the last owner steps down: %q", got)
		}
		if got := eve.refused(`{"type":"kick","nick":"nobody"}`); got != chat.CodeForbidden {
			t.Errorf("who may not learns who is there: %q", got)
		}
		console.does(`{"type":"role","nick":"ada","role":"member"}`)
		if got := ada.refused(`{"type":"rulings"}`); got != chat.CodeForbidden {
			t.Errorf("an owner no more: %q", got)
		}
		if list := names(eve.does(`{"type":"who","room":"#lobby"}`)["members"], "role"); !slices.Contains(list, chat.RoleOp) {
			t.Errorf("the roles are %v", list)
		}
	})
}
