package server

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// mostBlocked is how many people one person can block.
const mostBlocked = 1000

// blocks reports whether a person has blocked another, by id.
func (p *person) blocks(id string) bool {
	blocked := p.blocked.Load()
	return blocked != nil && (*blocked)[id]
}

// blocksSome reports whether a person has blocked anyone.
func (p *person) blocksSome() bool { return p.blocked.Load() != nil }

// blocksIn reports whether a conversation is with someone the person has
// blocked.
func (p *person) blocksIn(kept store.Room) bool {
	other := kept.Pair[0]
	if other == p.id {
		other = kept.Pair[1]
	}
	return p.blocks(other)
}

// setBlocked replaces whom a person has blocked.
func (p *person) setBlocked(ids map[string]bool) {
	if len(ids) == 0 {
		p.blocked.Store(nil)
		return
	}
	p.blocked.Store(&ids)
}

// hides reports whether an entry is by someone the person has blocked.
func (p *person) hides(e *chat.Entry) bool {
	return e.Account != "" && p.blocks(e.Account) || e.Stay != "" && p.blocks(e.Stay)
}

// block lets everything that somebody says be gone for the person, or there
// again. Nobody else hears of it.
func (s *session) block(ctx context.Context, cmd *chat.Block) error {
	if err := s.may(rights.Block); err != nil {
		return err
	}
	nick := strings.TrimPrefix(cmd.Nick, "@")
	id := s.srv.people.id(nick)
	switch id {
	case "":
		return noSuchUser(nick)
	case s.who.id:
		return chat.Errorf(chat.CodeBadValue, "That is you.").In("nick")
	}
	s.who.blocking.Lock()
	defer s.who.blocking.Unlock()
	next := make(map[string]bool)
	if now := s.who.blocked.Load(); now != nil {
		next = maps.Clone(*now)
	}
	if next[id] != cmd.Remove { // it is so already
		s.ok(cmd)
		return nil
	}
	if !cmd.Remove && len(next) >= mostBlocked {
		e := chat.Errorf(chat.CodeQuota, "You have blocked %d people already.", mostBlocked)
		e.Limit = mostBlocked
		return e
	}
	if s.who.account != "" {
		if err := s.srv.opts.Store.Block(ctx, s.who.id, id, !cmd.Remove); err != nil {
			return err
		}
	}
	if next[id] = true; cmd.Remove {
		delete(next, id)
	}
	s.who.setBlocked(next)
	line := wire.Append(nil, s.blockList(lineBudget))
	s.srv.hub.ask(func() {
		s.srv.hub.blocked(s.who, id, !cmd.Remove)
		for _, other := range s.who.sessions {
			if other != s {
				other.out.hint(line)
			}
		}
	})
	s.ok(cmd)
	return nil
}

// blocked lets rooms tell a person what it wants to hear, and ends or begins
// the hearing of its conversation with the one it is about.
func (h *hub) blocked(who *person, id string, on bool) {
	for r := range h.where[who.id] {
		r.post(listen{who})
	}
	for r := range h.talks[who.id] {
		if r.pair != store.PairOf(who.id, id) {
			continue
		}
		for _, s := range who.sessions {
			if on {
				r.post(unhear{session: s})
			} else {
				r.post(hear{session: s})
			}
		}
	}
}

// listBlocks answers with those whom the person has blocked.
func (s *session) listBlocks(cmd *chat.ListBlocks) error {
	list := s.blockList(lineBudget)
	list.Re = cmd.ID
	s.reply(list)
	return nil
}

// blockList returns those whom the person has blocked, as many as fit.
func (s *session) blockList(left budget) *chat.Blocks {
	list := &chat.Blocks{People: []chat.Blocked{}}
	if blocked := s.who.blocked.Load(); blocked != nil {
		for id := range *blocked {
			b := chat.Blocked{Nick: s.srv.people.nick(id)}
			if !isStay(id) {
				b.Account = id
			}
			if b != (chat.Blocked{}) {
				list.People = append(list.People, b)
			}
		}
	}
	slices.SortFunc(list.People, func(a, b chat.Blocked) int {
		return cmp.Or(strings.Compare(a.Nick, b.Nick), strings.Compare(a.Account, b.Account))
	})
	for i, b := range list.People {
		if !left.fits(b.Nick, b.Account) {
			list.People, list.More = list.People[:i], true
			break
		}
	}
	return list
}

// hasBlocked reports whether a person, who may be away, has blocked another.
func (srv *Server) hasBlocked(ctx context.Context, who, other *person) (bool, error) {
	if here := srv.people.present(who.id); here != nil {
		return here.blocks(other.id), nil
	}
	ids, err := srv.opts.Store.Blocked(ctx, who.id)
	return slices.Contains(ids, other.id), err
}

// loadBlocked reads whom an account that comes has blocked.
func (srv *Server) loadBlocked(ctx context.Context, who *person) error {
	ids, err := srv.opts.Store.Blocked(ctx, who.id)
	if err != nil {
		return err
	}
	blocked := make(map[string]bool, len(ids))
	for _, id := range ids {
		blocked[id] = true
	}
	who.setBlocked(blocked)
	return nil
}

// listen says that a person has blocked someone, or nobody any more.
type listen struct{ who *person }

// listen follows whom a person has blocked.
func (r *room) listen(e listen) {
	for _, h := range r.all {
		if h.who.id == e.who.id {
			h.deaf = e.who.blocksSome()
		}
	}
}

// sifted returns what a person who has blocked someone is told in the place of
// lines: a gap, hidden, where the blocked one spoke.
func (r *room) sifted(h *hearer, records []store.Record, lines []byte) []byte {
	if !slices.ContainsFunc(records, func(rec store.Record) bool { return h.who.blocks(rec.Author) }) {
		return lines
	}
	var out []byte
	var gap hiddenRun
	for i := range records {
		e := &records[i].Entry
		e.Room = r.nameOf(h.side)
		if h.who.blocks(records[i].Author) {
			gap.add(e)
			continue
		}
		out = gap.end(out)
		out = appendEntry(out, e)
	}
	return gap.end(out)
}

// A hiddenRun is entries after each other that somebody is not shown.
type hiddenRun struct{ chat.Gap }

func (g *hiddenRun) add(e *chat.Entry) {
	if g.From == 0 {
		g.Gap = chat.Gap{Room: e.Room, RID: e.RID, Why: chat.GapHidden, From: e.Seq}
	}
	g.To = e.Seq
}

// end appends the gap, if there is one, and begins anew.
func (g *hiddenRun) end(out []byte) []byte {
	if g.From != 0 {
		out = append(out, wire.Append(nil, &g.Gap)...)
	}
	g.Gap = chat.Gap{}
	return out
}

// shownTo returns the entries that a person is shown.
func shownTo(who *person, entries []chat.Entry) []chat.Entry {
	if !who.blocksSome() {
		return entries
	}
	return slices.DeleteFunc(entries, func(e chat.Entry) bool { return who.hides(&e) })
}
