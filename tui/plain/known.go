package plain

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/world"
)

// noteAccount notes whose account a name belonged to at a time, and
// says that it is another one than before.
func (t *talk) noteAccount(nick, account string, at time.Time) {
	first, changed := t.world.Meet(nick, account, at)
	if first && t.opts.Remember != nil {
		t.opts.Remember(world.Fold(nick), chat.Acquaintance{Account: account, At: at})
	}
	if changed {
		t.say(explain.ChangedHands(name(nick)))
	}
}

// accept takes a name as it is now.
func (t *talk) accept(nick string) error {
	return t.request(&chat.Whois{Nick: nick}, func(ev chat.Event) {
		p, ok := ev.(*chat.Person)
		if !ok || p.Account == "" {
			t.sayf("%s has no account that could be accepted.", name(nick))
			return
		}
		now := t.opts.Now()
		if t.opts.Remember != nil {
			t.opts.Remember(world.Fold(p.Nick), chat.Acquaintance{Account: p.Account, At: now})
		}
		if t.world.Accept(p.Nick, p.Account, now) {
			t.sayf("You know %s by this account from now on.", name(p.Nick))
		} else {
			t.sayf("The name %s belongs to whom you know; there was nothing to accept.", name(p.Nick))
		}
	}, nil)
}
