package app

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// page is how many entries are asked for at once.
const page int64 = 100

const (
	mostFills   = 5    // pages of a hole loaded while the reader does not move
	mostChanges = 1000 // changes remembered while a page is on its way
)

// load asks for the newest page of a room, once it is known to the server.
func (m *Model) load(v *view) {
	if v.loaded || !m.world.Online() || v.room.RID() == "" || !v.room.Heard() {
		return
	}
	v.loaded, v.rid = true, v.room.RID()
	m.ask(v, &chat.History{}, func(p *chat.HistoryPage) { m.newest(v, p) })
}

// older asks for what the reader is about to see: what may have changed since
// it was told, what is missing, and the page before the oldest.
func (m *Model) older(v *view) {
	if !v.loaded || v.asked > 0 || v.halted || !m.world.Online() {
		return
	}
	if seq, ok := v.line.Stale(); ok {
		m.ask(v, &chat.History{Around: &seq}, func(p *chat.HistoryPage) { m.again(v, seq, p) })
		return
	}
	if first, last, above, ok := v.line.Gap(); ok && v.filled < mostFills {
		v.filled++
		if before, after := last+1, first-1; above {
			m.ask(v, &chat.History{After: &after}, func(p *chat.HistoryPage) { m.fillOn(v, first, last, p) })
		} else {
			m.ask(v, &chat.History{Before: &before}, func(p *chat.HistoryPage) { m.fill(v, first, last, p) })
		}
		return
	}
	if seq, ok := v.line.Unquoted(); ok {
		m.quoted(v, seq)
		return
	}
	if before := v.before; !v.whole && v.line.NeedOlder() && before > 1 {
		m.ask(v, &chat.History{Before: &before}, func(p *chat.HistoryPage) {
			m.paged(v, p, true)
			v.whole = !p.More || p.First <= 1
		})
	}
}

// ask asks for a page of history, and has it taken by take.
func (m *Model) ask(v *view, h *chat.History, take func(*chat.HistoryPage)) {
	m.askFor(v, h, page, take)
}

func (m *Model) askFor(v *view, h *chat.History, limit int64, take func(*chat.HistoryPage)) {
	v.asked++
	rid := v.rid
	h.Room, h.RID, h.Limit = v.room.Name(), rid, &limit
	done := func() {
		if v.asked--; v.asked == 0 {
			v.changes = nil
		}
	}
	newest := h.Before == nil && h.Around == nil && h.After == nil
	err := m.request(v, h, func(ev chat.Event) {
		if p, ok := ev.(*chat.HistoryPage); ok && v.rid == rid {
			take(p)
		}
		done()
	}, func(f *chat.Failure) {
		done()
		switch f.Code {
		case chat.CodeNoSuchRoom, chat.CodeNoSuchUser, chat.CodeNotMember:
			v.whole, v.halted = true, true
		default:
			v.halted = true
			if newest {
				v.loaded = false
			}
			m.problem(v, "Older messages could not be loaded: "+explain.Both(explain.Error(f.Err()))+" Scroll up to try again.")
		}
	})
	if err != nil { // too much waits, or the connection is over
		done()
		v.halted, v.loaded = true, !newest
	}
}

// newest takes the newest page.
func (m *Model) newest(v *view, p *chat.HistoryPage) {
	if v.past {
		if v.past = false; p.More || v.same && len(p.Messages) > 0 {
			v.line.Forget()
		}
	}
	for i := range p.Messages {
		if !m.world.Mine(&p.Messages[i]) {
			v.spoke(p.Messages[i].From)
		}
	}
	if oldest := v.line.Oldest(); oldest != 0 && oldest <= v.upto && p.First > v.upto+1 {
		v.line.AddHole(v.upto+1, p.First-1, safe.Literal(notLoaded), true) // what came from this machine ends before
		v.line.SetStale(p.First - 1)
	}
	above := v.before
	m.paged(v, p, false)
	if above == 0 || above >= p.First {
		v.whole = !p.More || p.First <= 1
	}
}

// again takes a page around an entry that may have changed meanwhile.
func (m *Model) again(v *view, seq uint64, p *chat.HistoryPage) {
	m.paged(v, p, false)
	if s, ok := v.line.Stale(); ok && s == seq {
		v.halted = true // the page does not have it: asking on would not end
	}
}

// fill takes a page of what is missing from first to last.
func (m *Model) fill(v *view, first, last uint64, p *chat.HistoryPage) {
	m.paged(v, p, false)
	if !p.More || p.First == 0 { // there is nothing before it
		if p.First > 0 {
			last = min(last, p.First-1)
		}
		if last >= first {
			v.line.AddHole(first, last, safe.Literal(notKept), false)
		}
	}
}

// fillOn takes a page of what is missing from first to last, from its beginning.
func (m *Model) fillOn(v *view, first, last uint64, p *chat.HistoryPage) {
	m.paged(v, p, false)
	if p.First == 0 && last >= first { // there is nothing after it
		v.line.AddHole(first, last, safe.Literal(notKept), false)
	}
}

// quoted asks for a message that one in sight answers.
func (m *Model) quoted(v *view, seq uint64) {
	one, before := int64(1), seq+1
	h := &chat.History{Before: &before}
	v.line.SetQuote(seq, timeline.Quote{Text: safe.Literal("…")})
	m.askFor(v, h, one, func(p *chat.HistoryPage) {
		q := timeline.Quote{Text: safe.Literal("(a message that is not kept any more)")}
		for i := range p.Messages {
			if e := &p.Messages[i]; e.Seq == seq {
				it := m.item(e, p.AsOf)
				q = timeline.QuoteOf(&it)
			}
		}
		v.line.SetQuote(seq, q)
	})
}

// paged takes a page of history, and the changes that came while it was on its
// way.
func (m *Model) paged(v *view, p *chat.HistoryPage, older bool) {
	items := make([]timeline.Item, 0, len(p.Messages))
	for i := range p.Messages {
		if e := &p.Messages[i]; e.Stands() && !m.world.Hides(e) {
			m.meetAuthor(v, e)
			items = append(items, m.item(e, p.AsOf))
		}
	}
	v.line.Load(timeline.Page{Items: items, First: p.First, Last: p.Last, AsOf: p.AsOf}, older)
	for _, e := range v.changes {
		if e.Target >= p.First && e.Target <= p.Last {
			m.change(v, e)
		}
	}
	if p.First > 0 && (v.before == 0 || p.First < v.before && p.Last+1 >= v.before) {
		v.before = p.First
	}
	v.upto = max(v.upto, p.Last)
}
