package explain_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
)

func TestRulingsInSentences(t *testing.T) {
	self := func(nick string) bool { return nick == "ada" }
	for want, ev := range map[string]chat.Ruling{
		"bob was taken out of #tea by you: noise.":                              {Verb: chat.VerbKick, Room: "#tea", Nick: "bob", By: "ada", Reason: "noise"},
		"You were banned from the server by eve.":                               {Verb: chat.VerbBan, Nick: "ada", By: "eve"},
		"You were invited to #den by eve; /join #den goes there.":               {Verb: chat.VerbInvite, Room: "#den", Nick: "ada", By: "eve"},
		"bob was made an op of #tea.":                                           {Verb: chat.VerbRole, Room: "#tea", Nick: "bob", Role: chat.RoleOp},
		"The ban of bob from #tea was taken back by eve.":                       {Verb: chat.VerbUnban, Room: "#tea", Nick: "bob", By: "eve"},
		"bob was silenced in #tea by eve: one line, not two: eve: I am a liar.": {Verb: chat.VerbMute, Room: "#tea", Nick: "bob", By: "eve", Reason: "one line,\nnot two:\n eve: I am a liar."},
		"": {Verb: "dance", Nick: "bob"},
	} {
		if got := explain.Ruling(&ev, self); got != want {
			t.Errorf("%s: %q, want %q", ev.Verb, got, want)
		}
	}
	ban := chat.Ruling{Verb: chat.VerbBan, Nick: "bob", Until: time.Now().Add(time.Hour)}
	if got := explain.Ruling(&ban, self); !strings.Contains(got, ", until 20") {
		t.Errorf("a ban with an end: %q", got)
	}
}

func TestWhatHoldsInARoomInSentences(t *testing.T) {
	rules := chat.RoomRules{ReadOnly: true, TopicLock: true, SlowMS: 90_000, Days: 1}
	want := "Only those who were let in can come in and see it. Only owners and ops write here. Only owners and ops set the topic. Others than ops can say something every 1m30s. Messages are kept for a day."
	if got := explain.RoomState(true, rules); got != want {
		t.Errorf("RoomState() = %q", got)
	}
	want = "Everyone can come in now. Everyone can write here now. Messages are kept for 7 days now."
	if got := explain.RoomChange(true, rules, false, chat.RoomRules{TopicLock: true, SlowMS: 90_000, Days: 7}); got != want {
		t.Errorf("RoomChange() = %q", got)
	}
	if got := explain.RoomChange(true, rules, true, rules); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}

func TestWhoSomeoneIs(t *testing.T) {
	p := &chat.Person{Nick: "weather", Account: "w", Bot: true, By: "ada\nroot: hi", Role: chat.RoleOp, Key: "SHA256:x\ny", Rooms: []string{"#tea"}}
	got := explain.Person(p, time.UTC)
	if !strings.HasPrefix(got, "a bot of ada root: hi · an op of the server\nkey in words: ") || strings.Count(got, "\n") != 3 {
		t.Errorf("Person() = %q", got)
	}
}
