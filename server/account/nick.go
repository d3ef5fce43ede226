package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Nick is the name of a person: the form others see, and the forms by which
// nicks are compared. Those that ParseNick accepts have at most chat.MaxNick
// bytes and chat.MaxNickChars visible characters. Nicks that are == are
// written alike. The zero Nick is none.
type Nick struct {
	shown    string
	fold     string
	skeleton string
	look     string
}

// ParseNick returns the nick written s, or an error of code nick_invalid with
// a sentence that says what is wrong. See PROTOCOL.md, "Names and ids".
//
// A nick is a username of RFC 8265 (case preserved), so wide letters become
// ordinary ones and composed ones are composed; String returns the result,
// and callers go on with that. Beyond the RFC, a nick
//   - has letters of one script, see oneScript;
//   - begins and ends with a letter, digit or _, between them also - . ' and
//     the middle dots and Hebrew marks of PRECIS: so nothing looks like a role,
//     a prefix, a room, a path, a flag, or the end of a sentence;
//   - holds nothing invisible, not even joiners, and no piles of marks;
//   - is not, and does not look like, a word that speaks for the server, for
//     everyone or for the reader, even with punctuation in it.
func ParseNick(s string) (Nick, error) {
	if err := checkRaw(s); err != nil {
		return Nick{}, err
	}
	shown, err := precis.UsernameCasePreserved.String(s)
	if err != nil {
		return Nick{}, invalid("A nick is made of letters and digits that read in one direction; this one is not.")
	}
	if err := checkForm(shown); err != nil {
		return Nick{}, err
	}
	if _, err := precis.UsernameCaseMapped.String(shown); err != nil {
		return Nick{}, invalid("The nick %s cannot be written in lower case; choose another.", shown)
	}
	n := knownNick(shown)
	if n.reserved() {
		return Nick{}, invalid("The nick %s is, or looks like, a word that is nobody's name here; choose another.", shown)
	}
	return n, nil
}

// knownNick returns the nick of a form that was accepted before, perhaps by
// older rules.
func knownNick(shown string) Nick {
	fold := Fold(shown)
	return Nick{shown: shown, fold: fold, skeleton: skeletonOf(fold), look: lookOf(shown)}
}

// String returns the form that others see.
func (n Nick) String() string { return n.shown }

// Fold returns the form by which nicks are the same: that of the function
// Fold. It finds a nick; what is kept for good is kept by Holder or ID, because
// a guest's nick may be another's tomorrow.
func (n Nick) Fold() string { return n.fold }

// Skeleton returns the form by which nicks look the same, whatever their case.
func (n Nick) Skeleton() string { return n.skeleton }

// IsZero reports whether n is no nick.
func (n Nick) IsZero() bool { return n == Nick{} }

// checkRaw looks at a nick as it came, before anything is mapped.
func checkRaw(s string) error {
	switch {
	case s == "":
		return invalid("A nick is needed.")
	case len(s) > chat.MaxNick:
		return tooLong(chat.MaxNick, "A nick has at most %d bytes.")
	case !utf8.ValidString(s):
		return invalid("The nick is not valid UTF-8.")
	}
	for _, r := range s {
		switch {
		case chat.Control(r) || chat.Invisible(r):
			return invalid("The nick holds the invisible character %U.", r)
		case unicode.IsSpace(r):
			return invalid("A nick has no spaces.")
		}
	}
	return nil
}

// checkForm looks at a nick as it would be shown.
func checkForm(shown string) error {
	switch {
	case len(shown) > chat.MaxNick:
		return tooLong(chat.MaxNick, "A nick has at most %d bytes.")
	case clusters(shown) > chat.MaxNickChars:
		return tooLong(chat.MaxNickChars, "A nick has at most %d characters.")
	}
	for _, r := range shown {
		if !letter(r) && !unicode.IsMark(r) && !strings.ContainsRune(nickMarks, r) {
			return invalid("A nick is made of letters and digits, with - _ . ' between them; %q cannot stand in it.", r)
		}
	}
	if first, _ := utf8.DecodeRuneInString(shown); !letter(first) && first != '_' {
		return invalid("A nick begins with a letter, a digit or _, not with %q.", first)
	}
	if last, _ := utf8.DecodeLastRuneInString(shown); strings.ContainsRune(innerMarks, last) {
		return invalid("A nick ends with a letter, a digit or _, not with %q.", last)
	}
	if !strings.ContainsFunc(shown, letter) {
		return invalid("A nick has at least one letter or digit.")
	}
	if r, ok := pile(shown); ok {
		return invalid("The nick has too many marks on one letter, or one that no letter carries (%U).", r)
	}
	if !oneScript(shown) {
		return invalid("The nick mixes letters of different scripts; write it in one.")
	}
	return nil
}

// Punctuation of nicks; what is not ASCII only where PRECIS allows it.
const (
	innerMarks = "-.'·・"             // not at the end
	nickMarks  = innerMarks + "_׳״͵" // not at the beginning, but for _
)

// letter reports whether r is a letter or a digit of any script.
func letter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Nd, r) }

func invalid(format string, args ...any) *chat.Error {
	return chat.Errorf(chat.CodeNickInvalid, format, args...).In("nick")
}

func tooLong(limit int, format string) *chat.Error {
	e := invalid(format, limit)
	e.Limit = limit
	return e
}
