package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// FuzzServer lets a server say anything: the client neither panics nor hangs,
// tells each log in order, and ends when it is asked to.
func FuzzServer(f *testing.F) {
	const welcome = `{"type":"welcome","nick":"ada","session":"s","epoch":"e1","rooms":[{"room":"@bob","rid":"rid-bob-1","seq":3}]}` + "\n"
	const joined = `{"type":"joined","re":"o1","room":"#lobby","rid":"rid-e1-1","epoch":"e1","seq":1}` + "\n"
	f.Add([]byte(welcome))
	f.Add([]byte(welcome + joined + fmt.Sprintf(msg, "rid-e1-1", "2", "a") + fmt.Sprintf(msg, "rid-e1-1", "4", "b") + fmt.Sprintf(msg, "rid-e1-1", "3", "c")))
	f.Add([]byte(welcome + joined + `{"type":"gap","room":"#lobby","rid":"rid-e1-1","why":"epoch","from":1,"to":9}` + "\n" + fmt.Sprintf(msg, "rid-e1-1", "2", "a")))
	f.Add([]byte(welcome + `{"type":"ok","re":"o2","cid":"12345678","rid":"rid-e1-1","seq":7}` + "\n" + `{"type":"error","re":"o1","code":"rate_limited","retry_ms":9007199254740991}` + "\n"))
	f.Add([]byte(`{"type":"challenge","nonce":"AAAA","key":"AAAA"}` + "\n" + `{"type":"error","code":"nick_taken"}` + "\n" + `{"type":"bye","code":"replaced","retry_ms":-5}` + "\n"))
	f.Add([]byte(welcome + `{"type":"nick","old":"ada","nick":"eve"}` + "\n" + `{"type":"leave","room":"#lobby","nick":"eve","left":true}` + "\n" + `{"type":"ping","id":"x"}` + "\n"))
	f.Fuzz(func(t *testing.T, said []byte) {
		synctest.Test(t, func(t *testing.T) {
			p := start(t, client.Options{
				Nick: "ada", Key: keyOf(1), Rooms: []string{"#lobby"}, NickGuessed: true,
				Dial: func(context.Context) (net.Conn, error) {
					a, b := net.Pipe()
					go func() { _, _ = io.Copy(io.Discard, b) }()
					go func() {
						_, _ = io.Copy(b, bytes.NewReader(said))
						time.Sleep(time.Second)
						_ = b.Close()
					}()
					return a, nil
				},
			})
			if _, err := p.Say("#lobby", "hello", chat.KindText); err != nil && !errors.Is(err, client.ErrOver) {
				t.Fatalf("Say() = %v", err) // a server may have ended it for good by now
			}
			pass(time.Minute)
			p.stop()
			<-p.gone
			pass(2 * time.Second) // the server's goroutines
			seen := map[string]uint64{}
			p.mu.Lock()
			defer p.mu.Unlock()
			for _, ev := range p.events {
				switch ev := ev.(type) {
				case *chat.Entry:
					if ev.Seq <= seen[ev.RID] {
						t.Fatalf("%s: %d after %d", ev.RID, ev.Seq, seen[ev.RID])
					}
					seen[ev.RID] = ev.Seq
				case *client.Hole:
					if ev.Why == chat.GapEpoch {
						clear(seen)
					}
				}
			}
		})
	})
}
