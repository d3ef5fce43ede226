package explain

import (
	"strconv"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Ruling says what was decided about a person, in a sentence; self reports
// whether a nick is the reader's. It quotes others.
func Ruling(ev *chat.Ruling, self func(nick string) bool) string {
	who, was, by := ev.Nick, " was ", ""
	you := self(ev.Nick)
	if you {
		who, was = "You", " were "
	}
	if ev.By != "" {
		if by = " by " + ev.By; self(ev.By) {
			by = " by you"
		}
	}
	where, in := ev.Room, "in "+ev.Room
	if where == "" {
		where, in = "the server", "on the whole server"
	}
	text := who + was
	switch ev.Verb {
	case chat.VerbInvite:
		text += "invited to " + where + by
		if you {
			text += "; /join " + where + " goes there"
		}
	case chat.VerbKick:
		text += "taken out of " + where + by
	case chat.VerbBan:
		text += "banned from " + where + by
	case chat.VerbUnban:
		text = "The ban of " + ev.Nick + " from " + where + was + "taken back" + by
		if you {
			text = "Your ban from " + where + " was taken back" + by
		}
	case chat.VerbMute:
		text += "silenced " + in + by
	case chat.VerbUnmute:
		text += "given the word again " + in + by
	case chat.VerbRole:
		text += "made " + roleName(ev.Role) + " of " + where + by
	default:
		return ""
	}
	if !ev.Until.IsZero() {
		text += ", until " + ev.Until.Local().Format("2006-01-02 15:04")
	}
	if ev.Reason != "" {
		text += ": " + ev.Reason
	}
	return ended(Flat(text))
}

// ended gives a text that may begin with a name its full stop.
func ended(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") || endsInCommand(text) {
		return text
	}
	return text + "."
}

// roleName names a role within a sentence.
func roleName(role string) string {
	switch role {
	case chat.RoleOwner:
		return "an owner"
	case chat.RoleOp:
		return "an op"
	}
	return "a plain member"
}

// RoomState says what holds in a room, in sentences.
func RoomState(private bool, rules chat.RoomRules) string {
	text := []string{"Everyone can come in."}
	if private {
		text[0] = "Only those who were let in can come in and see it."
	}
	if rules.ReadOnly {
		text = append(text, "Only owners and ops write here.")
	}
	if rules.TopicLock {
		text = append(text, "Only owners and ops set the topic.")
	}
	if rules.SlowMS > 0 {
		text = append(text, "Others than ops can say something every "+slow(rules)+".")
	}
	if rules.Days > 0 {
		text = append(text, "Messages are kept for "+days(rules.Days)+".")
	}
	return strings.Join(text, " ")
}

func days(n int64) string {
	if n == 1 {
		return "a day"
	}
	return strconv.FormatInt(n, 10) + " days"
}

// RoomChange says what holds in a room now and did not before, in sentences.
func RoomChange(wasPrivate bool, was chat.RoomRules, private bool, rules chat.RoomRules) string {
	var text []string
	add := func(changed, on bool, yes, no string) {
		switch {
		case changed && on:
			text = append(text, yes)
		case changed:
			text = append(text, no)
		}
	}
	add(wasPrivate != private, private, "Only those who are let in can come in and see this room now.", "Everyone can come in now.")
	add(was.ReadOnly != rules.ReadOnly, rules.ReadOnly, "Only owners and ops write here now.", "Everyone can write here now.")
	add(was.TopicLock != rules.TopicLock, rules.TopicLock, "Only owners and ops set the topic now.", "Everyone can set the topic now.")
	add(was.SlowMS != rules.SlowMS, rules.SlowMS > 0, "Others than ops can say something every "+slow(rules)+" now.", "There is no slow mode any more.")
	add(was.Days != rules.Days, rules.Days > 0, "Messages are kept for "+days(rules.Days)+" now.", "Messages are kept for ever now.")
	return strings.Join(text, " ")
}

func slow(rules chat.RoomRules) string {
	return (time.Duration(rules.SlowMS) * time.Millisecond).String()
}

// Done says that what was asked about rights is done, in a sentence; "" where
// what follows tells it.
func Done(cmd chat.Command) string {
	switch cmd := cmd.(type) {
	case *chat.LetIn:
		return Flat(cmd.Nick) + " was told, and can come to " + Flat(cmd.Room) + "."
	case *chat.Block:
		if cmd.Remove {
			return "What " + cmd.Nick + " says is shown again."
		}
		return "What " + cmd.Nick + " says is gone for you, and they cannot tell. /unblock " + cmd.Nick + " takes it back."
	case *chat.SetRoom:
		return "Done: " + cmd.Room
	case chat.Verb:
		about := cmd.Subject()
		if about.Room == "" {
			return "Done, for the whole server."
		}
	}
	return ""
}

// Rulings says which bans and mutes hold, a line each.
func Rulings(ev *chat.Rulings) []string {
	where := ev.Room
	if where == "" {
		where = "the server"
	}
	if len(ev.Rulings) == 0 {
		return []string{"Nobody is banned from " + where + " or silenced there."}
	}
	var lines []string
	for _, r := range ev.Rulings {
		who := r.Nick
		if r.Address != "" {
			who = r.Address
		}
		text := who + " is banned"
		if r.Verb == chat.VerbMute {
			text = who + " is silenced"
		}
		if r.By != "" {
			text += " by " + r.By
		}
		if !r.At.IsZero() {
			text += " since " + r.At.Local().Format("2006-01-02 15:04")
		}
		if !r.Until.IsZero() {
			text += " until " + r.Until.Local().Format("2006-01-02 15:04")
		}
		if r.Reason != "" {
			text += ": " + r.Reason
		}
		lines = append(lines, ended(Flat(text)))
	}
	if ev.More {
		lines = append(lines, "There are more.")
	}
	return lines
}

// Blocks says whom one has blocked.
func Blocks(ev *chat.Blocks) string {
	if len(ev.People) == 0 {
		return "You have blocked nobody."
	}
	nicks := make([]string, len(ev.People))
	for i, p := range ev.People {
		nicks[i] = p.Nick
	}
	return "You have blocked " + Flat(strings.Join(nicks, ", ")) + "."
}
