package syntax

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A Class is what a part of a program is.
type Class uint8

// Classes of the parts of a program, and of the lines of a diff.
const (
	Plain Class = iota
	Keyword
	String
	Comment
	Number
	Name // what is called or defined, the key of a value
	Added
	Removed
	Hunk // where in a file a part of a diff is

	Classes = iota // how many there are
)

// A Token is a part of a program. It begins where the one before it ends.
type Token struct {
	End   int
	Class Class
}

// Known reports whether Scan knows the language of that name.
func Known(lang string) bool { return find(lang) != nil }

// Scan appends the tokens of text to dst; none if the language is not known.
// They cover all of the text, and no token begins with anything but ASCII, so
// that no character is torn apart.
func Scan(dst []Token, lang, text string) []Token {
	l := find(lang)
	if l == nil || text == "" {
		return dst
	}
	s := scanner{language: l, text: text, out: dst, base: len(dst), fresh: true}
	switch l.form {
	case diffs:
		s.diff()
	case tags:
		s.markup()
	case program, values:
		for s.at < len(text) {
			s.next()
		}
	}
	return s.out
}

// find returns the language of that name, or nil.
func find(name string) *language {
	if name == "" {
		return nil
	}
	for i := range languages {
		if slices.Contains(languages[i].names, name) {
			return &languages[i]
		}
	}
	return nil
}

// A scanner reads one text from left to right.
type scanner struct {
	*language
	text    string
	at      int
	out     []Token
	base    int  // tokens that were there before
	fresh   bool // nothing but spaces was seen in this line
	defines bool // the last word was one such as func, which a name follows
}

// emit ends a token at end. Characters beyond ASCII go with what is before
// them, because they may stand on it.
func (s *scanner) emit(end int, c Class) {
	for end < len(s.text) && s.text[end] >= utf8.RuneSelf {
		end++
	}
	s.at = end
	if n := len(s.out); n > s.base && s.out[n-1].Class == c {
		s.out[n-1].End = end
		return
	}
	s.out = append(s.out, Token{end, c})
}

// next takes one token.
func (s *scanner) next() {
	rest := s.text[s.at:]
	c := rest[0]
	switch c {
	case '\n':
		s.emit(s.at+1, Plain)
		s.fresh, s.defines = true, false
		return
	case ' ':
		s.emit(s.at+1, Plain)
		return
	}
	fresh := s.fresh
	s.fresh = false
	switch {
	case s.comment(rest), s.quoted(rest), s.form == values && fresh && s.key(rest):
	case s.directives && fresh && c == '#':
		s.emit(s.at+1+word(rest[1:]), Keyword)
	case '0' <= c && c <= '9':
		s.emit(s.at+number(rest), Number)
	case letter(c):
		s.word(rest)
	case (c == '$' || c == '@') && len(rest) > 1 && letter(rest[1]) && strings.IndexByte(s.sigils, c) >= 0:
		s.emit(s.at+1+word(rest[1:]), Name)
	default:
		s.fresh = s.form == values && fresh && c == '-' // an item of a list
		s.emit(s.at+1, Plain)
	}
}

// comment takes a comment.
func (s *scanner) comment(rest string) bool {
	if s.open != "" && strings.HasPrefix(rest, s.open) {
		end := strings.Index(rest[len(s.open):], s.close)
		if end < 0 {
			s.emit(len(s.text), Comment)
		} else {
			s.emit(s.at+len(s.open)+end+len(s.close), Comment)
		}
		return true
	}
	for _, sign := range s.line {
		if !strings.HasPrefix(rest, sign) {
			continue
		}
		if sign == "#" && s.at > 0 && strings.IndexByte(" \n;\t", s.text[s.at-1]) < 0 {
			continue // as in $# or a colour
		}
		s.emit(s.at+lineLen(rest), Comment)
		return true
	}
	return false
}

// quoted takes a text between quotation marks.
func (s *scanner) quoted(rest string) bool {
	for _, q := range s.long {
		if strings.HasPrefix(rest, q) {
			end := closing(rest, q, len(rest), q != "`" || !s.raw)
			s.emit(s.at+end, String)
			return true
		}
	}
	c := rest[0]
	switch {
	case strings.IndexByte(s.quotes, c) >= 0:
		end := closing(rest, rest[:1], lineLen(rest), true)
		if s.form == values && keyed(rest[end:], s.sep) {
			s.emit(s.at+end, Name)
		} else {
			s.emit(s.at+end, String)
		}
		return true
	case c == '\'' && s.runes:
		// One character; anything longer is a lifetime or an apostrophe.
		limit := lineLen(rest[:min(len(rest), maxRune)])
		end := closing(rest, "'", limit, true)
		if end <= 2 || rest[end-1] != '\'' {
			return false
		}
		s.emit(s.at+end, String)
		return true
	}
	return false
}

const maxRune = 14 // bytes of a character between quotation marks

// closing returns where the text ends that begins with the quotation mark q:
// behind the next one, at most at limit.
func closing(s, q string, limit int, escapes bool) int {
	for i := len(q); i < limit; i++ {
		if escapes && s[i] == '\\' {
			i++
			continue
		}
		if s[i] == q[0] && strings.HasPrefix(s[i:limit], q) {
			return i + len(q)
		}
	}
	return limit
}

// keyed reports whether s goes on with a sign such as the colon after a key.
func keyed(s string, sep byte) bool {
	for i := range len(s) {
		if s[i] != ' ' {
			return s[i] == sep
		}
	}
	return false
}

const maxKey = 200 // bytes of a key that is looked for

// key takes the key of a value, or the head of a section.
func (s *scanner) key(rest string) bool {
	if s.sep == '=' && rest[0] == '[' {
		s.emit(s.at+lineLen(rest), Keyword)
		return true
	}
	if word(rest[:1]) == 0 || rest[0] >= utf8.RuneSelf {
		return false
	}
	line := rest[:lineLen(rest[:min(len(rest), maxKey)])]
	for i := range len(line) {
		c := line[i]
		if c == s.sep {
			if s.sep == ':' && i+1 < len(line) && line[i+1] != ' ' {
				return false
			}
			s.emit(s.at+i, Name)
			return true
		}
		if !letter(c) && (c < '0' || c > '9') && strings.IndexByte("-./ ", c) < 0 {
			return false
		}
	}
	return false
}

// word takes a word.
func (s *scanner) word(rest string) {
	n := word(rest)
	c := Plain
	switch {
	case rest[0] >= utf8.RuneSelf:
	case s.isKeyword(rest[:n]):
		c = Keyword
	case s.defines || n < len(rest) && rest[n] == '(' && s.form == program:
		c = Name
	}
	s.defines = c == Keyword && slices.Contains(defining, rest[:n])
	s.emit(s.at+n, c)
}

const maxKeyword = 16 // bytes of the longest keyword

func (s *scanner) isKeyword(word string) bool {
	if len(word) > maxKeyword {
		return false
	}
	if s.fold {
		word = strings.ToLower(word)
	}
	_, ok := slices.BinarySearch(s.keywords, word)
	return ok
}

// letter reports whether c may begin a word.
func letter(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c >= utf8.RuneSelf
}

// word returns how many bytes of s are of a word.
func word(s string) int {
	i := 0
	for i < len(s) && (letter(s[i]) || '0' <= s[i] && s[i] <= '9') {
		i++
	}
	return i
}

// number returns how many bytes of s are of a number.
func number(s string) int {
	i := 1
	for i < len(s) && (letter(s[i]) || '0' <= s[i] && s[i] <= '9' || s[i] == '.' && i+1 < len(s) && '0' <= s[i+1] && s[i+1] <= '9') {
		i++
	}
	return i
}

// lineLen returns how many bytes of s are before its first line end.
func lineLen(s string) int {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return i
	}
	return len(s)
}
