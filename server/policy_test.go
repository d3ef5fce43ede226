package server_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// asks is how a server of a policy begins.
func asks(t *testing.T, policy server.Policy, password string) func(*server.Options) {
	t.Helper()
	var p *account.Password
	if password != "" {
		var err error
		if p, err = account.NewPassword(password); err != nil {
			t.Fatal(err)
		}
	}
	return func(o *server.Options) { o.Policy, o.Password = policy, p }
}

func TestAPolicySaysWhoMayComeInForTheFirstTime(t *testing.T) {
	for name, tt := range map[string]struct {
		policy   server.Policy
		guest    chat.Code // "" lets in
		key      chat.Code
		password string // said
	}{
		"open":                       {policy: server.PolicyOpen},
		"invite":                     {policy: server.PolicyInvite, guest: chat.CodeInviteInvalid, key: chat.CodeInviteInvalid},
		"password, none said":        {policy: server.PolicyPassword, guest: chat.CodePasswordRequired, key: chat.CodePasswordRequired},
		"password, a wrong one said": {policy: server.PolicyPassword, password: "coffee", guest: chat.CodePasswordRequired, key: chat.CodePasswordRequired},
		"password, the right one":    {policy: server.PolicyPassword, password: "tea"},
		"a password to an open one":  {policy: server.PolicyOpen, password: "tea"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, asks(t, tt.policy, "tea"))
				p := h.peer()
				p.say(`{"type":"hello","nick":"guest","password":%q}`, tt.password)
				if f := p.next(); chat.Code(f.str("code")) != tt.guest {
					t.Errorf("a guest: %v, want %q", f, tt.guest)
				} else if tt.guest != "" && p.next() != nil {
					t.Error("the connection stays")
				}
				_, f := h.loginWith("bob", newKey(t), fmt.Sprintf(`"password":%q`, tt.password))
				if chat.Code(f.str("code")) != tt.key {
					t.Errorf("a new key: %v, want %q", f, tt.key)
				}
			})
		})
	}
}

func TestWhoHasAnAccountIsAskedForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		accounts := account.NewMemory()
		policy := func(policy server.Policy) func(*server.Options) {
			return func(o *server.Options) {
				asks(t, policy, "tea")(o)
				o.Accounts = accounts
			}
		}
		key := newKey(t)
		h := open(t, policy(server.PolicyOpen))
		h.login("ada", key, nil)
		for _, p := range []server.Policy{server.PolicyInvite, server.PolicyPassword} {
			h := open(t, policy(p))
			if _, f := h.login("ada", key, nil); f.str("type") != "welcome" {
				t.Errorf("%s: %v", p, f)
			}
		}
	})
}

func TestGuessingThePasswordIsLimitedAndLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log written
		h := openFar(t, func(o *server.Options) {
			asks(t, server.PolicyPassword, "tea at four")(o)
			o.Limits.Logins.Failures = account.Rate{Burst: 3, Every: time.Minute}
			o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		code := func(password string) chat.Code {
			p := h.peer()
			p.say(`{"type":"hello","nick":"guest","password":%q}`, password)
			return chat.Code(p.next().str("code"))
		}
		for n := range 3 {
			if got := code(fmt.Sprintf("guess %d", n)); got != chat.CodePasswordRequired {
				t.Errorf("guess %d: %q", n, got)
			}
		}
		if got := code("tea at four"); got != chat.CodeRateLimited {
			t.Errorf("the right one after three wrong ones: %q", got)
		}
		time.Sleep(3 * time.Minute)
		if got := code("tea at four"); got != "" {
			t.Errorf("the right one later: %q", got)
		}
		if strings.Contains(log.String(), "guess") || strings.Contains(log.String(), "tea at") {
			t.Errorf("the log holds a password: %s", log.String())
		}
	})
}

func TestPoliciesThatCannotBe(t *testing.T) {
	for _, o := range []server.Options{{Policy: "closed"}, {Policy: server.PolicyPassword}} {
		o.Store, o.Accounts, o.Identity = memory.New(), account.NewMemory(), make([]byte, 32)
		if _, err := server.New(o); chat.CodeOf(err) != chat.CodeBadValue {
			t.Errorf("%q: %v", o.Policy, err)
		}
	}
}

// written is what was logged. Any goroutine may write.
type written struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (w *written) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.Write(p)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.String()
}
