package client_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/net/wire"
)

// keyOf is a key made from a number.
func keyOf(n byte) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	return ed25519.NewKeyFromSeed(seed)
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func encoded(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// boundConn offers keying material as TLS does.
type boundConn struct{ net.Conn }

func (boundConn) ExportKeyingMaterial(label string, context []byte, n int) ([]byte, error) {
	return slices.Repeat([]byte{byte(len(label) + len(context))}, n), nil
}

func TestTheKeyIsProved(t *testing.T) {
	nonce := slices.Repeat([]byte{7}, wire.NonceSize)
	for name, tt := range map[string]struct {
		link     func(net.Conn) net.Conn
		exporter []byte
	}{
		"without TLS": {func(nc net.Conn) net.Conn { return nc }, make([]byte, wire.ExporterSize)},
		"bound to TLS": {
			func(nc net.Conn) net.Conn { return boundConn{nc} },
			slices.Repeat([]byte{byte(len(wire.ExporterLabel) + wire.NonceSize)}, wire.ExporterSize),
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s, me, server := serverFor(t), keyOf(1), keyOf(2)
				s.between = func(nc net.Conn, _ int) net.Conn { return tt.link(nc) }
				s.instead = func(l *fakeLink, cmd chat.Command) bool {
					switch cmd := cmd.(type) {
					case *chat.Hello:
						if cmd.Key != encoded(public(me)) || !slices.Equal(cmd.Caps, []string{"members"}) || cmd.Agent != "test/1" {
							t.Errorf("hello %+v", cmd)
						}
						l.send(&chat.Challenge{Nonce: encoded(nonce), Key: encoded(public(server))})
						return true
					case *chat.Proof:
						sig, _ := base64.StdEncoding.DecodeString(cmd.Sig)
						payload := wire.AuthPayload(tt.exporter, nonce, public(server), l.hello)
						if !ed25519.Verify(public(me), payload, sig) || cmd.ID != "" {
							t.Errorf("the proof is wrong")
						}
						l.send(&chat.Welcome{Answer: chat.Answer{Re: "hello"}, Nick: "ada", Session: "s", Account: "a1", Epoch: "e1"})
						return true
					}
					return false
				}
				checked := 0
				ada := start(t, client.Options{
					Dial: s.dial, Nick: "ada", Key: me, Agent: "test/1",
					CheckServerKey: func(_ net.Conn, key ed25519.PublicKey) error {
						if checked++; !key.Equal(public(server)) {
							t.Errorf("asked to trust another key")
						}
						return nil
					},
				})
				pass(0)
				ada.wantState(chat.LinkOnline)
				if checked != 1 {
					t.Errorf("the server's key was checked %d times", checked)
				}
			})
		})
	}
}

// TestNoProofForAnUntrustedServer keeps the signature from those who must not
// have it.
func TestNoProofForAnUntrustedServer(t *testing.T) {
	distrust := errors.New("the key has changed")
	for name, tt := range map[string]struct {
		nonce string
		guest bool
		check error
		over  bool
	}{
		"a key that is not trusted": {nonce: encoded(make([]byte, 32)), check: distrust, over: true},
		"a short nonce":             {nonce: encoded(make([]byte, 31))},
		"a long nonce":              {nonce: encoded(make([]byte, 33))},
		"no base64":                 {nonce: "?"},
		"a challenge to a guest":    {nonce: encoded(make([]byte, 32)), guest: true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				s.instead = func(l *fakeLink, cmd chat.Command) bool {
					if _, ok := cmd.(*chat.Proof); ok {
						t.Error("the client signed")
					}
					l.send(&chat.Challenge{Nonce: tt.nonce, Key: encoded(public(keyOf(2)))})
					return true
				}
				opts := as(s, "ada")
				opts.CheckServerKey = func(net.Conn, ed25519.PublicKey) error { return tt.check }
				if !tt.guest {
					opts.Key = keyOf(1)
				}
				ada := start(t, opts)
				pass(0)
				if tt.over {
					ada.wantState(chat.LinkOver)
					if <-ada.gone; !errors.Is(ada.err, tt.check) {
						t.Errorf("Run() = %v, want %v", ada.err, tt.check)
					}
					return
				}
				ada.wantState(chat.LinkWaiting)
				if err := last[*client.StateChanged](ada).Err; chat.CodeOf(err) != chat.CodeBadValue {
					t.Errorf("waiting because of %v", err)
				}
			})
		})
	}
}

func TestWhatEndsALoginForGood(t *testing.T) {
	for code, want := range map[chat.Code]chat.LinkState{
		chat.CodeAuthFailed: chat.LinkOver, chat.CodeBanned: chat.LinkOver,
		chat.CodeUnsupportedVersion: chat.LinkOver, chat.CodeTLSRequired: chat.LinkOver,
		chat.CodePasswordRequired: chat.LinkOver, chat.CodeInviteInvalid: chat.LinkOver,
		chat.CodeNickInvalid: chat.LinkOver, chat.CodeNickTaken: chat.LinkOver,
		chat.CodeNickConfusable: chat.LinkOver, chat.CodeForbidden: chat.LinkOver,
		chat.CodeBadValue: chat.LinkOver, "something_new": chat.LinkOver,

		chat.CodeServerBusy: chat.LinkWaiting, chat.CodeRateLimited: chat.LinkWaiting,
		chat.CodeTooManyConnections: chat.LinkWaiting, chat.CodeInternal: chat.LinkWaiting,
		chat.CodeShuttingDown: chat.LinkWaiting, chat.CodeStorageFull: chat.LinkWaiting,
	} {
		t.Run(string(code), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				s.instead = func(l *fakeLink, _ chat.Command) bool {
					l.send(&chat.Failure{Code: code, Text: "No."})
					return true
				}
				ada := start(t, as(s, "ada"))
				pass(0)
				ada.wantState(want)
				err := last[*client.StateChanged](ada).Err
				if chat.CodeOf(err) != code || err.Error() != "No." {
					t.Errorf("because of %v", err)
				}
				if want == chat.LinkOver {
					if <-ada.gone; chat.CodeOf(ada.err) != code {
						t.Errorf("Run() = %v", ada.err)
					}
				}
			})
		})
	}
}

func TestW47VersionsThatDoNotMeet(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.instead = func(l *fakeLink, _ chat.Command) bool {
			l.send(&chat.Welcome{V: 3, Nick: "ada", Session: "s"})
			return true
		}
		ada := start(t, as(s, "ada"))
		if <-ada.gone; chat.CodeOf(ada.err) != chat.CodeUnsupportedVersion || !strings.Contains(ada.err.Error(), "upgrade") {
			t.Errorf("Run() = %v", ada.err)
		}
	})
}

func TestW48UnknownCapabilities(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			if _, ok := cmd.(*chat.Hello); ok {
				l.raw(`{"type":"welcome","nick":"ada","session":"s","epoch":"e1","caps":["telepathy","members=banana",""],"telepathy":{"a":[1]}}` + "\n")
				return true
			}
			return false
		}
		ada := start(t, as(s, "ada"))
		pass(0)
		ada.wantState(chat.LinkOnline)
	})
}

// refusing answers hellos with these nicks as nick_taken.
func refusing(taken ...string) func(*fakeLink, chat.Command) bool {
	return func(l *fakeLink, cmd chat.Command) bool {
		h, ok := cmd.(*chat.Hello)
		if !ok || !slices.Contains(taken, h.Nick) {
			return false
		}
		l.send(&chat.Failure{Answer: chat.Answer{Re: h.ID}, Of: "hello", Code: chat.CodeNickTaken, Text: h.Nick + " is taken."})
		return true
	}
}

func TestAGuessedNickGetsANumber(t *testing.T) {
	for name, tt := range map[string]struct {
		nick  string
		taken []string
		want  string // empty: over
	}{
		"free":        {"ada", nil, "ada"},
		"taken":       {"ada", []string{"ada"}, "ada2"},
		"taken twice": {"ada", []string{"ada", "ada2"}, "ada3"},
		"all taken":   {"ada", []string{"ada", "ada2", "ada3", "ada4", "ada5", "ada6", "ada7", "ada8", "ada9"}, ""},
		"a long one":  {strings.Repeat("é", 24), []string{strings.Repeat("é", 24)}, strings.Repeat("é", 23) + "2"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				s.instead = refusing(tt.taken...)
				opts := as(s, tt.nick)
				opts.NickGuessed = true
				ada := start(t, opts)
				pass(0)
				w := last[*client.Welcomed](ada)
				switch {
				case tt.want == "":
					if <-ada.gone; chat.CodeOf(ada.err) != chat.CodeNickTaken {
						t.Errorf("Run() = %v", ada.err)
					}
				case w == nil || w.Nick != tt.want || w.Wanted != tt.nick || (w.Why != nil) != (len(tt.taken) > 0):
					t.Errorf("welcomed with %+v, want %s", w, tt.want)
				}
				if s.dials != 1 {
					t.Errorf("%d links, want one", s.dials)
				}
			})
		})
	}
}

func TestAGhostOfOneselfIsWaitedFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada"))
		pass(0)
		s.mu.Lock()
		s.instead = refusing("ada")
		s.mu.Unlock()
		s.cut()
		pass(100 * time.Second)
		if st := last[*client.StateChanged](ada); st.State == chat.LinkOver {
			t.Fatalf("over: %v", st.Err)
		}
		s.mu.Lock()
		s.instead = nil
		s.mu.Unlock()
		pass(time.Minute)
		ada.wantState(chat.LinkOnline)
		s.mu.Lock()
		s.instead = refusing("ada")
		s.mu.Unlock()
		s.cut()
		pass(10 * time.Minute)
		ada.wantState(chat.LinkOver)
	})
}

func TestComingBackIsTheSameStay(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		var resumes []string
		s.instead = func(_ *fakeLink, cmd chat.Command) bool {
			if h, ok := cmd.(*chat.Hello); ok {
				resumes = append(resumes, h.Resume)
			}
			return false
		}
		start(t, as(s, "ada"))
		pass(0)
		s.cut()
		pass(time.Minute)
		s.mu.Lock()
		defer s.mu.Unlock()
		if want := []string{"", "session-1"}; !slices.Equal(resumes, want) {
			t.Errorf("resumed %q, want %q", resumes, want)
		}
	})
}

func TestReplaced(t *testing.T) {
	for name, account := range map[string]string{"a guest is over": "", "an account begins another session": "a1"} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				var resumes []string
				s.instead = func(l *fakeLink, cmd chat.Command) bool {
					h, ok := cmd.(*chat.Hello)
					if ok {
						resumes = append(resumes, h.Resume)
						l.send(&chat.Welcome{Nick: "ada", Session: "s", Account: account, Epoch: "e1"})
					}
					return ok
				}
				ada := start(t, as(s, "ada"))
				pass(0)
				s.each(func(l *fakeLink) { l.send(&chat.Bye{Code: chat.CodeReplaced, Text: "You are elsewhere."}) })
				pass(time.Minute)
				if account == "" {
					ada.wantState(chat.LinkOver)
					return
				}
				ada.wantState(chat.LinkOnline)
				if want := []string{"", ""}; !slices.Equal(resumes, want) {
					t.Errorf("resumed %q, want %q", resumes, want)
				}
			})
		})
	}
}

func TestAGreetingThatDoesNotEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.instead = func(*fakeLink, chat.Command) bool { return true }
		ada := start(t, as(s, "ada"))
		pass(9 * time.Second)
		ada.wantState(chat.LinkConnecting)
		pass(time.Second)
		ada.wantState(chat.LinkWaiting)
	})
}

func TestAKeyThatChangedIsTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		changed := &transport.KeyChangedError{Host: "host:5555", Known: "SHA256:a", Presented: "SHA256:b"}
		ada := start(t, client.Options{Nick: "ada", Dial: func(context.Context) (net.Conn, error) { return nil, changed }})
		if <-ada.gone; !errors.Is(ada.err, changed) {
			t.Errorf("Run() = %v", ada.err)
		}
	})
}

func TestCheckPins(t *testing.T) {
	pins := transport.OpenKnownHosts(filepath.Join(t.TempDir(), "known_hosts"))
	plain := &transport.Conn{Address: transport.Address{Scheme: transport.TCP, Host: "host", Port: 5555}}
	secure := &transport.Conn{Address: plain.Address, ServerKey: public(keyOf(1))}
	pipe, other := net.Pipe()
	defer pipe.Close()
	defer other.Close()
	for _, tt := range []struct {
		name string
		pins transport.PinStore
		link net.Conn
		key  byte
		ok   bool
	}{
		{"the key of the certificate", pins, secure, 1, true},
		{"another key than the certificate's", pins, secure, 2, false},
		{"the same without pins", nil, secure, 2, false},
		{"a new key on a plain link", pins, plain, 1, true},
		{"the pinned key on a plain link", pins, plain, 1, true},
		{"another key on a plain link", pins, plain, 2, false},
		{"any key without pins", nil, plain, 2, true},
		{"a link of another kind, with pins", pins, pipe, 1, false},
		{"a link of another kind, without pins", nil, pipe, 1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := client.CheckPins(tt.pins)(tt.link, public(keyOf(tt.key))); (err == nil) != tt.ok {
				t.Errorf("CheckPins() = %v, want ok: %v", err, tt.ok)
			}
		})
	}
}
