package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// ErrChanged says that a file is not any more what it was when it was offered.
var ErrChanged = errors.New("the file was changed while it was sent; send it again")

// A Progress is told how many bytes of a file are there, now and then, by one
// goroutine.
type Progress func(done, size int64)

// How transfers try again, and how long they wait for a peer that says nothing.
const (
	firstTry     = 200 * time.Millisecond
	lastTry      = 5 * time.Second
	transferIdle = 45 * time.Second
	transferBuf  = 64 << 10
)

// SendFile sends a file and returns its id and where it is in the log. Offer names it; its CID is
// filled in where it is empty, and with the same one a transfer is gone on with that
// another call has begun, also in another process. Src gives its bytes, which are
// read at any offset. What breaks is tried again until ctx ends; a refusal is a
// *chat.Error. The connection of c is used to ask, those for the bytes are opened with
// Options.Dial.
func (c *Conn) SendFile(ctx context.Context, offer chat.OfferFile, src io.ReaderAt, told Progress) (*chat.OK, error) {
	if offer.CID == "" {
		offer.CID = newCID(c.opts.Random)
	}
	retry := firstTry
	for {
		ev, err := c.Ask(ctx, &offer)
		ok, is := ev.(*chat.OK)
		switch {
		case err == nil && !is:
			return nil, errors.New("the server answered an offer with something else; it may be older than this program")
		case err == nil && ok.Dup: // the answer to all of it was lost
			if told != nil {
				told(offer.Size, offer.Size)
			}
			return ok, nil
		case err == nil:
			id := ok.File
			if ok, err = c.putFile(ctx, ok.Ticket, offer.Size, src, told); err == nil {
				ok.File = id
				return ok, nil
			}
		}
		if err := again(ctx, err, &retry); err != nil {
			return nil, err
		}
	}
}

// again waits before a transfer is tried again, and returns why it is not.
func again(ctx context.Context, err error, retry *time.Duration) error {
	wait := *retry
	*retry = min(2*wait, lastTry)
	if e, ok := errors.AsType[*chat.Error](err); ok {
		switch e.Code {
		case chat.CodeServerBusy, chat.CodeRateLimited, chat.CodeStorageFull, chat.CodeShuttingDown, chat.CodeIdleTimeout, chat.CodeInternal:
			wait = max(wait, e.Retry)
		case chat.CodeForbidden:
			if e.Field != "ticket" {
				return err
			}
		default:
			return err
		}
	} else if errors.Is(err, ErrOver) || errors.Is(err, ErrFull) || errors.Is(err, ErrChanged) || errors.Is(err, errWriter) {
		return err
	}
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// A carrier is a connection that carries a file.
type carrier struct {
	net.Conn
	in   *wire.Reader
	done func()
}

// carry opens a connection for the bytes of a file; it ends with ctx.
func (c *Conn) carry(ctx context.Context, first chat.Command) (*carrier, chat.Event, error) {
	nc, err := c.opts.Dial(ctx)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = nc.SetDeadline(time.Unix(1, 0)) })
	k := &carrier{Conn: nc, in: wire.NewReader(nc, chat.MaxServerLine), done: func() { stop(); _ = nc.Close() }}
	if err = checkLink(nc); err == nil {
		_ = nc.SetDeadline(time.Now().Add(transferIdle))
		_, err = nc.Write(wire.Append(nil, first))
	}
	var ev chat.Event
	if err == nil {
		ev, err = k.next()
	}
	if err != nil {
		k.done()
		return nil, nil, causeOr(ctx, err)
	}
	return k, ev, nil
}

// next returns the next frame of the server; a refusal is an error.
func (k *carrier) next() (chat.Event, error) {
	for {
		line, err := k.in.Next()
		if err != nil {
			return nil, err
		}
		ev, err := wire.Event(line)
		switch ev := ev.(type) {
		case nil:
			if err != nil {
				return nil, fmt.Errorf("the server sent what cannot be: %w", err)
			}
		case *chat.Failure:
			return nil, ev.Err()
		case *chat.Bye:
			return nil, &chat.Error{Code: ev.Code, Text: ev.Text, Retry: wish(ev.RetryMS)}
		default:
			return ev, nil
		}
	}
}

// putFile sends the bytes that the server wants.
func (c *Conn) putFile(ctx context.Context, ticket string, size int64, src io.ReaderAt, told Progress) (*chat.OK, error) {
	k, ev, err := c.carry(ctx, &chat.PutBytes{Ticket: ticket})
	if err != nil {
		return nil, err
	}
	defer k.done()
	ready, ok := ev.(*chat.FileReady)
	if !ok || ready.Offset < 0 || ready.Offset > size {
		return nil, errors.New("the server asked for bytes that are not there; tell its operator")
	}
	refused := make(chan error, 1)
	answered := make(chan *chat.OK, 1)
	go func() { // it may refuse in the midst
		ev, err := k.next()
		if ok, is := ev.(*chat.OK); is {
			answered <- ok
		}
		refused <- err
	}()
	buf := make([]byte, transferBuf)
	for at := ready.Offset; at < size; {
		runtime.Gosched() // what is said meanwhile comes first
		if told != nil {
			told(at, size)
		}
		n, err := src.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if n == 0 {
			if errors.Is(err, io.EOF) {
				return nil, ErrChanged
			}
			return nil, fmt.Errorf("read the file: %w", errors.Join(errWriter, err))
		}
		_ = k.SetWriteDeadline(time.Now().Add(transferIdle))
		if _, err := k.Write(buf[:n]); err != nil {
			_ = k.SetReadDeadline(time.Now().Add(time.Second))
			if why := <-refused; why != nil {
				err = why
			}
			return nil, causeOr(ctx, err)
		}
		at += int64(n)
	}
	_ = k.SetReadDeadline(time.Now().Add(transferIdle))
	err = <-refused
	select {
	case ok := <-answered:
		if told != nil {
			told(size, size)
		}
		return ok, nil
	default:
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		if chat.CodeOf(err) == chat.CodeFileHash {
			err = ErrChanged
		}
		return nil, causeOr(ctx, err)
	}
}

// errWriter says that a file here could not be read or written.
var errWriter = errors.New("a file on this machine")

// FetchFile reads a file from byte at on, as far as size, and writes it to dst, in
// order. What breaks is tried again from where it broke until ctx ends. A refusal is a
// *chat.Error. Whether the bytes are the right ones, the caller checks.
func (c *Conn) FetchFile(ctx context.Context, file string, at, size int64, dst io.Writer, told Progress) error {
	retry := firstTry
	for {
		ev, err := c.Ask(ctx, &chat.GetFile{File: file, Offset: at})
		ok, is := ev.(*chat.OK)
		if err == nil && !is {
			return errors.New("the server answered with something else; it may be older than this program")
		}
		if err == nil {
			before := at
			if at, err = c.takeFile(ctx, ok.Ticket, at, size, dst, told); err == nil {
				return nil
			}
			if at > before {
				retry = firstTry
			}
		}
		if err := again(ctx, err, &retry); err != nil {
			return err
		}
	}
}

// takeFile reads the bytes from at on and returns how far it came.
func (c *Conn) takeFile(ctx context.Context, ticket string, at, size int64, dst io.Writer, told Progress) (int64, error) {
	k, ev, err := c.carry(ctx, &chat.TakeBytes{Ticket: ticket})
	if err != nil {
		return at, err
	}
	defer k.done()
	data, ok := ev.(*chat.FileData)
	if !ok || data.Offset != at || data.Size != size {
		return at, &chat.Error{Code: chat.CodeFileHash, Text: "The server has another file than it told of."}
	}
	src := io.MultiReader(bytes.NewReader(k.in.Beyond()), k.Conn)
	buf := make([]byte, transferBuf)
	for at < size {
		if told != nil {
			told(at, size)
		}
		_ = k.SetReadDeadline(time.Now().Add(transferIdle))
		n, err := src.Read(buf[:min(int64(len(buf)), size-at)])
		if n > 0 {
			if _, err := dst.Write(buf[:n]); err != nil {
				return at, fmt.Errorf("write the file: %w", errors.Join(errWriter, err))
			}
			at += int64(n)
		}
		if err != nil && at < size {
			return at, causeOr(ctx, err)
		}
	}
	if told != nil {
		told(size, size)
	}
	return at, nil
}
