package server

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/account"
)

// A login is a hello whose key has yet to be proved.
type login struct {
	hello *chat.Hello
	line  []byte
	nick  account.Nick
	key   ed25519.PublicKey
	nonce []byte
}

// hello lets a guest or a bot in, or asks for the proof of a key.
func (s *session) hello(ctx context.Context, cmd *chat.Hello, line []byte) error {
	s.login = nil
	if err := checkHello(cmd); err != nil {
		return err
	}
	s.caps = capsOf(cmd.Caps)
	if cmd.Token != "" {
		switch bot, err := s.bot(cmd); {
		case err != nil:
			return err
		case bot.Bot:
			return s.enterBot(ctx, cmd, bot)
		}
	}
	nick, err := account.ParseNick(cmd.Nick)
	switch {
	case err != nil:
		return err
	case cmd.Key != "":
		return s.challenge(cmd, line, nick)
	case s.caps.look:
		return chat.Errorf(chat.CodeNoSuchUser, "Only an account has something to look at; come with its key.").In("key")
	case s.caps.link:
		return chat.Errorf(chat.CodeBadValue, "A device that wants to be added has a key; come with it.").In("key")
	}
	return s.helloGuest(ctx, cmd, nick)
}

// helloGuest lets a guest in.
func (s *session) helloGuest(ctx context.Context, cmd *chat.Hello, nick account.Nick) error {
	who := newPerson(stayPrefix+secret(), chat.RoleGuest, nick)
	if err := s.srv.barred(who, "", s.from); err != nil {
		return err
	}
	if s.resume(cmd) {
		if err := s.srv.barred(s.who, "", s.from); err != nil {
			return err
		}
		return s.welcome(ctx, cmd)
	}
	if err := s.mayVisit(cmd); err != nil {
		return err
	}
	if err := s.srv.opts.Accounts.Hold(nick, who.id); err != nil {
		return err
	}
	who.since, who.secret = now(), secret()
	s.secret, s.fresh = who.secret, true
	s.out.hold()
	s.srv.hub.ask(func() {
		s.srv.hub.stays[who.secret] = who
		s.srv.hub.attach(s, who, nil)
	})
	// Only now: whoever bans the guest from now on finds the session.
	if err := s.srv.barred(who, "", s.from); err != nil {
		return err
	}
	return s.welcome(ctx, cmd)
}

// What a client may be able to do, or wish.
const (
	capMembers = "members"
	capLook    = "look"
	capLink    = "link"
)

// capsOf reads what a client may be able to do.
func capsOf(list []string) caps {
	return caps{
		members: slices.Contains(list, capMembers), look: slices.Contains(list, capLook), link: slices.Contains(list, capLink),
	}
}

// abilities are what the server can do beyond the beginnings of the protocol.
func abilities() []string { return []string{capMembers, "edit", "delete", "react", "search"} }

// checkHello reports what is wrong with a hello in itself, or nil.
func checkHello(cmd *chat.Hello) error {
	if cmd.V != nil && *cmd.V != chat.Version {
		return chat.Errorf(chat.CodeUnsupportedVersion,
			"This server speaks version %d of the protocol, not %d; upgrade the older side.", chat.Version, *cmd.V).In("v")
	}
	if err := chat.CheckText("agent", cmd.Agent, chat.MaxReason); err != nil {
		return err
	}
	return chat.CheckText("device", cmd.Device, chat.MaxDeviceName)
}

// resume goes on with the stay of a guest, and reports whether there is one.
func (s *session) resume(cmd *chat.Hello) (resumed bool) {
	if cmd.Resume == "" {
		return false
	}
	s.out.hold()
	s.secret = cmd.Resume
	s.srv.hub.ask(func() {
		who := s.srv.hub.stays[cmd.Resume]
		if who == nil {
			return
		}
		for _, old := range who.sessions {
			old.end(errReplaced)
		}
		s.srv.hub.attach(s, who, nil)
		resumed = true
	})
	if !resumed {
		s.secret = ""
		s.out.release(nil)
	}
	return resumed
}

// challenge asks a peer to prove its key. Without keying material of its own
// the connection could be in the middle of another, so then only peers of this
// machine may.
func (s *session) challenge(cmd *chat.Hello, line []byte, nick account.Nick) error {
	key, err := account.ParseKey(cmd.Key)
	if err != nil {
		return err
	}
	if !s.local && !s.secure() {
		return chat.Errorf(chat.CodeAuthFailed, "A key cannot be proved on this connection; come with TLS, or without a key.")
	}
	if err := s.srv.logins.Login(s.from, time.Now()); err != nil {
		return err
	}
	s.login = &login{hello: cmd, line: bytes.Clone(line), nick: nick, key: key, nonce: account.NewNonce()}
	c := &chat.Challenge{
		Nonce: base64.StdEncoding.EncodeToString(s.login.nonce),
		Key:   account.FormatKey(s.srv.opts.Identity),
	}
	if sign := s.srv.opts.SignChallenge; sign != nil {
		c.Sig = base64.StdEncoding.EncodeToString(sign(s.conn, s.login.nonce))
	}
	s.reply(c)
	return nil
}

// secure reports whether the connection has keying material.
func (s *session) secure() bool {
	c, ok := s.conn.(interface{ Secure() bool })
	if ok && !c.Secure() {
		return false
	}
	_, ok = s.conn.(interface {
		ExportKeyingMaterial(label string, context []byte, length int) ([]byte, error)
	})
	return ok
}

// proof lets in whoever has proved its key.
func (s *session) proof(ctx context.Context, cmd *chat.Proof) error {
	l := s.login
	if l == nil {
		return chat.Errorf(chat.CodeBadFrame, "There is nothing to prove.").In("type")
	}
	s.login = nil
	cmd.ID = l.hello.ID // the answer is that of the hello
	sig, err := account.ParseSig(cmd.Sig)
	if err != nil {
		return err
	}
	if err := s.srv.logins.Login(s.from, time.Now()); err != nil {
		return err
	}
	exporter, err := wire.AuthExporter(s.conn, l.nonce)
	if err != nil {
		return chat.Errorf(chat.CodeAuthFailed, "The connection gives nothing to bind a proof to.")
	}
	if !account.VerifyProof(l.key, sig, wire.AuthPayload(exporter, l.nonce, s.srv.opts.Identity, l.line)) {
		s.srv.logins.Failed(s.from, time.Now())
		return chat.Errorf(chat.CodeAuthFailed, "The signature does not prove the key.")
	}
	switch {
	case l.key.Equal(s.srv.opts.Identity):
		return s.enterOperator(ctx, l)
	case s.caps.link:
		return s.link(l)
	}
	if err := s.srv.barred(newPerson("", chat.RoleMember, l.nick), string(l.key), s.from); err != nil {
		return err
	}
	a, err := s.claim(ctx, l)
	if err != nil {
		return err
	}
	if s.caps.look {
		return s.look(ctx, l, a)
	}
	s.key = string(l.key)
	return s.enter(ctx, l.hello, a)
}

// look tells an account how things stand and ends. The session belongs to
// nobody who is present: it hears nothing, and nobody hears of it.
func (s *session) look(ctx context.Context, l *login, a account.Account) error {
	who := personOf(a)
	if err := s.srv.barred(who, string(l.key), s.from); err != nil {
		return err
	}
	if err := s.srv.loadBlocked(ctx, who); err != nil {
		return err
	}
	s.who = who
	s.secret = secret() // nothing that could be resumed
	s.out.hold()
	if err := s.welcome(ctx, l.hello); err != nil {
		return err
	}
	return errBye
}

// claim returns the account of a key that was proved, which may be new.
func (s *session) claim(ctx context.Context, l *login) (account.Account, error) {
	_, known := s.srv.opts.Accounts.ByKey(l.key)
	switch {
	case s.caps.look && !known:
		return account.Account{}, chat.Errorf(chat.CodeNoSuchUser, "This key has no account here.").In("key")
	case l.hello.Token != "" && !s.caps.look:
		return s.redeem(ctx, l)
	}
	giveBack := func() {}
	if !known {
		if err := s.mayRegister(l.hello); err != nil {
			return account.Account{}, err
		}
	}
	if !known && !s.local {
		var err error
		if giveBack, err = s.srv.logins.Register(s.from, time.Now()); err != nil {
			return account.Account{}, err
		}
	}
	a, made, err := s.srv.opts.Accounts.Claim(l.nick, l.key, time.Now())
	if !made {
		giveBack()
	}
	if s.made = made; made {
		s.srv.log.Info("a new account", "nick", a.Nick.String(), "account", string(a.ID))
	}
	return a, err
}

// enter begins a session of an account.
func (s *session) enter(ctx context.Context, hello *chat.Hello, a account.Account) error {
	fresh := personOf(a)
	if err := s.srv.barred(fresh, s.key, s.from); err != nil {
		return err
	}
	partners, err := s.srv.opts.Store.Partners(ctx, string(a.ID))
	if err != nil {
		return err
	}
	if err := s.srv.loadBlocked(ctx, fresh); err != nil {
		return err
	}
	s.secret = secret()
	s.out.hold()
	h := s.srv.hub
	h.ask(func() {
		who := s.srv.people.present(string(a.ID))
		if who == nil {
			who = fresh
		}
		if old := h.links[hello.Resume]; old != nil && old.who == who {
			s.secret = old.secret
			old.end(errReplaced)
		}
		h.links[s.secret] = s
		h.attach(s, who, partners)
	})
	// Only now: who takes the key away from now on finds the session.
	if !s.srv.still(s, a) {
		return errRemoved
	}
	if err := s.srv.barred(s.who, s.key, s.from); err != nil {
		return err
	}
	return s.welcome(ctx, hello)
}

// still reports whether what let a session into an account would let it in
// now.
func (srv *Server) still(s *session, a account.Account) bool {
	present, ok := srv.opts.Accounts.ByID(a.ID)
	if !ok || present.Disabled {
		return false
	}
	if a.Bot {
		return present.Token == a.Token
	}
	return present.Has(ed25519.PublicKey(s.key))
}

// personOf returns the person of an account, who is online.
func personOf(a account.Account) *person {
	role := a.Role
	if role == "" {
		role = chat.RoleMember
	}
	p := newPerson(string(a.ID), role, a.Nick)
	p.account, p.since, p.key = p.id, a.Created, a.Fingerprint()
	if a.Bot {
		p.bot, p.by = true, string(a.By)
		with := *p.profile()
		with.bot = true
		p.now.Store(&with)
	}
	return p
}

// newPerson returns a person who is online.
func newPerson(id, role string, nick account.Nick) *person {
	p := &person{id: id, partners: make(map[string]struct{})}
	p.now.Store(&profile{nick: nick.String(), state: chat.StateOnline, role: role})
	return p
}

// secret returns 128 random bits or more, as text.
func secret() string { return rand.Text() }

// newRID returns a new rid: 26 of A-Z and 2-7.
func newRID() string { return rand.Text() }

// now returns the time as it crosses the wire.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
