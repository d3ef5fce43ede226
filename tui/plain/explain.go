package plain

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/chat"
)

// explain says in one sentence what went wrong, and what to do next.
func explain(err error) string {
	if err == nil {
		return ""
	}
	text := sentence(err.Error())
	if e, ok := errors.AsType[*chat.Error](err); ok {
		if e.Text == "" {
			text = sentence("the server refused it: " + string(e.Code))
		}
		text += " " + nextStep(e.Code)
	}
	return one(text)
}

// nextStep returns what to do after a refusal.
func nextStep(code chat.Code) string {
	steps := map[chat.Code]string{
		chat.CodeNickTaken:          "Choose another name: /nick NAME",
		chat.CodeNickConfusable:     "Choose another name: /nick NAME",
		chat.CodeNickInvalid:        "Choose another name: /nick NAME",
		chat.CodeNoSuchUser:         "/who tells who is here.",
		chat.CodeNoSuchRoom:         "/rooms tells which rooms there are.",
		chat.CodeBadRoom:            "A room is # and then small letters, digits, - _ or dots: /join #tea",
		chat.CodeNoSuchMessage:      "It may have been deleted meanwhile.",
		chat.CodeNotMember:          "Go there first: /join #room",
		chat.CodeBodyTooLong:        "Send it in parts.",
		chat.CodeTooLong:            "Send it in parts.",
		chat.CodeRateLimited:        "Wait a moment and try again.",
		chat.CodeServerBusy:         "Wait a moment and try again.",
		chat.CodeStorageFull:        "Tell whoever runs the server.",
		chat.CodeForbidden:          "Ask an op of the room, or whoever runs the server.",
		chat.CodeMuted:              "Ask an op of the room, or whoever runs the server.",
		chat.CodeQuota:              "Ask an op of the room, or whoever runs the server.",
		chat.CodeUnknownType:        "This server is older than this program.",
		chat.CodeBanned:             "Ask whoever runs the server.",
		chat.CodePasswordRequired:   "Ask whoever runs the server for the password.",
		chat.CodeInviteInvalid:      "Ask whoever invited you for a new link.",
		chat.CodeAuthFailed:         "If this name is yours, start where its key is; else choose another with --nick NAME.",
		chat.CodeUnsupportedVersion: "Upgrade the older of the two, this program or the server.",
		chat.CodeReplaced:           "You are connected from somewhere else; start again here to come back.",
		chat.CodeTLSRequired:        "Leave tcp:// out of the address.",
		chat.CodeTooManyConnections: "End one of your other programs, and start again.",
	}
	return steps[code]
}

// sentence gives a text a capital and a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(s)
	if word, _, _ := strings.Cut(s, " "); !strings.ContainsAny(word, ":./#@") { // an address stays as it is
		s = string(unicode.ToUpper(first)) + s[n:]
	}
	if last, _ := utf8.DecodeLastRuneInString(s); !strings.ContainsRune(".!?…)", last) && !endsInCommand(s) {
		s += "."
	}
	return s
}

// endsInCommand reports whether s ends in something to be typed, to which no full
// stop may stick.
func endsInCommand(s string) bool {
	i := strings.LastIndex(s, ": ")
	return i >= 0 && (strings.HasPrefix(s[i+2:], "chat-tui") || strings.HasPrefix(s[i+2:], "/"))
}
