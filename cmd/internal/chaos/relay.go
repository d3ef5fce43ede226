package chaos

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// A relay is one link on its way.
type relay struct {
	ctx            context.Context //nolint:containedctx // ends the waiting of both directions
	end            context.CancelFunc
	client, server net.Conn
	once           sync.Once
}

// Relay carries lines between a client and a server, as the link says, until
// the link ends or ctx does; then both connections are closed.
func Relay(ctx context.Context, client, server net.Conn, l Link) {
	r := &relay{client: client, server: server}
	r.ctx, r.end = context.WithCancel(ctx)
	defer r.end()
	stop := context.AfterFunc(r.ctx, func() { r.close(false) })
	defer stop()
	var both sync.WaitGroup
	both.Go(func() { r.pump(server, client, l.Up) })
	both.Go(func() { r.pump(client, server, l.Down) })
	both.Wait()
	r.close(false)
}

// close ends both connections, with RST if so wished and possible.
func (r *relay) close(reset bool) {
	r.once.Do(func() {
		for _, c := range []net.Conn{r.client, r.server} {
			if tcp, ok := c.(*net.TCPConn); ok && reset {
				_ = tcp.SetLinger(0)
			}
			_ = c.Close()
		}
	})
	r.end()
}

// pump carries one direction.
func (r *relay) pump(to, from net.Conn, f Fault) {
	var err error
	if f.Kind.lines() {
		err = r.pumpLines(to, from, f)
	} else {
		err = r.pumpBytes(to, from, f)
	}
	if !errors.Is(err, io.EOF) {
		r.close(err != nil && !errors.Is(err, errCut))
		return
	}
	// The end of one direction is not the end of the other.
	if half, ok := to.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		return
	}
	r.close(false)
}

// errCut ends a direction without RST.
var errCut = errors.New("cut")

// errReset ends it with RST.
var errReset = errors.New("reset")

// pumpBytes carries bytes until something ends it.
func (r *relay) pumpBytes(to, from net.Conn, f Fault) error {
	buf := make([]byte, 32<<10)
	done, mute := 0, false
	struck := f.Kind == None || f.Kind == Split
	for {
		if !struck && done >= f.After {
			struck = true
			var err error
			if mute, err = r.strike(f); err != nil {
				return err
			}
		}
		n, err := from.Read(buf)
		chunk := buf[:n]
		for len(chunk) > 0 && !mute {
			part := chunk
			if !struck {
				part = chunk[:min(len(chunk), f.After-done)]
			} else if f.Kind == Split && done < f.After {
				part = chunk[:1]
			}
			if len(part) == 0 { // the fault is in the midst of what was read
				struck = true
				var end error
				if mute, end = r.strike(f); end != nil {
					return end
				}
				continue
			}
			if _, err := to.Write(part); err != nil {
				return err
			}
			done += len(part)
			chunk = chunk[len(part):]
		}
		if err != nil {
			return err
		}
	}
}

// strike does what the fault does to bytes.
func (r *relay) strike(f Fault) (mute bool, err error) {
	switch f.Kind { //nolint:exhaustive // the rest do nothing at a place
	case Cut:
		return false, errCut
	case Reset:
		return false, errReset
	case Stall:
		r.wait(f.For)
	case Mute:
		if f.For > 0 {
			time.AfterFunc(f.For, r.end)
		}
		return true, nil
	}
	return false, nil
}

// wait holds still.
func (r *relay) wait(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.ctx.Done():
	}
}

// isTimeout reports whether a read ended because nothing came in time.
func isTimeout(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
