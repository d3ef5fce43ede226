// Package explain says what went wrong in a sentence, and what to do next. The
// screen and the mode in lines say it alike. It is pure.
package explain

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Error says in one sentence what went wrong and, where the sentence itself does
// not, what to do next; both are empty for nil. They may quote others.
func Error(err error) (text, next string) {
	if err == nil {
		return "", ""
	}
	text = Sentence(err.Error())
	if e, ok := errors.AsType[*chat.Error](err); ok {
		if e.Text == "" {
			text = Sentence("the server refused it: " + string(e.Code))
		}
		next = nextStep(e.Code)
	}
	return text, next
}

// nextStep returns what to do after a refusal.
func nextStep(code chat.Code) string {
	switch code { //nolint:exhaustive // the rest explains itself
	case chat.CodeNickTaken, chat.CodeNickConfusable, chat.CodeNickInvalid:
		return "Choose another name: /nick NAME, or start again with --nick NAME."
	case chat.CodeNoSuchUser:
		return "See who is here with /who."
	case chat.CodeNoSuchRoom:
		return "See which rooms there are with /rooms."
	case chat.CodeBadRoom:
		return "A room is # and then small letters, digits, - _ or dots: /join #tea"
	case chat.CodeNoSuchMessage:
		return "It may have been deleted meanwhile."
	case chat.CodeNotMember:
		return "Go there first: /join #room"
	case chat.CodeBodyTooLong, chat.CodeTooLong:
		return "Send it in parts."
	case chat.CodeRateLimited, chat.CodeServerBusy:
		return "Wait a moment and try again."
	case chat.CodeStorageFull:
		return "Tell whoever runs the server; nothing more can be kept until there is room."
	case chat.CodeForbidden, chat.CodeMuted, chat.CodeQuota:
		return "Ask an op of the room, or whoever runs the server."
	case chat.CodeUnknownType:
		return "This server is older than this program; ask whoever runs it to upgrade."
	case chat.CodeBanned:
		return "Ask whoever runs the server."
	case chat.CodePasswordRequired:
		return "Ask whoever runs the server for the password."
	case chat.CodeInviteInvalid:
		return "Ask whoever invited you for a new link."
	case chat.CodeAuthFailed:
		return "If this name is yours, start where its key is; else choose another with --nick NAME."
	case chat.CodeUnsupportedVersion:
		return "Upgrade the older of the two, this program or the server."
	case chat.CodeReplaced:
		return "You are connected from somewhere else; start again here to come back."
	case chat.CodeTLSRequired:
		return "Leave tcp:// out of the address."
	case chat.CodeTooManyConnections:
		return "End one of your other programs, and start again."
	}
	return ""
}

// Sentence gives a text a capital and a full stop.
func Sentence(s string) string {
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

// endsInCommand reports whether s ends in something to be typed, to which no
// full stop may stick.
func endsInCommand(s string) bool {
	i := strings.LastIndex(s, ": ")
	return i >= 0 && (strings.HasPrefix(s[i+2:], "chat-tui") || strings.HasPrefix(s[i+2:], "/"))
}

// Flat keeps a text of others from adding lines to what quotes it.
func Flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// Both puts the two into one line.
func Both(text, next string) string {
	return strings.TrimSpace(text + " " + next)
}
