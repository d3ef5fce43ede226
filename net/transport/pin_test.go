package transport

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// serveTLS serves a configuration on loopback until the test ends, and tells
// what each connection heard after its handshake.
func serveTLS(t *testing.T, config *tls.Config) (addr Address, heard chan string) {
	t.Helper()
	heard = make(chan string, 16)
	d := &door{tls: config, patience: DefaultHandshakeTimeout}
	addr = listenRaw(t, func(raw net.Conn) {
		conn := &serverConn{raw: raw, door: d, local: true}
		said, _ := io.ReadAll(conn)
		_ = conn.Close()
		heard <- string(said)
	})
	return addr, heard
}

// listenRaw gives every connection to serve, in a goroutine of its own, until
// the test ends.
func listenRaw(t *testing.T, serve func(net.Conn)) Address {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conns []net.Conn // owned by the accepting goroutine until it ends
	var accepting, serving sync.WaitGroup
	t.Cleanup(func() {
		_ = l.Close()
		accepting.Wait()
		for _, c := range conns {
			_ = c.Close()
		}
		serving.Wait()
	})
	accepting.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			conns = append(conns, c)
			serving.Go(func() { serve(c) })
		}
	})
	return Address{Scheme: TLS, Host: "127.0.0.1", Port: uint16(l.Addr().(*net.TCPAddr).Port)}
}

// identityAt makes an identity whose certificate was made at some time.
func identityAt(t *testing.T, key ed25519.PrivateKey, made time.Time) *Identity {
	t.Helper()
	id, err := identityOf(key, made)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func newKey(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// tempPins keeps pins in a folder of the test.
func tempPins(t *testing.T) *KnownHosts {
	return OpenKnownHosts(filepath.Join(t.TempDir(), "config", "known_hosts"))
}

// dialAndSay connects, says a line and hangs up.
func dialAndSay(t *testing.T, addr Address, pins PinStore) (*Conn, error) {
	t.Helper()
	conn, err := Dial(t.Context(), addr, DialOptions{Pins: pins})
	if err != nil {
		return nil, err
	}
	_, _ = io.WriteString(conn, "secret")
	_ = conn.Close()
	return conn, nil
}

func TestANewKeyIsPinnedAndToldOnce(t *testing.T) {
	id := identityAt(t, newKey(t), time.Now())
	addr, heard := serveTLS(t, id.TLSConfig())
	pins := tempPins(t)
	for _, first := range []bool{true, false} {
		conn, err := dialAndSay(t, addr, pins)
		if err != nil {
			t.Fatal(err)
		}
		if conn.NewPin != first || conn.PinErr != nil || !conn.ServerKey.Equal(id.Public) {
			t.Errorf("NewPin %v, PinErr %v, ServerKey %x", conn.NewPin, conn.PinErr, conn.ServerKey)
		}
		if said := <-heard; said != "secret" {
			t.Errorf("the server heard %q", said)
		}
	}
	if got, found, err := pins.Lookup(addr.PinName()); got != id.Fingerprint() || !found || err != nil {
		t.Errorf("Lookup = %q, %v, %v", got, found, err)
	}
}

func TestA32_AChangedKeyIsRefusedBeforeAnythingIsSent(t *testing.T) {
	old := identityAt(t, newKey(t), time.Now())
	other := identityAt(t, newKey(t), time.Now())
	addr, heard := serveTLS(t, other.TLSConfig())
	pins := tempPins(t)
	if err := pins.Add(addr.PinName(), old.Fingerprint()); err != nil {
		t.Fatal(err)
	}
	_, err := dialAndSay(t, addr, pins)
	changed, ok := errors.AsType[*KeyChangedError](err)
	if !ok {
		t.Fatalf("Dial = %v", err)
	}
	if *changed != (KeyChangedError{addr.PinName(), old.Fingerprint(), other.Fingerprint()}) {
		t.Errorf("Dial = %+v", changed)
	}
	for _, want := range []string{old.Fingerprint(), other.Fingerprint(), "chat-tui trust " + addr.String()} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if said := <-heard; said != "" {
		t.Errorf("the server heard %q", said)
	}
	if got, _, _ := pins.Lookup(addr.PinName()); got != old.Fingerprint() {
		t.Errorf("the pin is now %q", got)
	}

	key, err := FetchKey(t.Context(), addr, DialOptions{Pins: pins})
	if err != nil || !key.Equal(other.Public) {
		t.Fatalf("FetchKey = %x, %v", key, err)
	}
	if said := <-heard; said != "" {
		t.Errorf("FetchKey said %q", said)
	}
	if before, err := pins.Replace(addr.PinName(), Fingerprint(key)); before != old.Fingerprint() || err != nil {
		t.Fatalf("Replace = %q, %v", before, err)
	}
	if conn, err := dialAndSay(t, addr, pins); err != nil || conn.NewPin {
		t.Errorf("after trusting the new key: %v", err)
	}
}

func TestA30_A40_AnExpiredCertificateOfTheSameKeyIsAccepted(t *testing.T) {
	key := newKey(t)
	pins := tempPins(t)
	for _, made := range []time.Time{time.Now(), time.Unix(0, 0), time.Now().AddDate(80, 0, 0)} {
		addr, _ := serveTLS(t, identityAt(t, key, made).TLSConfig())
		if err := pins.Add(addr.PinName(), Fingerprint(key.Public().(ed25519.PublicKey))); err != nil {
			t.Fatal(err)
		}
		if conn, err := dialAndSay(t, addr, pins); err != nil || conn.NewPin {
			t.Errorf("certificate made %v: %v", made, err)
		}
	}
}

func TestAKeyThatIsNotProvedIsNotPinned(t *testing.T) {
	victim := identityAt(t, newKey(t), time.Now())
	forged := victim.cert
	forged.PrivateKey = newKey(t) // shows the victim's certificate, holds another key
	addr, _ := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{forged}, MinVersion: tls.VersionTLS13})
	pins := tempPins(t)
	if _, err := dialAndSay(t, addr, pins); err == nil {
		t.Fatal("the forged certificate was accepted")
	}
	if _, found, err := pins.Lookup(addr.PinName()); found || err != nil {
		t.Errorf("Lookup = %v, %v", found, err)
	}
}

func TestAnOperatorsCertificateLeavesTheKeyToTheChallenge(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ed25519Key := newKey(t)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour)}
	for name, operator := range map[string]tls.Certificate{
		"ECDSA":   selfSigned(t, template, &key.PublicKey, key),
		"Ed25519": selfSigned(t, template, ed25519Key.Public(), ed25519Key),
	} {
		t.Run(name, func(t *testing.T) {
			id := identityAt(t, newKey(t), time.Now())
			addr, _ := serveTLS(t, id.TLSConfig(operator))
			pins := tempPins(t)
			if conn, err := dialAndSay(t, addr, pins); err != nil || !conn.ServerKey.Equal(id.Public) {
				t.Fatalf("by its number: %v", err)
			}
			addr.Host = "localhost"
			conn, err := dialAndSay(t, addr, pins)
			if err != nil || conn.ServerKey != nil || conn.NewPin {
				t.Fatalf("by its name: %v", err)
			}
			if _, err := FetchKey(t.Context(), addr, DialOptions{}); err == nil {
				t.Error("FetchKey found a key in an operator's certificate")
			}
			for _, first := range []bool{true, false} {
				if added, err := CheckPin(pins, addr.PinName(), id.Public); added != first || err != nil {
					t.Errorf("CheckPin = %v, %v", added, err)
				}
			}
		})
	}
}

// selfSigned makes a certificate from a template.
func selfSigned(t *testing.T, template *x509.Certificate, public, private any) tls.Certificate {
	t.Helper()
	template.Subject = pkix.Name{CommonName: "localhost"}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private, Leaf: leaf}
}

// brokenPins fails where it is told to.
type brokenPins struct{ lookup, add error }

func (p brokenPins) Lookup(string) (string, bool, error) { return "", false, p.lookup }
func (p brokenPins) Add(string, string) error            { return p.add }

func TestPinsThatFail(t *testing.T) {
	id := identityAt(t, newKey(t), time.Now())
	addr, heard := serveTLS(t, id.TLSConfig())
	broken := errors.New("disk on fire")
	t.Run("unreadable, nothing is sent", func(t *testing.T) {
		if _, err := dialAndSay(t, addr, brokenPins{lookup: broken}); !errors.Is(err, broken) {
			t.Errorf("Dial = %v", err)
		}
		if said := <-heard; said != "" {
			t.Errorf("the server heard %q", said)
		}
	})
	t.Run("not writable, the connection stands", func(t *testing.T) {
		conn, err := dialAndSay(t, addr, brokenPins{add: broken})
		if err != nil || !conn.NewPin || !errors.Is(conn.PinErr, broken) {
			t.Errorf("Dial = %+v, %v", conn, err)
		}
		<-heard
	})
	t.Run("another pin appears meanwhile", func(t *testing.T) {
		changed := &KeyChangedError{Host: addr.PinName()}
		if _, err := dialAndSay(t, addr, brokenPins{add: changed}); !errors.Is(err, changed) {
			t.Errorf("Dial = %v", err)
		}
		if said := <-heard; said != "" {
			t.Errorf("the server heard %q", said)
		}
	})
	t.Run("none at all", func(t *testing.T) {
		conn, err := dialAndSay(t, addr, nil)
		if err != nil || conn.NewPin || !conn.ServerKey.Equal(id.Public) {
			t.Errorf("Dial = %+v, %v", conn, err)
		}
	})
}

func TestFingerprintIsTheHashOfTheSubjectPublicKeyInfo(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	const sum = "M54v+RdjBQe2pCO1zghOKF0fpl2Ts+J6YZXTu+vJriM" // by openssl, as Fingerprint's comment says
	const want = "SHA256:" + sum
	if got := Fingerprint(key); got != want || !isFingerprint(got) {
		t.Errorf("Fingerprint = %q", got)
	}
	for _, s := range []string{"", "SHA256:", sum, "sha256:" + sum, "MD5:" + sum, want + "=", want[:len(want)-1]} {
		if isFingerprint(s) {
			t.Errorf("%q counts as a fingerprint", s)
		}
	}
}

func TestDialFailuresAreASentenceAndANextStep(t *testing.T) {
	closing := listenRaw(t, func(c net.Conn) { _ = c.Close() })
	foreign := listenRaw(t, func(c net.Conn) { _, _ = io.WriteString(c, "220 mail.example.org ESMTP\r\n") })
	silent := listenRaw(t, func(net.Conn) {})
	plain := listenRaw(t, func(c net.Conn) {
		_, _ = (&serverConn{raw: c, local: true, door: &door{patience: time.Minute}}).Read(nil)
	})
	old := listenRaw(t, func(c net.Conn) {
		id := identityAt(t, newKey(t), time.Now())
		_ = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{id.cert}, MaxVersion: tls.VersionTLS12}).HandshakeContext(t.Context()) //nolint:gosec // the point
	})
	for name, tt := range map[string]struct {
		addr Address
		want string
	}{
		"closes at once":    {closing, "closed the connection before it was ready"},
		"speaks SMTP":       {foreign, "speaks no TLS"},
		"says nothing":      {silent, "did not answer within 50ms"},
		"speaks plain only": {plain, "speaks plain lines, no TLS; if nobody can listen in between, use tcp://"},
		"speaks old TLS":    {old, "offers no TLS 1.3"},
		"has no host":       {Address{Scheme: TLS, Port: 1}, "lacks a host or a port"},
		"has no port":       {Address{Scheme: TLS, Host: "host"}, "lacks a host or a port"},
		"is no address":     {Address{}, "no address"},
		"has no network":    {Address{Scheme: Memory, Path: "x"}, "only inside the program"},
		"has no socket":     {Address{Scheme: Unix, Path: "/nowhere/at/all"}, "no server is listening"},
	} {
		t.Run(name, func(t *testing.T) {
			timeout := DefaultDialTimeout
			if tt.addr == silent {
				timeout = 50 * time.Millisecond
			}
			_, err := Dial(t.Context(), tt.addr, DialOptions{Pins: tempPins(t), Timeout: timeout})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Dial = %v; want %q", err, tt.want)
			}
		})
	}
}

func TestReasons(t *testing.T) {
	addr := Address{Scheme: TLS, Host: "host", Port: 5555}
	for want, err := range map[string]error{
		"there is no host called host":  &net.DNSError{IsNotFound: true},
		"could not be looked up":        &net.DNSError{IsTemporary: true},
		"no server is listening":        &net.OpError{Err: errnoRefused},
		"there is no way to host:5555":  &net.OpError{Err: errnoNoNetwork},
		"there is no way to":            errnoNoHost,
		"did not answer within 1s":      context.DeadlineExceeded,
		"closed the connection":         io.EOF,
		"TLS handshake with host:5555 ": errors.New("remote error: tls: handshake failure"),
		"cannot be reached":             errors.New("strange"),
	} {
		got, ok := errors.AsType[*DialError](dialError(addr, time.Second, err))
		if !ok || !strings.Contains(got.Text, want) || got.Hint == "" || !errors.Is(got, err) {
			t.Errorf("%v: %+v; want %q", err, got, want)
		}
	}
}

// A clock of 1970 or 2100, on either side, keeps nobody out: the pin counts,
// not the times of a certificate that the server made itself.
func TestA40_AWrongClockKeepsNobodyOut(t *testing.T) {
	for _, year := range []int{1970, 2100} {
		id := identityAt(t, newKey(t), time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC))
		addr, _ := serveTLS(t, id.TLSConfig())
		pins := tempPins(t)
		for _, met := range []bool{true, false} {
			conn, err := dialAndSay(t, addr, pins)
			if err != nil || !conn.ServerKey.Equal(id.Public) || conn.NewPin != met {
				t.Fatalf("in %d: %+v, %v", year, conn, err)
			}
		}
	}
}
