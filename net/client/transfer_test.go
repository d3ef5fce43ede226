package client_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/files"
)

// A cable breaks after some bytes.
type cable struct {
	net.Conn
	mu   sync.Mutex
	left int
}

func (c *cable) spend(n int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left -= n
	return c.left >= 0
}

func (c *cable) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if !c.spend(n) {
		_ = c.Close()
		return 0, errors.New("the cable broke")
	}
	return n, err
}

func (c *cable) Write(p []byte) (int, error) {
	if !c.spend(len(p)) {
		_, _ = c.Conn.Write(p[:len(p)/2])
		_ = c.Close()
		return 0, errors.New("the cable broke")
	}
	return c.Conn.Write(p)
}

// withFiles starts a server that keeps files, and a connection to it whose cables
// break after so many bytes each.
func withFiles(t *testing.T, breaks []int) *client.Conn {
	t.Helper()
	kept, err := files.Open(filepath.Join(t.TempDir(), "files"), files.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	dial := serverOf(t, server.Options{Files: kept})
	var mu sync.Mutex
	conn := client.New(client.Options{
		Nick: "ada", Key: keyOf(1), Rooms: []string{"#lobby"},
		Dial: func(ctx context.Context) (net.Conn, error) {
			nc, err := dial(ctx)
			mu.Lock()
			defer mu.Unlock()
			if err != nil || len(breaks) == 0 {
				return nc, err
			}
			left := breaks[0]
			breaks = breaks[1:]
			return &cable{Conn: nc, left: left}, nil
		},
	})
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	over := make(chan struct{})
	go func() { defer close(over); _ = conn.Run(ctx) }()
	go func() {
		for range conn.Events() { // nobody here reads the room
		}
	}()
	t.Cleanup(func() { end(); <-over })
	return conn
}

func offerOf(body []byte) chat.OfferFile {
	sum := sha256.Sum256(body)
	return chat.OfferFile{To: "#lobby", Name: "a.txt", Size: int64(len(body)), SHA256: hex.EncodeToString(sum[:])}
}

// Whatever breaks whenever, in both directions: a file arrives as it is, once.
func TestATransferGoesOnAfterAnyBreak(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.IntRange(0, 300_000).Draw(rt, "size")
		breaks := rapid.SliceOfN(rapid.IntRange(0, 200_000), 0, 8).Draw(rt, "breaks")
		var problem string
		synctest.Test(t, func(t *testing.T) {
			body := bytes.Repeat([]byte("0123456789"), size/10+1)[:size]
			conn := withFiles(t, breaks)
			var told int64
			ok, err := conn.SendFile(t.Context(), offerOf(body), bytes.NewReader(body), func(done, _ int64) { told = done })
			if err != nil || ok.Seq != 1 || told != int64(size) {
				problem = "sent: " + errors.Join(err, errors.New("or not as it should")).Error()
				return
			}
			var got bytes.Buffer
			if err := conn.FetchFile(t.Context(), ok.File, 0, int64(size), &got, nil); err != nil || !bytes.Equal(got.Bytes(), body) {
				problem = "got another file, or none"
			}
		})
		if problem != "" {
			rt.Fatal(problem)
		}
	})
}

// F20, F29: a file that is changed while it is sent is not sent as something else.
func TestAFileThatChangesIsNotSent(t *testing.T) {
	body := []byte(strings.Repeat("0123456789", 10_000))
	for name, now := range map[string][]byte{
		"it shrinks":    body[:70_000],
		"other content": bytes.Repeat([]byte("9876543210"), 10_000),
	} {
		synctest.Test(t, func(t *testing.T) {
			_, err := withFiles(t, nil).SendFile(t.Context(), offerOf(body), bytes.NewReader(now), nil)
			if !errors.Is(err, client.ErrChanged) {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) { // what is added behind the end is not sent
		ok, err := withFiles(t, nil).SendFile(t.Context(), offerOf(body), bytes.NewReader(append(body[:len(body):len(body)], "more"...)), nil)
		if err != nil || ok.Seq != 1 {
			t.Errorf("it grows: %v, %v", ok, err)
		}
	})
}

// A refusal ends a transfer, with the server's word.
func TestARefusalEndsATransfer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := withFiles(t, nil)
		offer := offerOf([]byte("x"))
		offer.To = "#nowhere"
		if _, err := conn.SendFile(t.Context(), offer, strings.NewReader("x"), nil); chat.CodeOf(err) != chat.CodeNoSuchRoom {
			t.Errorf("SendFile() = %v", err)
		}
		if err := conn.FetchFile(t.Context(), "no-such-file", 0, 1, &bytes.Buffer{}, nil); chat.CodeOf(err) != chat.CodeFileGone {
			t.Errorf("FetchFile() = %v", err)
		}
	})
}
