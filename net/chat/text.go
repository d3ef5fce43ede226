package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckBody reports why body cannot be the text of a message, or nil: it is
// empty, too long, or holds what a terminal would take for an order. See
// PROTOCOL.md, "Lines".
func CheckBody(body string) error {
	if len(body) > MaxBody {
		e := Errorf(CodeBodyTooLong, "The message is %d bytes; at most %d are allowed.", len(body), MaxBody)
		e.Limit = MaxBody
		return e.In("body")
	}
	if n := strings.Count(body, "\n") + 1; n > MaxBodyLines {
		e := Errorf(CodeBodyTooLong, "The message has %d lines; at most %d are allowed.", n, MaxBodyLines)
		e.Limit = MaxBodyLines
		return e.In("body")
	}
	if Blank(body) {
		return Errorf(CodeBodyEmpty, "The message is empty.").In("body")
	}
	for _, r := range body {
		if Control(r) && r != '\n' && r != '\t' {
			return Errorf(CodeBadValue, "The message holds the control character %U; only line ends and tabs may stand in it.", r).In("body")
		}
	}
	return nil
}

// CheckText reports why s cannot be a text of one line, such as a topic, a
// reason or a status, or nil. Limit is in bytes; field names it in the error.
func CheckText(field, s string, limit int) error {
	if len(s) > limit {
		e := Errorf(CodeBadValue, "The %s is %d bytes; at most %d are allowed.", field, len(s), limit)
		e.Limit = limit
		return e.In(field)
	}
	for _, r := range s {
		if Control(r) {
			return Errorf(CodeBadValue, "The %s holds the control character %U.", field, r).In(field)
		}
	}
	return nil
}

// CheckCID reports why s cannot be a client's own id of a request, or nil.
func CheckCID(s string) error {
	if len(s) < MinCID || len(s) > MaxCID || !isID(s) {
		return Errorf(CodeBadValue, "A cid is %d to %d of A-Z, a-z, 0-9, - and _.", MinCID, MaxCID).In("cid")
	}
	return nil
}

// CheckID reports why s cannot be the id of a request, or nil.
func CheckID(s string) error {
	if s == "" || len(s) > MaxID || !isID(s) {
		return Errorf(CodeBadValue, "An id is 1 to %d of A-Z, a-z, 0-9, - and _.", MaxID).In("id")
	}
	return nil
}

func isID(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}

// Control reports whether r may stand in no text: C0, DEL, C1 and the
// characters that override the direction of what follows.
func Control(r rune) bool {
	return r < 0x20 || 0x7f <= r && r <= 0x9f ||
		0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069
}

// Blank reports whether nothing of s would be seen: it is empty, or all white
// space and invisible characters.
func Blank(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !Invisible(r) {
			return false
		}
	}
	return true
}

// Invisible reports whether r draws nothing of its own: format characters,
// variation selectors, fillers and the empty Braille pattern.
func Invisible(r rune) bool {
	if r < 0x80 {
		return false
	}
	switch r {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector) ||
		0xe0000 <= r && r <= 0xe0fff || 0xfff0 <= r && r <= 0xfff8
}

// Cut shortens s to at most limit bytes at a border of characters.
func Cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// IsRoom reports whether target names a room and not a person.
func IsRoom(target string) bool { return strings.HasPrefix(target, "#") }

// IsPerson reports whether target names a person, as @nick.
func IsPerson(target string) bool { return strings.HasPrefix(target, "@") }
