package server

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A message names at most mostMentions people, and mostNames words of it are
// looked at to find them.
const (
	mostMentions = 50
	mostNames    = 200
)

// mentions returns the ids of the people in the room whom a text names, other
// than its author. In a conversation everything is for the other one.
func (r *room) mentions(author *person, body string) (ids []string) {
	if body == "" {
		return nil
	}
	if r.direct() {
		if other := r.pair[1-r.sideOf(author)]; other != author.id {
			return []string{other}
		}
		return nil
	}
	left := mostNames
	for rest := body; ; {
		i := strings.IndexByte(rest, '@')
		if i < 0 || len(ids) == mostMentions || left <= 0 {
			return ids
		}
		word := wordBefore(body[:len(body)-len(rest)+i])
		rest = rest[i+1:]
		if word {
			continue // part of an address, or the like
		}
		if id := r.named(rest, &left); id != "" && id != author.id && !contains(ids, id) {
			ids = append(ids, id)
		}
	}
}

func contains(ids []string, id string) bool {
	for _, other := range ids {
		if other == id {
			return true
		}
	}
	return false
}

// wordBefore reports whether a text ends inside a word.
func wordBefore(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return inWord(last)
}

func inWord(c rune) bool {
	return c == '_' || unicode.In(c, unicode.L, unicode.M, unicode.N)
}

// named returns the id of the one in the room whose nick a text begins with,
// as a whole word, or "". Nicks may hold what ends a sentence too, so the
// longest that is someone's counts.
func (r *room) named(text string, left *int) string {
	text = chat.Cut(text, chat.MaxNick)
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		text = text[:i]
	}
	for end := len(text); end > 0 && *left > 0; {
		_, size := utf8.DecodeLastRuneInString(text[:end])
		next, _ := utf8.DecodeRuneInString(text[end:])
		if end == len(text) || !inWord(next) {
			*left--
			if id := r.srv.people.id(text[:end]); id != "" && r.has(id) {
				return id
			}
		}
		end -= size
	}
	return ""
}

// has reports whether someone is in the room.
func (r *room) has(id string) bool {
	if _, member := r.members[id]; member {
		return true
	}
	return r.people[id] != nil
}
