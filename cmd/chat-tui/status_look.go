package main

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/net/wire"
)

// look opens a session, takes its welcome and leaves. A connection of package
// client would join the person's rooms, and others would see that.
func look(ctx context.Context, o client.Options) (*chat.Welcome, error) {
	nc, err := o.Dial(ctx)
	if err != nil {
		return nil, err
	}
	defer nc.Close()
	giveUp := context.AfterFunc(ctx, func() { _ = nc.SetDeadline(time.Unix(1, 0)) })
	defer giveUp()
	if link, ok := nc.(*transport.Conn); ok && link.Secure() && link.ServerKey == nil {
		return nil, fmt.Errorf("the certificate of %s is not the server's own, so it cannot be known who answers; connect to the server itself", link.Address)
	}
	g := &glance{conn: nc, in: wire.NewReader(nc, chat.MaxServerLine), options: o}
	welcome, err := g.login()
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil:
		return nil, err
	}
	if g.write(&chat.Bye{}) == nil {
		_, _ = io.Copy(io.Discard, nc) // until the server has taken leave, too
	}
	return welcome, nil
}

// A glance is a session that ends with its welcome.
type glance struct {
	conn    net.Conn
	in      *wire.Reader
	options client.Options
	hello   []byte // the line, without its end
}

func (g *glance) write(frame interface{ Type() string }) error {
	_, err := g.conn.Write(wire.Append(nil, frame))
	return err
}

// login says hello, proves the key and returns the welcome.
func (g *glance) login() (*chat.Welcome, error) {
	v := int64(chat.Version)
	public, _ := g.options.Key.Public().(ed25519.PublicKey)
	hello := &chat.Hello{
		Nick: g.options.Nick, V: &v, Agent: g.options.Agent, Caps: []string{"look"},
		Key: base64.StdEncoding.EncodeToString(public), Token: g.options.Token, Password: g.options.Password,
	}
	hello.ID = "hello"
	line := wire.Append(nil, hello)
	g.hello = line[:len(line)-1]
	if _, err := g.conn.Write(line); err != nil {
		return nil, fmt.Errorf("the connection to the server broke: %w", err)
	}
	for challenged := false; ; {
		event, err := g.next()
		if err != nil {
			return nil, err
		}
		switch e := event.(type) {
		case *chat.Challenge:
			if challenged {
				return nil, errors.New("the server asked for a second proof; tell its operator")
			}
			challenged = true
			if err := g.prove(e); err != nil {
				return nil, err
			}
		case *chat.Welcome:
			return e, nil
		case *chat.Failure:
			return nil, refusal(e)
		case *chat.Bye:
			return nil, fmt.Errorf("the server ended the connection: %s", clean(e.Text))
		case *chat.Ping:
			if err := g.write(&chat.Pong{Re: e.ID, N: e.N}); err != nil {
				return nil, err
			}
		}
	}
}

// next returns the next frame that is known here.
func (g *glance) next() (chat.Event, error) {
	for {
		line, err := g.in.Next()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, wire.ErrUnfinished):
			return nil, errors.New("the server closed the connection; try again later")
		case err != nil:
			return nil, fmt.Errorf("the connection to the server broke: %w", err)
		case len(line) == 0:
			continue
		}
		event, err := wire.Event(line)
		if err != nil {
			return nil, fmt.Errorf("the server sent what cannot be: %w", err)
		}
		if event != nil {
			return event, nil
		}
	}
}

// prove answers the challenge.
func (g *glance) prove(c *chat.Challenge) error {
	nonce, err := base64.StdEncoding.DecodeString(c.Nonce)
	key, keyErr := base64.StdEncoding.DecodeString(c.Key)
	if err != nil || len(nonce) != wire.NonceSize || keyErr != nil || len(key) != ed25519.PublicKeySize {
		return errors.New("the server sent a challenge whose nonce or key is not 32 bytes")
	}
	if check := g.options.CheckServerKey; check != nil {
		err = check(g.conn, key)
	} else {
		err = client.CheckPins(nil)(g.conn, key)
	}
	if err != nil {
		return err
	}
	exporter, err := wire.AuthExporter(g.conn, nonce)
	if err != nil {
		return fmt.Errorf("prove the key: %w", err)
	}
	payload := wire.AuthPayload(exporter, nonce, key, g.hello)
	return g.write(&chat.Proof{Sig: base64.StdEncoding.EncodeToString(ed25519.Sign(g.options.Key, payload))})
}

// refusal says why there is no welcome. A nick that is refused means that the
// key has no account there.
func refusal(f *chat.Failure) error {
	switch f.Code { //nolint:exhaustive // the rest speaks for itself
	case chat.CodeNickTaken, chat.CodeNickConfusable, chat.CodeNickInvalid, chat.CodeNoSuchUser:
		return fmt.Errorf("this key has no account there, and none was made (%s); open chat-tui there once, then ask again", clean(f.Text))
	}
	return errors.New(clean(f.Err().Error()))
}
