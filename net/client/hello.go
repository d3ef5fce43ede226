package client

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// ghostTime is for how long a nick one had may be refused after a loss: so
// long may one's own lost stay hold it.
const ghostTime = 150 * time.Second

// lastGuess is the highest number tried behind a guessed nick.
const lastGuess = 9

// A login is a hello on its way to its welcome.
type login struct {
	line       []byte // the hello without its line end, exactly as sent
	challenged bool
	guess      int       // the number behind the nick; 0 is none
	refused    error     // why the wished nick was refused, or nil
	ghost      time.Time // since when our own nick is refused
	badLink    error     // why the invite is worth nothing, once it was tried without
	ever       bool      // there was a welcome
}

// sayHello opens the session, on a new link or after a nick was refused.
func (o *owner) sayHello() {
	version := int64(chat.Version)
	hello := &chat.Hello{
		Nick: o.me.nick, V: &version, Agent: o.opts.Agent, Caps: []string{"members"},
		Password: o.opts.Password, Resume: o.me.session,
	}
	if o.me.account == "" || o.opts.Key == nil {
		hello.Token = o.opts.Token // an invite was used up when it made the account
	}
	hello.ID = "hello"
	if o.opts.Key != nil {
		public, _ := o.opts.Key.Public().(ed25519.PublicKey)
		hello.Key = base64.StdEncoding.EncodeToString(public)
	}
	line := wire.Append(nil, hello)
	if len(line) > chat.MaxLineHello {
		o.finish(chat.Errorf(chat.CodeTooLong, "The login would be %d bytes; at most %d are allowed.", len(line), chat.MaxLineHello))
		return
	}
	o.login.line = bytes.TrimSuffix(line, []byte{'\n'})
	o.wbuf = append(o.wbuf, line...)
}

// greet handles what the server says before the welcome.
func (o *owner) greet(ev chat.Event) {
	switch ev := ev.(type) {
	case *chat.Challenge:
		o.prove(ev)
	case *chat.Welcome:
		o.welcome(ev)
	case *chat.Failure:
		o.refused(ev)
	case *chat.Bye:
		o.farewell(ev)
	case *chat.Ping:
		o.write(&chat.Pong{Re: ev.ID, N: ev.N})
	}
}

// prove answers the challenge. See PROTOCOL.md, "Proof of identity".
func (o *owner) prove(c *chat.Challenge) {
	nonce, err := base64.StdEncoding.DecodeString(c.Nonce)
	key, keyErr := base64.StdEncoding.DecodeString(c.Key)
	switch {
	case o.opts.Key == nil || o.login.challenged:
		o.violated("a challenge that was not due")
		return
	case err != nil || len(nonce) != wire.NonceSize || keyErr != nil || len(key) != ed25519.PublicKeySize:
		o.violated("a challenge whose nonce or key is not 32 bytes")
		return
	}
	o.login.challenged = true
	if err := o.opts.CheckServerKey(o.link.nc, key); err != nil {
		o.finish(err)
		return
	}
	exporter, err := wire.AuthExporter(o.link.nc, nonce)
	if err != nil {
		o.lose(fmt.Errorf("prove the key: %w", err), 0)
		return
	}
	payload := wire.AuthPayload(exporter, nonce, key, o.login.line)
	o.write(&chat.Proof{Sig: base64.StdEncoding.EncodeToString(ed25519.Sign(o.opts.Key, payload))})
}

// refused handles an error before the welcome.
func (o *owner) refused(f *chat.Failure) {
	switch f.Code { //nolint:exhaustive // the rest is told apart by passes
	case chat.CodeNickTaken, chat.CodeNickConfusable, chat.CodeNickInvalid:
		if o.refusedNick(f) {
			return
		}
	case chat.CodeInviteInvalid:
		if o.withoutLink(f.Err()) {
			return
		}
	case chat.CodePasswordRequired:
		if o.opts.AskPassword != nil {
			o.lose(f.Err(), 0)
			o.askPassword()
			return
		}
	}
	if o.passes(f.Code) {
		o.lose(f.Err(), wish(f.RetryMS))
		return
	}
	o.finish(f.Err())
}

// withoutLink tries once without an invite that is worth nothing: whoever has
// an account here needs none. It reports whether it does.
func (o *owner) withoutLink(err *chat.Error) bool {
	switch {
	case o.login.badLink != nil:
		o.finish(o.login.badLink)
		return true
	case o.opts.Token == "" || o.opts.Key == nil:
		return false
	}
	o.login.badLink = err
	o.opts.Token = ""
	o.lose(err, 0)
	return true
}

// askPassword waits for a password; nothing is tried before there is one.
func (o *owner) askPassword() {
	if o.state != chat.LinkWaiting {
		return
	}
	o.until = time.Time{}
	if o.word != nil {
		return // it is being asked for
	}
	word := make(chan string, 1)
	o.word = word
	ctx, ask := o.wanted, o.opts.AskPassword
	o.group.Go(func() {
		if text, ok := ask(ctx); ok {
			word <- text
		}
	})
}

// knock tries again with a password.
func (o *owner) knock(word string) {
	o.opts.Password = word
	if o.state == chat.LinkWaiting {
		o.connect()
	}
}

// refusedNick reports whether it tries another nick.
func (o *owner) refusedNick(f *chat.Failure) bool {
	if !o.opts.NickGuessed || o.login.ever || o.login.guess == lastGuess {
		return false
	}
	if o.login.refused == nil {
		o.login.refused = f.Err()
	}
	o.login.guess = max(o.login.guess+1, 2)
	o.me.nick = numbered(o.opts.Nick, o.login.guess)
	o.login.challenged = false
	o.sayHello()
	return true
}

// numbered puts a digit behind a nick and keeps it short enough.
func numbered(nick string, n int) string {
	letters := []rune(nick)
	letters = letters[:min(len(letters), chat.MaxNickChars-1)]
	return fmt.Sprintf("%s%d", string(letters), n)
}

// passes reports whether a refusal to let us in may not be the last word.
func (o *owner) passes(code chat.Code) bool {
	if code == chat.CodeNickTaken && o.login.ever {
		if o.login.ghost.IsZero() {
			o.login.ghost = time.Now()
		}
		return time.Since(o.login.ghost) < ghostTime
	}
	return slices.Contains([]chat.Code{
		chat.CodeRateLimited, chat.CodeServerBusy, chat.CodeStorageFull, chat.CodeInternal,
		chat.CodeAuthTimeout, chat.CodeTooManyConnections, chat.CodeTooManyErrors,
		chat.CodeSlowReader, chat.CodeIdleTimeout, chat.CodeShuttingDown, chat.CodeReplaced,
	}, code)
}

// welcome opens the session.
func (o *owner) welcome(w *chat.Welcome) {
	if w.V != 0 && w.V != chat.Version {
		o.finish(chat.Errorf(chat.CodeUnsupportedVersion, "The server speaks version %d of the protocol and this program version %d; upgrade the older one.", w.V, chat.Version))
		return
	}
	if w.Nick == "" || len(w.Nick) > chat.MaxNick || len(w.Session) > chat.MaxLineHello/4 {
		o.violated("a welcome without a nick")
		return
	}
	now := time.Now()
	first := !o.login.ever
	replaced := !first && w.Epoch != o.me.epoch
	o.me = person{nick: w.Nick, account: w.Account, session: w.Session, epoch: w.Epoch, limits: w.Limits}
	o.login.ever, o.login.ghost = true, time.Time{}
	o.state, o.online, o.until, o.unwelcome = chat.LinkOnline, now, time.Time{}, 0
	o.emit(&StateChanged{State: o.state})
	o.emit(&Welcomed{Welcome: w, First: first, Wanted: o.opts.Nick, Why: o.login.refused})
	o.login.refused = nil // that is told once
	if replaced {
		o.newEpoch()
	}
	if first {
		o.reconcile(w)
	}
	o.rejoin(w, first)
}

// farewell handles a bye of the server.
func (o *owner) farewell(bye *chat.Bye) {
	err := &chat.Error{Code: bye.Code, Text: bye.Text, Retry: wish(bye.RetryMS)}
	if err.Text == "" {
		err.Text = errClosed.Error()
	}
	o.ended(err)
}

// ended handles the server's word that this link is over, and why.
func (o *owner) ended(err *chat.Error) {
	switch {
	case o.leaving != nil:
		o.finish(nil)
	case err.Code == chat.CodeReplaced && o.me.account == "":
		o.finish(err) // another program goes on with this guest's stay
	case err.Code == chat.CodeReplaced:
		o.me.session = "" // a session of our own again
		o.lose(err, 0)
	case !err.Code.Ends() || o.passes(err.Code) || err.Code == chat.CodeTooLong:
		o.lose(err, err.Retry)
	default:
		o.finish(err)
	}
}

// violated gives up a link on which the server breaks the protocol.
func (o *owner) violated(what string) {
	o.lose(chat.Errorf(chat.CodeBadValue, "The server sent what cannot be: %s.", what), 0)
}
