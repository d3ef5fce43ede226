package command_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
)

// governed returns what a line asks of the server, as its type and fields.
func governed(t *testing.T, typed, here string) string {
	t.Helper()
	call, err := command.Parse(typed)
	if err != nil {
		t.Fatalf("%s: %v", typed, err)
	}
	if !command.Governs(call.Name) {
		t.Fatalf("%s is not about rights", typed)
	}
	cmd, err := command.Govern(call, here)
	if e, ok := errors.AsType[*command.Error](err); ok {
		return "! " + e.Text
	}
	if cmd == nil {
		return ""
	}
	fields, err := json.Marshal(cmd)
	if err != nil {
		t.Fatal(err)
	}
	return cmd.Type() + " " + string(fields)
}

func TestWhatCommandsAboutRightsAsk(t *testing.T) {
	for _, tt := range []struct{ typed, here, want string }{
		{"/kick @bob too loud", "#tea", `kick {"room":"#tea","nick":"bob","reason":"too loud"}`},
		{"/ban bob 2h noise and more", "#tea", `ban {"room":"#tea","nick":"bob","reason":"noise and more","for_s":7200}`},
		{"/ban bob noise", "#tea", `ban {"room":"#tea","nick":"bob","reason":"noise"}`},
		{"/unban bob", "#tea", `unban {"room":"#tea","nick":"bob"}`},
		{"/silence bob 10m", "#tea", `mute {"room":"#tea","nick":"bob","for_s":600}`},
		{"/unsilence bob", "#tea", `unmute {"room":"#tea","nick":"bob"}`},
		{"/op bob", "#tea", `role {"room":"#tea","nick":"bob","role":"op"}`},
		{"/deop bob", "#tea", `role {"room":"#tea","nick":"bob","role":"member"}`},
		{"/role bob Owner", "#tea", `role {"room":"#tea","nick":"bob","role":"owner"}`},
		{"/invite bob", "#tea", `invite {"room":"#tea","nick":"bob"}`},
		{"/push the door", "#tea", `push {"room":"#tea","body":"the door"}`},
		{"/push !7 the door", "#tea", `push {"room":"#tea","body":"the door","priority":7}`},
		{"/push !77 x", "#tea", `push {"room":"#tea","body":"!77 x"}`},
		{"/push !7", "#tea", "! An item needs a text"},
		{"/take", "#tea", `take {"room":"#tea"}`},
		{"/take", "@bob", "! A conversation is no queue"},
		{"/queue", "#tea", `queue {"room":"#tea"}`},
		{"/done", "#tea", `done {"room":"#tea","target":0}`},
		{"/done 12", "#tea", `done {"room":"#tea","target":12}`},
		{"/release #12", "#tea", `release {"room":"#tea","target":12}`},
		{"/release bob", "#tea", "! An item is named by its number"},
		{"/room new jobs fifo", "@bob", `room {"room":"#jobs","kind":"fifo"}`},
		{"/bans", "#tea", `rulings {"room":"#tea"}`},
		{"/bans", "@bob", `rulings {}`},
		{"/block bob", "@bob", `block {"nick":"bob"}`},
		{"/unblock bob", "#tea", `block {"nick":"bob","remove":true}`},
		{"/block", "#tea", `blocks {}`},
		{"/server ban 2001:db8::7 1d", "#tea", `ban {"address":"2001:db8::7","for_s":86400}`},
		{"/server ban bob", "@bob", `ban {"nick":"bob"}`},
		{"/server /role bob op", "#tea", `role {"nick":"bob","role":"op"}`},
		{"/server bans", "#tea", `rulings {}`},
		{"/room", "#tea", ""},
		{"/room private on", "#tea", `room {"room":"#tea","private":true}`},
		{"/room public", "#tea", `room {"room":"#tea","private":false}`},
		{"/room slow 10s", "#tea", `room {"room":"#tea","slow_ms":10000}`},
		{"/room slow off", "#tea", `room {"room":"#tea","slow_ms":0}`},
		{"/room readonly", "#tea", `room {"room":"#tea","readonly":true}`},
		{"/room topiclock off", "#tea", `room {"room":"#tea","topic_lock":false}`},
		{"/room keep 30d", "#tea", `room {"room":"#tea","retention_days":30}`},
		{"/room keep forever", "#tea", `room {"room":"#tea","retention_days":0}`},
		{"/room new den private", "@bob", `room {"room":"#den","private":true}`},

		{"/kick bob", "@bob", "! A conversation is of two; nobody rules it"},
		{"/room slow", "#tea", "! Slow mode needs a time"},
		{"/room colour blue", "#tea", "! /room knows no colour"},
		{"/room private on off", "#tea", "! /room changes one thing at a time"},
		{"/room new", "#tea", "! A new room needs a name"},
		{"/room private", "@bob", "! A conversation has no settings"},
		{"/server invite bob", "#tea", "! /invite is nothing for a whole server"},
		{"/server dance", "#tea", "! There is no command /dance"},
	} {
		if got := governed(t, tt.typed, tt.here); got != tt.want {
			t.Errorf("%s in %s asks %q, want %q", tt.typed, tt.here, got, tt.want)
		}
	}
}

func TestDurationsAsPeopleWriteThem(t *testing.T) {
	for word, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "10m": 10 * time.Minute, "2h": 2 * time.Hour, "7d": 7 * 24 * time.Hour, "2w": 14 * 24 * time.Hour,
	} {
		if got, ok := command.Duration(word); !ok || got != want {
			t.Errorf("Duration(%q) = %v, %v", word, got, ok)
		}
	}
	for _, word := range []string{"", "m", "10", "-1h", "1.5h", "h2", "999999999999h", "100001w"} {
		if got, ok := command.Duration(word); ok {
			t.Errorf("Duration(%q) = %v", word, got)
		}
	}
}

// Every verb of the protocol has a command.
func TestEveryVerbHasACommand(t *testing.T) {
	said := map[string]bool{}
	for _, typed := range []string{"/invite b", "/kick b", "/ban b", "/unban b", "/silence b", "/unsilence b", "/op b"} {
		call, err := command.Parse(typed)
		if err != nil {
			t.Fatal(err)
		}
		cmd, err := command.Govern(call, "#tea")
		if err != nil {
			t.Fatal(err)
		}
		said[cmd.Type()] = true
	}
	for _, verb := range []string{chat.VerbInvite, chat.VerbKick, chat.VerbBan, chat.VerbUnban, chat.VerbMute, chat.VerbUnmute, chat.VerbRole} {
		if !said[verb] {
			t.Errorf("%s has no command", verb)
		}
	}
}
