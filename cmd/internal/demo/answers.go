package demo

import (
	"context"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
)

// lines are what people of the script answer; they do not claim to understand.
func lines() map[string][]string {
	return map[string][]string{
		guide: {"I only know my lessons; ask ann.", "Look into #lobby, the next lesson is there."},
		"ann": {
			"hi! I am only a line in a script, but a friendly one 🙂",
			"good point. Well, I would say so: I say it every time.",
			"try to reply to me, or put a 🎉 under this",
		},
		"bob":  {"scripted as I am, I agree", "noted. On the whiteboard, as always.", "the script has no answer to that, but it made me smile"},
		"cleo": {"just between us: I am a script, and I like the colours here", "you found the private conversations, nice", "this stays between us two 🤫"},
		"dan":  {"それはいいですね, says the script", "👍"},
		"eve":  {"I would laugh if I were not a script 😄", "tell me more; the script gives me no other line"},
	}
}

// answer lets somebody answer what the reader said: the person alone with them,
// the one who was named, or now and then anyone who is there.
func (h *host) answer(ctx context.Context, by *person, e *chat.Entry) error {
	if e.Kind != chat.EntryMessage {
		return nil
	}
	if chat.IsPerson(e.Room) {
		return h.speak(ctx, by, chat.Say{To: e.Room})
	}
	h.spoke++
	if h.spoke == 1 {
		if err := h.cheer(ctx, e); err != nil {
			return err
		}
	}
	if p := h.d.people[addressed(e.Body)]; p != nil && slices.Contains(p.rooms, e.Room) {
		return h.speak(ctx, p, chat.Say{To: e.Room, Reply: e.Seq})
	}
	if ann := h.d.people["ann"]; h.spoke%3 == 0 && slices.Contains(ann.rooms, e.Room) {
		return h.speak(ctx, ann, chat.Say{To: e.Room})
	}
	return nil
}

// cheer puts a reaction under the first thing that the reader says.
func (h *host) cheer(ctx context.Context, e *chat.Entry) error {
	if err := wait(ctx, reading, h.d.o.Speed); err != nil {
		return err
	}
	_, err := h.d.people["ann"].conn.Ask(ctx, &chat.React{Room: e.Room, RID: e.RID, Seq: e.Seq, Emoji: "🎉"})
	return err
}

// speak lets a person type for a while and say their next line.
func (h *host) speak(ctx context.Context, p *person, say chat.Say) error {
	if err := wait(ctx, reading, h.d.o.Speed); err != nil {
		return err
	}
	if _, err := p.conn.Ask(ctx, &chat.Typing{Room: say.To}); err != nil {
		return err
	}
	own := lines()[p.nick]
	say.Body = own[h.answers[p.nick]%len(own)]
	h.answers[p.nick]++
	return h.say(ctx, p, say, writing)
}
