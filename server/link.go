package server

import (
	"crypto/ed25519"
	"crypto/rand"
	"strings"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
)

// A linking is a device that shows a code and waits until another device of
// the account approves it. It does not change.
type linking struct {
	code    string
	session *session
	key     ed25519.PublicKey
	name    string
	from    string // where it is connected from, for people
	until   time.Time
}

// links are the devices that wait. It is a table with a lock; sessions use it.
type links struct {
	mu     sync.Mutex
	byCode map[string]*linking
}

const (
	mostLinks = 256              // devices that wait at once
	mostFrom  = 4                // of them, from one address
	linkLife  = 10 * time.Minute // of a code
)

// add lets a device wait, or reports that too many do.
func (t *links) add(l *linking) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.byCode) >= mostLinks {
		return chat.Errorf(chat.CodeServerBusy, "Too many devices wait to be approved; try again later.")
	}
	from := 0
	for _, other := range t.byCode {
		if l.session.from.IsValid() && other.session.from == l.session.from {
			from++
		}
	}
	if from >= mostFrom {
		return chat.Errorf(chat.CodeServerBusy, "%d devices from your address wait to be approved already.", from)
	}
	for l.code == "" || t.byCode[l.code] != nil {
		l.code = newCode()
	}
	t.byCode[l.code] = l
	return nil
}

// find returns the device that shows a code, nil if there is none.
func (t *links) find(code string) *linking {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.byCode[readCode(code)]
}

// remove forgets a device, which may be nil.
func (t *links) remove(l *linking) {
	if l == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byCode[l.code] == l {
		delete(t.byCode, l.code)
	}
}

// codeLetters are 32 that nobody mistakes for each other.
const codeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// newCode returns eight random letters, 40 bits, as people read them out.
func newCode() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	for i := range b {
		b[i] = codeLetters[b[i]%32]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

// readCode returns a code as newCode writes it, however it was typed.
func readCode(typed string) string {
	bare := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(chat.Cut(typed, chat.MaxID)))
	if len(bare) != 8 {
		return ""
	}
	return bare[:4] + "-" + bare[4:]
}

// link gives a device whose key was proved a code, under which it waits.
func (s *session) link(l *login) error {
	if a, known := s.srv.opts.Accounts.ByKey(l.key); known {
		return chat.Errorf(chat.CodeForbidden, "This key is already one of the account %s.", a.Nick).In("key")
	}
	waits := &linking{session: s, key: l.key, name: l.hello.Device, from: "this machine", until: time.Now().Add(linkLife)}
	if !s.local {
		waits.from = s.from.String()
	}
	s.srv.links.remove(s.linking) // of an earlier hello on this connection
	if err := s.srv.links.add(waits); err != nil {
		return err
	}
	s.linking = waits
	s.srv.gate.welcome(s) // it waits for a person, not for the peer
	s.input.arm()
	s.reply(&chat.DeviceCode{Answer: chat.Answer{Re: l.hello.ID}, Code: waits.code, Until: waits.until})
	return nil
}

// device returns the waiting device as its person sees it in the end.
func (l *linking) device(name string) account.Key {
	if name == "" {
		name = l.name
	}
	return account.Key{Public: l.key, Name: name, Added: time.Now()}
}
