package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"github.com/chat-tui/chat-tui/net/chat"
)

// ParseRoom returns the one form of a room's name, # and all, or an error of
// code bad_room with a sentence that says what is wrong: names that differ in
// case, width or composition are the same room. Parsing twice changes nothing.
// See PROTOCOL.md, "Names and ids".
//
// Of letters, a mark (such as a vowel sign) may follow; the 48 counts visible
// characters.
func ParseRoom(s string) (string, error) {
	name, ok := strings.CutPrefix(s, "#")
	switch {
	case !ok:
		return "", badRoom("The name of a room begins with #.")
	case name == "":
		return "", badRoom("The name of a room has at least one letter after the #.")
	case len(s) > chat.MaxRoom:
		return "", roomTooLong(chat.MaxRoom, "The name of a room has at most %d bytes.")
	case !utf8.ValidString(name):
		return "", badRoom("The name of the room is not valid UTF-8.")
	}
	for _, r := range name {
		if chat.Control(r) || chat.Invisible(r) {
			return "", badRoom("The name of the room holds the invisible character %U.", r)
		}
	}
	folded := lower(name)
	if err := checkRoom(folded); err != nil {
		return "", err
	}
	return "#" + folded, nil
}

// lower folds a room's name. It is lower case, not case folding, because it is
// what people see: ß stays.
func lower(s string) string {
	s = width.Fold.String(s)
	s = norm.NFC.String(s)
	s = strings.Map(func(r rune) rune {
		if r == 'σ' || r == 'ς' {
			return 'Σ' // which of them it becomes depends on its place
		}
		return r
	}, s)
	s = cases.Lower(language.Und).String(s)
	return norm.NFC.String(undot(norm.NFD.String(s))) // İ becomes i
}

// checkRoom looks at a room's name in its folded form, without the #.
func checkRoom(name string) error {
	switch {
	case 1+len(name) > chat.MaxRoom:
		return roomTooLong(chat.MaxRoom, "The name of a room has at most %d bytes.")
	case clusters(name) > chat.MaxRoomChars:
		return roomTooLong(chat.MaxRoomChars, "The name of a room has at most %d characters after the #.")
	}
	carries := false // the letter before, with its marks, can carry a mark
	for _, r := range name {
		switch {
		case letter(r):
			carries = true
		case r == '-' || r == '_' || r == '.':
			carries = false
		case !unicode.IsMark(r) || !carries:
			return badRoom("The name of a room is made of letters, digits, -, _ and .; %q cannot stand there.", r)
		}
	}
	if form, err := precis.UsernameCasePreserved.String(name); err != nil || form != name {
		return badRoom("The name of a room is made of letters and digits that read in one direction; this one is not.")
	}
	if r, ok := pile(name); ok {
		return badRoom("The name of the room has too many marks on one letter, or one that no letter carries (%U).", r)
	}
	if !oneScript(name) {
		return badRoom("The name of the room mixes letters of different scripts; write it in one.")
	}
	return nil
}

func badRoom(format string, args ...any) *chat.Error {
	return chat.Errorf(chat.CodeBadRoom, format, args...).In("room")
}

func roomTooLong(limit int, format string) *chat.Error {
	e := badRoom(format, limit)
	e.Limit = limit
	return e
}
