// Package command is the table of slash commands: their names, what they take,
// one line of help each. It reads what was typed into a [Call] and says, where
// it cannot, what to type instead. It is pure; who carries a Call out is
// package app.
package command

import (
	"slices"
	"strings"
)

// A Spec describes a command.
type Spec struct {
	Name    string // without the slash
	Aliases []string
	Params  []Param
	Help    string // one line, no full stop
}

// A Param is one thing a command takes.
type Param struct {
	Name     string
	Kind     Kind
	Optional bool
}

// A Kind says what may stand for a parameter, for completion and checks.
type Kind int

// Kinds of parameters. Text is the rest of what was typed.
const (
	Nick Kind = iota + 1
	Room
	Command
	Setting // the key of one
	Theme
	Text
)

// Table returns every command, in the order help shows them.
func Table() []Spec {
	nick := Param{Name: "nick", Kind: Nick}
	text := func(name string) Param { return Param{Name: name, Kind: Text} }
	table := []Spec{
		{"msg", []string{"m", "w", "tell"}, []Param{nick, text("text")}, "say something to one person, and stay here"},
		{"query", []string{"q", "dm"}, []Param{nick, optional(text("text"))}, "open a conversation with one person"},
		{"me", []string{"action"}, []Param{text("text")}, "say what you do: /me waves"},
		{"reply", []string{"re", "answer"}, []Param{text("text")}, "answer the newest message of someone else here; to answer another, select it with Tab"},
		{"shrug", nil, []Param{optional(text("text"))}, "say something, and shrug: ¯\\_(ツ)_/¯"},
		{"code", nil, []Param{optional(text("language"))}, "write a block of code"},
		{"edit", []string{"e"}, []Param{optional(text("text"))}, "replace your last message here; without a text it comes back to be changed"},
		{"delete", []string{"del"}, nil, "delete your last message here, for everyone"},
		{"react", []string{"r", "+"}, []Param{text("emoji")}, "put an emoji under the newest message of someone else here: /react :tada:"},
		{"unreact", []string{"-"}, []Param{text("emoji")}, "take that emoji back"},
		{"search", []string{"s", "find"}, []Param{text("words")}, "look for words in what was said; in:#room, from:nick and before:2026-03-31 narrow it"},
		{"mentions", nil, nil, "list what names you, in all conversations"},
		{"date", []string{"goto", "jump"}, []Param{text("day")}, "go to a day: 2026-03-31, yesterday, 3 weeks"},
		{"send", []string{"upload"}, []Param{text("path")}, "send a file: /send ~/report.pdf; to get one, select it with Tab and press Enter"},
		{"retry", []string{"resend"}, nil, "send again what was not sent here"},
		{"discard", nil, nil, "take away what was not sent here"},
		{"join", []string{"j"}, []Param{{Name: "#room", Kind: Room}}, "go to a room; one that is not there is made"},
		{"leave", []string{"part", "close"}, []Param{optional(Param{Name: "#room", Kind: Room})}, "leave a room, or close a conversation"},
		{"rooms", []string{"list"}, nil, "list the rooms of this server"},
		{"topic", []string{"t"}, []Param{optional(text("text"))}, "show or set what the room is about"},
		{"who", []string{"names"}, []Param{optional(Param{Name: "#room", Kind: Room})}, "list who is here, or in another room"},
		{"whois", []string{"wi"}, []Param{nick}, "tell what is known of a person"},
		{"block", nil, []Param{optional(nick)}, "let all that someone says be gone for you; they cannot tell. Without a name: whom you have blocked"},
		{"unblock", nil, []Param{nick}, "hear someone again"},
		{"room", nil, []Param{optional(text("change"))}, "show what holds here, or change it: /room private on, slow 10s, readonly on, topiclock on, keep 30d; /room new #name makes one"},
		{"invite", nil, []Param{optional(nick), optional(text("more"))}, "call someone to this room; into a private one this lets them in. Without a name, or as /invite link 5 48h #tea qr: a link for people who are not here yet"},
		{"kick", nil, []Param{nick, optional(text("reason"))}, "take someone out of this room; they may come back"},
		{"ban", nil, []Param{nick, optional(text("time and reason"))}, "keep someone out of this room: /ban eve 2h noise; without a time for ever"},
		{"unban", nil, []Param{nick}, "take a ban back"},
		{"silence", nil, []Param{nick, optional(text("time and reason"))}, "keep someone from writing here: /silence eve 10m"},
		{"unsilence", nil, []Param{nick}, "let someone write again"},
		{"bans", []string{"rulings"}, nil, "list who is banned or silenced here"},
		{"op", nil, []Param{nick}, "make someone an op of this room"},
		{"deop", nil, []Param{nick}, "make an op a plain member again"},
		{"role", nil, []Param{nick, text("role")}, "give someone a role in this room: owner, op or member"},
		{"device", []string{"devices"}, []Param{optional(text("what"))}, "list your devices; /device approve CODE lets another be one, /device remove NUMBER takes it away"},
		{"recovery", nil, nil, "make a recovery code, for a piece of paper"},
		{"bot", []string{"bots"}, []Param{optional(text("what"))}, "list your bots; /bot new NAME makes one, /bot drop NAME ends it"},
		{"accept", nil, []Param{nick}, "take a name as it is now, after it changed hands"},
		{"server", nil, []Param{text("command")}, "the same for the whole server: /server ban eve 2h, kick, silence, role, bans; also /server ban 192.0.2.7"},
		{"nick", nil, []Param{text("name")}, "take another name"},
		{"away", []string{"afk"}, []Param{optional(text("reason"))}, "tell others that you are away"},
		{"back", nil, nil, "tell others that you are back"},
		{"pin", nil, []Param{optional(Param{Name: "#room", Kind: Room})}, "keep a conversation at the top of the list; again to let it go"},
		{"mute", nil, []Param{optional(Param{Name: "#room", Kind: Room})}, "keep a room quiet; again to hear it"},
		{"notify", nil, []Param{optional(text("level"))}, "what calls you here: all, mentions, none or default; test tries it"},
		{"dnd", nil, nil, "do not disturb: nothing calls you; again to be called"},
		{"set", nil, []Param{optional(Param{Name: "setting", Kind: Setting}), optional(text("value"))}, "show or change a setting; it is kept"},
		{"settings", []string{"config", "options"}, nil, "list the settings"},
		{"theme", []string{"colors", "colours"}, []Param{optional(Param{Name: "theme", Kind: Theme})}, "choose the colours"},
		{"clear", nil, nil, "empty the screen of this conversation; the history stays"},
		{"reconnect", nil, nil, "try the connection again now"},
		{"help", []string{"h", "?"}, []Param{optional(Param{Name: "command", Kind: Command})}, "show the keys and commands, or what one command does"},
		{"quit", []string{"exit", "bye"}, []Param{optional(text("reason"))}, "leave the program"},
	}
	at := slices.IndexFunc(table, func(s Spec) bool { return s.Name == "invite" })
	return slices.Insert(table, at, append(questionTable(), queueTable()...)...)
}

func optional(p Param) Param {
	p.Optional = true
	return p
}

// Usage returns how the command is written: "/msg nick text"; what may be left
// out stands in brackets.
func (s Spec) Usage() string {
	var b strings.Builder
	b.WriteString("/" + s.Name)
	for _, p := range s.Params {
		if p.Optional {
			b.WriteString(" [" + p.Name + "]")
		} else {
			b.WriteString(" " + p.Name)
		}
	}
	return b.String()
}

// Lookup returns the command with this name or alias, written in any case and
// with or without the slash.
func Lookup(name string) (Spec, bool) {
	name = strings.ToLower(strings.TrimPrefix(name, "/"))
	for _, s := range Table() {
		if s.Name == name {
			return s, true
		}
		for _, a := range s.Aliases {
			if a == name {
				return s, true
			}
		}
	}
	return Spec{}, false
}
