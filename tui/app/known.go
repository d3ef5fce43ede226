package app

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/world"
)

// meetAuthor notes whose account the name of an author belongs to, and says
// where the message is that this is another one than before.
func (m *Model) meetAuthor(v *view, e *chat.Entry) {
	if m.noteAccount(e.From, e.Account, e.At) {
		m.problem(v, explain.ChangedHands(e.From))
	}
}

// noteAccount notes whose account a name belonged to at a time, and reports
// whether that is another one than the reader knows.
func (m *Model) noteAccount(nick, account string, at time.Time) (changed bool) {
	first, changed := m.world.Meet(nick, account, at)
	if first && m.opts.Remember != nil {
		m.opts.Remember(world.Fold(nick), chat.Acquaintance{Account: account, At: at})
	}
	return changed
}

// accept takes a name as it is now.
func (m *Model) accept(nick string) error {
	v := m.active
	return m.request(v, &chat.Whois{Nick: nick}, func(ev chat.Event) {
		p, ok := ev.(*chat.Person)
		if !ok || p.Account == "" {
			m.tell(statusbar.Warning, nick+" has no account that could be accepted.")
			return
		}
		now := m.now()
		if m.opts.Remember != nil {
			m.opts.Remember(world.Fold(p.Nick), chat.Acquaintance{Account: p.Account, At: now})
		}
		if !m.world.Accept(p.Nick, p.Account, now) {
			m.tell(statusbar.Plain, "The name "+p.Nick+" belongs to whom you know; there was nothing to accept.")
			return
		}
		m.tell(statusbar.Done, "You know "+p.Nick+" by this account from now on.")
		for _, v := range m.views {
			m.takeBack(v)
		}
	}, nil)
}

// checkPartner asks who is behind the name of a conversation that is shown for
// the first time, so that words for one do not reach another unnoticed.
func (m *Model) checkPartner(v *view) {
	nick := v.room.Partner()
	if nick == "" || v.checked || !m.world.Online() {
		return
	}
	v.checked = true
	_ = m.request(v, &chat.Whois{Nick: nick}, func(ev chat.Event) {
		if p, ok := ev.(*chat.Person); ok && m.noteAccount(p.Nick, p.Account, m.now()) {
			m.problem(v, explain.ChangedHands(p.Nick))
		}
	}, func(*chat.Failure) {})
}
