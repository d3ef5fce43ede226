package client

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// An Errand is a session that asks a few things, one after the other, and
// leaves. Unlike a Conn it joins no room, keeps nothing and does not come back
// when it is lost. It belongs to one goroutine.
type Errand struct {
	// Welcome is what the server said to us; nil for a device that waits.
	Welcome *chat.Welcome

	// Waits is the code under which a device waits to be approved; nil unless
	// Visit was asked for that.
	Waits *chat.DeviceCode

	conn  net.Conn
	in    *wire.Reader
	opts  Options
	hello []byte // the line, without its end
	asked int
}

// Wishes that change what a welcome means; see PROTOCOL.md, "Starting".
const (
	WishLook = "look" // the welcome is all; nobody sees the visit
	WishLink = "link" // become a device of an account that is there
)

// errEnds says that the server ended an errand without a word.
var errEnds = errors.New("the server closed the connection; try again later")

// Visit opens a session: Options.Dial, Nick, Key, Token, Password, Agent and
// CheckServerKey count. A refusal is a *chat.Error. When ctx ends, so does all
// that the Errand still does.
func Visit(ctx context.Context, o Options, wishes ...string) (*Errand, error) {
	o = o.withDefaults()
	nc, err := o.Dial(ctx)
	if err != nil {
		return nil, err
	}
	e := &Errand{conn: nc, in: wire.NewReader(nc, chat.MaxServerLine), opts: o}
	if err := checkLink(nc); err != nil {
		_ = nc.Close()
		return nil, err
	}
	defer e.until(ctx)()
	if err := e.login(wishes); err != nil {
		_ = nc.Close()
		return nil, causeOr(ctx, err)
	}
	return e, nil
}

// causeOr returns why ctx ended, if it has, else err.
func causeOr(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// until ends what is read and written when ctx does; the function that it
// returns takes that back.
func (e *Errand) until(ctx context.Context) (undo func()) {
	stop := context.AfterFunc(ctx, func() { _ = e.conn.SetDeadline(time.Unix(1, 0)) })
	return func() { stop() }
}

// Ask sends a command and returns what answers it. What else the server tells
// meanwhile is dropped.
func (e *Errand) Ask(ctx context.Context, cmd chat.Command) (chat.Event, error) {
	defer e.until(ctx)()
	e.asked++
	id := "e" + strconv.Itoa(e.asked)
	cmd.Base().ID = id
	if err := e.write(cmd); err != nil {
		return nil, causeOr(ctx, err)
	}
	for {
		event, err := e.next()
		if err != nil {
			return nil, causeOr(ctx, err)
		}
		answer, ok := event.(interface{ AnswerTo() string })
		if !ok || answer.AnswerTo() != id {
			continue
		}
		if f, ok := event.(*chat.Failure); ok {
			return nil, f.Err()
		}
		return event, nil
	}
}

// AskFor is Ask for an answer of one type.
func AskFor[T chat.Event](ctx context.Context, e *Errand, cmd chat.Command) (T, error) {
	var none T
	event, err := e.Ask(ctx, cmd)
	if err != nil {
		return none, err
	}
	answer, ok := event.(T)
	if !ok {
		return none, fmt.Errorf("the server answered with a %s; it may be older than this program", event.Type())
	}
	return answer, nil
}

// Linked waits until the device is approved.
func (e *Errand) Linked(ctx context.Context) (*chat.DeviceLinked, error) {
	defer e.until(ctx)()
	for {
		event, err := e.next()
		if err != nil {
			return nil, causeOr(ctx, err)
		}
		if linked, ok := event.(*chat.DeviceLinked); ok {
			return linked, nil
		}
	}
}

// ServerKey returns the identity key that the server named in its welcome.
func (e *Errand) ServerKey() (ed25519.PublicKey, error) {
	return ServerKey(e.Welcome.Server.Key)
}

// ServerKey reads an identity key as a welcome names it.
func ServerKey(named string) (ed25519.PublicKey, error) {
	key, err := base64.StdEncoding.DecodeString(named)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("the server named no identity key; tell its operator")
	}
	return key, nil
}

// Close takes leave. It is called once, last.
func (e *Errand) Close(ctx context.Context) {
	defer e.until(ctx)()
	if e.write(&chat.Bye{}) == nil {
		_ = e.conn.SetReadDeadline(time.Now().Add(mannersTime))
		_, _ = io.Copy(io.Discard, e.conn) // until the server has taken leave, too
	}
	_ = e.conn.Close()
}

func (e *Errand) write(frame interface{ Type() string }) error {
	if _, err := e.conn.Write(wire.Append(nil, frame)); err != nil {
		return fmt.Errorf("the connection to the server broke: %w", err)
	}
	return nil
}

// login says hello, proves the key and waits for what follows.
func (e *Errand) login(wishes []string) error {
	v := int64(chat.Version)
	hello := &chat.Hello{
		Nick: e.opts.Nick, V: &v, Agent: e.opts.Agent, Caps: wishes, Device: e.opts.Device,
		Token: e.opts.Token, Password: e.opts.Password,
	}
	if e.opts.Key != nil {
		public, _ := e.opts.Key.Public().(ed25519.PublicKey)
		hello.Key = base64.StdEncoding.EncodeToString(public)
	}
	hello.ID = "hello"
	line := wire.Append(nil, hello)
	e.hello = line[:len(line)-1]
	if _, err := e.conn.Write(line); err != nil {
		return fmt.Errorf("the connection to the server broke: %w", err)
	}
	for challenged := false; ; {
		event, err := e.next()
		if err != nil {
			return err
		}
		switch ev := event.(type) {
		case *chat.Challenge:
			if challenged || e.opts.Key == nil {
				return errors.New("the server asked for a proof that was not due; tell its operator")
			}
			challenged = true
			if err := e.prove(ev); err != nil {
				return err
			}
		case *chat.Welcome:
			e.Welcome = ev
			return nil
		case *chat.DeviceCode:
			e.Waits = ev
			return nil
		case *chat.Failure:
			return ev.Err()
		}
	}
}

// next returns the next frame that is known here and that is not for us alone.
func (e *Errand) next() (chat.Event, error) {
	for {
		line, err := e.in.Next()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, wire.ErrUnfinished):
			return nil, errEnds
		case err != nil:
			return nil, fmt.Errorf("the connection to the server broke: %w", err)
		case len(line) == 0:
			continue
		}
		event, err := wire.Event(line)
		if err != nil {
			return nil, fmt.Errorf("the server sent what cannot be: %w", err)
		}
		switch ev := event.(type) {
		case nil, *chat.Pong:
		case *chat.Ping:
			if err := e.write(&chat.Pong{Re: ev.ID, N: ev.N}); err != nil {
				return nil, err
			}
		case *chat.Bye:
			return nil, &chat.Error{Code: ev.Code, Text: "the server ended the connection: " + ev.Text, Retry: wish(ev.RetryMS)}
		default:
			return event, nil
		}
	}
}

// prove answers the challenge.
func (e *Errand) prove(c *chat.Challenge) error {
	nonce, err := base64.StdEncoding.DecodeString(c.Nonce)
	key, keyErr := base64.StdEncoding.DecodeString(c.Key)
	if err != nil || len(nonce) != wire.NonceSize || keyErr != nil || len(key) != ed25519.PublicKeySize {
		return errors.New("the server sent a challenge whose nonce or key is not 32 bytes")
	}
	if err := e.opts.CheckServerKey(e.conn, key); err != nil {
		return err
	}
	exporter, err := wire.AuthExporter(e.conn, nonce)
	if err != nil {
		return fmt.Errorf("prove the key: %w", err)
	}
	payload := wire.AuthPayload(exporter, nonce, key, e.hello)
	return e.write(&chat.Proof{Sig: base64.StdEncoding.EncodeToString(ed25519.Sign(e.opts.Key, payload))})
}
