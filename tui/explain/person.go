package explain

import (
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/words"
)

// Person says what is known of someone beside name and state: a line and,
// where there is more, further ones. Times are told in zone.
func Person(p *chat.Person, zone *time.Location) string {
	var parts []string
	switch {
	case p.Bot && p.By != "":
		parts = append(parts, "a bot of "+Flat(p.By))
	case p.Bot:
		parts = append(parts, "a bot")
	case p.Account == "":
		parts = append(parts, "a guest, whose name anyone may take later")
	default:
		parts = append(parts, "the name belongs to an account")
	}
	switch p.Role {
	case chat.RoleOwner:
		parts = append(parts, "an owner of the server")
	case chat.RoleOp:
		parts = append(parts, "an op of the server")
	}
	if !p.Since.IsZero() {
		parts = append(parts, "since "+p.Since.In(zone).Format("2 January 2006 15:04"))
	}
	text := strings.Join(parts, " · ")
	if p.Key != "" {
		text += "\nkey in words: " + words.Fingerprint(p.Key) + "\nkey " + Flat(p.Key)
	}
	if len(p.Rooms) > 0 {
		text += "\nwith you in " + Flat(strings.Join(p.Rooms, ", "))
	}
	return text
}

// NewAccount says to someone who has an account since a moment what they may
// want to do next.
func NewAccount(nick string) string {
	return "The name " + Flat(nick) + " is yours here now, by the key of this machine. " +
		"/recovery makes fourteen words for a piece of paper, in case the machine is lost; /device adds another machine."
}

// ChangedHands says that a name belongs to someone else than the reader knows.
func ChangedHands(nick string) string {
	return "The name " + Flat(nick) + " belongs to another account than the one you knew: it was reset, or someone else is behind it. " +
		"Compare the words of /whois " + Flat(nick) + " with them; /accept " + Flat(nick) + " takes the name as it is now."
}
