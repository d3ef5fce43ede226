package notify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/safe"
)

func at(hour, minute int) time.Time { return time.Date(2026, 3, 14, hour, minute, 0, 0, time.UTC) }

func TestWhatIsWorthACall(t *testing.T) {
	ops, bob := safe.Name("#ops"), safe.Name("@bob")
	chatter := notify.Event{Room: ops, From: safe.Name("bob"), Text: safe.Body("lunch?")}
	mention, keyword, direct := chatter, chatter, chatter
	mention.Mention, keyword.Keyword = true, true
	direct.Room, direct.Direct = bob, true

	quiet, err := notify.ParseRange("22:00-07:00")
	if err != nil {
		t.Fatal(err)
	}
	rooms := func(room string, level notify.For) map[string]notify.For { return map[string]notify.For{room: level} }
	for _, tt := range []struct {
		name  string
		p     notify.Policy
		e     notify.Event
		focus notify.Focus
		now   time.Time
		want  bool
	}{
		{"a mention", notify.Policy{}, mention, notify.Blurred, at(12, 0), true},
		{"a word of one's own", notify.Policy{}, keyword, notify.Blurred, at(12, 0), true},
		{"a private message", notify.Policy{}, direct, notify.Blurred, at(12, 0), true},
		{"chatter", notify.Policy{}, chatter, notify.Blurred, at(12, 0), false},
		{"chatter where all calls", notify.Policy{For: notify.All}, chatter, notify.Blurred, at(12, 0), true},
		{"never while the reader looks", notify.Policy{For: notify.All}, direct, notify.Focused, at(12, 0), false},
		{"nobody knows: chatter", notify.Policy{For: notify.All}, chatter, notify.Unknown, at(12, 0), false},
		{"nobody knows: a mention", notify.Policy{For: notify.All}, mention, notify.Unknown, at(12, 0), true},
		{"nobody knows: a private message", notify.Policy{}, direct, notify.Unknown, at(12, 0), true},
		{"off", notify.Policy{How: notify.Off}, direct, notify.Blurred, at(12, 0), false},
		{"do not disturb", notify.Policy{DND: true}, direct, notify.Blurred, at(12, 0), false},
		{"none", notify.Policy{For: notify.None}, direct, notify.Blurred, at(12, 0), false},
		{"quiet hours", notify.Policy{Quiet: quiet}, direct, notify.Blurred, at(23, 30), false},
		{"quiet hours, past midnight", notify.Policy{Quiet: quiet}, direct, notify.Blurred, at(6, 59), false},
		{"quiet hours are over", notify.Policy{Quiet: quiet}, direct, notify.Blurred, at(7, 0), true},
		{"a room that is muted", notify.Policy{For: notify.All, Rooms: rooms("#ops", notify.None)}, mention, notify.Blurred, at(12, 0), false},
		{"a room whose all calls", notify.Policy{Rooms: rooms("#Ops", notify.All)}, chatter, notify.Blurred, at(12, 0), true},
		{"a room wins over none", notify.Policy{For: notify.None, Rooms: rooms("#ops", notify.Mentions)}, mention, notify.Blurred, at(12, 0), true},
		{"another room", notify.Policy{Rooms: rooms("#dev", notify.All)}, chatter, notify.Blurred, at(12, 0), false},
		{"a person who is muted", notify.Policy{Rooms: rooms("@bob", notify.None)}, direct, notify.Blurred, at(12, 0), false},
	} {
		if got := tt.p.Wants(tt.e, tt.focus, tt.now); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestNamesOfWaysAndLevels(t *testing.T) {
	for _, name := range []string{"auto", "off", "bell", "osc9", "osc99", "osc777"} {
		if got := notify.HowOf(name).String(); got != name {
			t.Errorf("HowOf(%q) = %s", name, got)
		}
	}
	for _, name := range []string{"mentions", "all", "none"} {
		if got := notify.ForOf(name).String(); got != name {
			t.Errorf("ForOf(%q) = %s", name, got)
		}
	}
	if notify.HowOf("loud") != notify.Auto || notify.ForOf("some") != notify.Mentions {
		t.Error("what is unknown is not the default")
	}
}

func TestQuietHours(t *testing.T) {
	for text, want := range map[string]string{
		"22:00-07:00": "22:00-07:00", "22-7": "22:00-07:00", " 9:30 - 24:00 ": "09:30-00:00", "8–17": "08:00-17:00",
		"": "off", "off": "off", "none": "off",
	} {
		if r, err := notify.ParseRange(text); err != nil || r.String() != want {
			t.Errorf("%q is %v, %v", text, r, err)
		}
	}
	for _, text := range []string{"22:00", "25-7", "24:30-1", "8-8", "a-b", "-", "8:3-9", "1:00-", "+8-9", "8:+3-9", "8:-3-9", "008-9"} {
		if r, err := notify.ParseRange(text); err == nil || !strings.Contains(err.Error(), "quiet hours: ") {
			t.Errorf("%q is %v, %v", text, r, err)
		}
	}
	if (notify.Range{}).Holds(at(0, 0)) {
		t.Error("no range holds midnight")
	}
}

func FuzzParseRange(f *testing.F) {
	f.Add("22:00-07:00")
	f.Add("7–8")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := notify.ParseRange(text)
		if err != nil {
			return
		}
		if again, err := notify.ParseRange(r.String()); err != nil || again != r {
			t.Errorf("%q is %v, which reads as %v, %v", text, r, again, err)
		}
	})
}

func TestTitle(t *testing.T) {
	for _, tt := range []struct {
		unread, mentions int
		room, want       string
	}{
		{0, 0, "#ops", "#ops · chat-tui"},
		{3, 0, "#ops", "(3) #ops · chat-tui"},
		{3, 1, "#ops", "(@1) #ops · chat-tui"},
		{0, 0, "", "chat-tui"},
		{0, 0, "a\x07\x1b]52;c;eA==\x07", "a␇␛]52;c;eA==␇ · chat-tui"},
	} {
		if got := notify.Title(tt.unread, tt.mentions, safe.Name(tt.room)); got != tt.want {
			t.Errorf("%+v: %q", tt, got)
		}
	}
}
