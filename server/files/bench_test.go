package files_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/downloads"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// benchSize is the size of a file of the benchmarks, in bytes. CHAT_TUI_BIG_FILE=1
// makes it 4 GiB.
func benchSize() int64 {
	if os.Getenv("CHAT_TUI_BIG_FILE") != "" {
		return 4 << 30
	}
	return 256 << 20
}

// benchHouse is a real server on a disk, reached over TLS on loopback.
func benchHouse(b *testing.B) func(nick string) *client.Conn {
	b.Helper()
	dir := b.TempDir()
	kept, err := sqlite.Open(b.Context(), dir, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	bytes, err := files.Open(filepath.Join(dir, "files"), files.Options{})
	if err != nil {
		b.Fatal(err)
	}
	identity, err := transport.LoadOrCreateIdentity(dir)
	if err != nil {
		b.Fatal(err)
	}
	srv, err := server.New(server.Options{Store: kept, Accounts: account.NewMemory(), Files: bytes, Identity: identity.Public, Limits: server.NoLimits()})
	if err != nil {
		b.Fatal(err)
	}
	at := transport.Address{Scheme: transport.TLS, Host: "127.0.0.1"}
	l, err := transport.Listen(b.Context(), at, transport.ListenOptions{Identity: identity})
	if err != nil {
		b.Fatal(err)
	}
	at.Port = uint16(l.Addr().(*net.TCPAddr).Port) //nolint:gosec // a port
	ctx, end := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, l) }()
	b.Cleanup(func() {
		end()
		if err := <-done; err != nil {
			b.Errorf("Serve() = %v", err)
		}
		_ = kept.Close()
		_ = bytes.Close()
	})
	pins := transport.OpenKnownHosts(filepath.Join(dir, "pins"))
	return func(nick string) *client.Conn {
		key, err := client.LoadOrCreateKey(filepath.Join(b.TempDir(), "key.pem"))
		if err != nil {
			b.Fatal(err)
		}
		conn := client.New(client.Options{
			Nick: nick, Key: key, Rooms: []string{"#lobby"}, CheckServerKey: client.CheckPins(pins),
			Dial: func(ctx context.Context) (net.Conn, error) {
				return transport.Dial(ctx, at, transport.DialOptions{Pins: pins})
			},
		})
		go func() { _ = conn.Run(ctx) }()
		go func() {
			for range conn.Events() {
			}
		}()
		return conn
	}
}

// A zeros is a file of zeros.
type zeros struct{}

func (zeros) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

func offer(size int64, name string) chat.OfferFile {
	hash := sha256.New()
	_, _ = io.CopyN(hash, zeroReader{}, size)
	return chat.OfferFile{To: "#lobby", Name: name, Size: size, SHA256: hex.EncodeToString(hash.Sum(nil))}
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func perSecond(b *testing.B, size int64, name string, do func()) {
	begun := time.Now()
	do()
	b.ReportMetric(float64(size)/time.Since(begun).Seconds()/(1<<20), name)
}

// A file up and down over TLS, hashed and synced, beside as many bytes through a bare
// TLS connection and beside its hash alone: MiB a second each. Heap is how much more of
// it the whole process had meanwhile, both ends.
func BenchmarkOneFile(b *testing.B) {
	size := benchSize()
	join := benchHouse(b)
	ada := join("ada")
	one := offer(size, "big.bin")
	for b.Loop() {
		perSecond(b, size, "tls-MiB/s", func() { bareTLS(b, size) })
		perSecond(b, size, "hash-MiB/s", func() { offer(size, "") })
		var before, during runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var sent *chat.OK
		perSecond(b, size, "up-MiB/s", func() {
			var err error
			sent, err = ada.SendFile(b.Context(), one, zeros{}, func(done, size int64) {
				if done > size/2 && during.HeapAlloc == 0 {
					runtime.GC()
					runtime.ReadMemStats(&during)
				}
			})
			if err != nil {
				b.Fatal(err)
			}
		})
		b.ReportMetric((float64(during.HeapAlloc)-float64(before.HeapAlloc))/1024, "heap-KiB")
		folder, err := downloads.Open(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		perSecond(b, size, "down-MiB/s", func() { fetch(b, ada, folder, sent.File, one) })
		_ = folder.Close()
	}
}

func fetch(b *testing.B, conn *client.Conn, folder *downloads.Folder, id string, one chat.OfferFile) {
	f, err := folder.Begin(id, one.Name, one.Size, one.SHA256)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if err := conn.FetchFile(b.Context(), id, f.At(), one.Size, f, nil); err != nil {
		b.Fatal(err)
	}
	if _, err := f.Finish(); err != nil {
		b.Fatal(err)
	}
}

// bareTLS sends bytes through a TLS connection on loopback.
func bareTLS(b *testing.B, size int64) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		b.Fatal(err)
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}) //nolint:gosec // the newest version
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		_, _ = io.CopyBuffer(struct{ io.Writer }{c}, io.LimitReader(zeroReader{}, size), make([]byte, 64<<10))
		_ = c.Close()
	}()
	c, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{InsecureSkipVerify: true}) //nolint:gosec,noctx // of this benchmark
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, c, make([]byte, 64<<10)); n != size {
		b.Fatal(n, err)
	}
}

// A thousand files of a few KiB, one after the other.
func BenchmarkManySmallFiles(b *testing.B) {
	ada := benchHouse(b)("ada")
	one := offer(4<<10, "small.txt")
	for b.Loop() {
		begun := time.Now()
		for i := range 1000 {
			one.CID = fmt.Sprintf("cid-small-%d-%d", b.N, i)
			if _, err := ada.SendFile(b.Context(), one, zeros{}, nil); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(1000/time.Since(begun).Seconds(), "files/s")
	}
}

// How long people wait for their ok while nobody sends files, and while four do.
func BenchmarkTalkBesideFiles(b *testing.B) {
	join := benchHouse(b)
	ada := join("ada")
	var senders []*client.Conn
	for i := range 4 {
		senders = append(senders, join(fmt.Sprintf("sender%d", i)))
	}
	one := offer(benchSize(), "big.bin")
	talk := func(until func() bool) []time.Duration {
		var waits []time.Duration
		for !until() {
			begun := time.Now()
			if _, err := ada.Ask(b.Context(), &chat.Say{To: "#lobby", Body: "still here"}); err != nil {
				b.Fatal(err)
			}
			waits = append(waits, time.Since(begun))
			<-time.After(5 * time.Millisecond)
		}
		slices.Sort(waits)
		return waits
	}
	p99 := func(waits []time.Duration) float64 { return float64(waits[len(waits)*99/100].Microseconds()) / 1000 }
	for n := 0; b.Loop(); n++ {
		end := time.Now().Add(2 * time.Second)
		b.ReportMetric(p99(talk(func() bool { return time.Now().After(end) })), "alone-p99-ms")
		var sending sync.WaitGroup
		over := make(chan struct{})
		for i, conn := range senders {
			sending.Go(func() {
				own := one
				own.CID = fmt.Sprintf("cid-big-%d-%d", n, i)
				if _, err := conn.SendFile(b.Context(), own, zeros{}, nil); err != nil {
					b.Error(err)
				}
			})
		}
		go func() { sending.Wait(); close(over) }()
		b.ReportMetric(p99(talk(func() bool {
			select {
			case <-over:
				return true
			default:
				return false
			}
		})), "beside-p99-ms")
	}
}
