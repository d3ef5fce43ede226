package transport_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/transport"
)

func TestMemoryWaitsInTheTimeOfABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := serve(t, transport.Memory)
		client, server := p.connect(t)
		start := time.Now()
		_ = client.SetReadDeadline(start.Add(time.Hour))
		go func() {
			time.AfterFunc(30*time.Minute, func() { _ = client.SetReadDeadline(start.Add(2 * time.Hour)) })
		}()
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("Read = %v", err)
		}
		if waited := time.Since(start); waited != 2*time.Hour {
			t.Errorf("the deadline came after %v", waited)
		}
		_ = client.SetReadDeadline(time.Time{})
		_ = server.Close()
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("Read = %v", err)
		}
		if _, err := client.Write([]byte("x")); err == nil {
			t.Error("a write to nobody succeeded")
		}
	})
}

func TestMemoryHoldsSixtyFourKiBOnTheWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := serve(t, transport.Memory).connect(t)
		written := 0
		go func() { written, _ = client.Write(make([]byte, 64<<10)) }()
		synctest.Wait()
		if written != 64<<10 {
			t.Errorf("%d bytes found room", written)
		}
		done := false
		go func() {
			_, _ = client.Write([]byte("one more"))
			done = true
		}()
		synctest.Wait()
		if done {
			t.Error("a byte too many found room")
		}
		if _, err := io.ReadFull(server, make([]byte, 64<<10+8)); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if !done {
			t.Error("the write still waits")
		}
	})
}

func TestMemoryDialWaitsForAccept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := serve(t, transport.Memory)
		cause := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		errs := make(chan error)
		go func() {
			_, err := transport.Dial(ctx, p.address, p.options)
			errs <- err
		}()
		synctest.Wait()
		cancel(cause)
		if err := <-errs; !errors.Is(err, cause) {
			t.Errorf("cancelled Dial = %v", err)
		}
		var late *transport.DialError
		if _, err := transport.Dial(t.Context(), p.address, p.options); !errors.As(err, &late) {
			t.Errorf("Dial nobody accepts = %v", err)
		}
		if err := p.listener.Close(); err != nil {
			t.Error(err)
		}
		if err := p.listener.Close(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("second Close = %v", err)
		}
		again, err := transport.Listen(t.Context(), p.address, transport.ListenOptions{Network: p.options.Network})
		if err != nil {
			t.Fatalf("the name stays taken: %v", err)
		}
		_ = again.Close()
	})
}
