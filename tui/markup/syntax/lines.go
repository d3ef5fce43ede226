package syntax

import "strings"

// diff takes the lines of a diff.
func (s *scanner) diff() {
	for s.at < len(s.text) {
		rest := s.text[s.at:]
		n := lineLen(rest)
		c := Plain
		if s.at == 0 || s.text[s.at-1] == '\n' {
			c = lineOf(rest[:n])
		}
		s.emit(s.at+n, c)
		if s.at < len(s.text) && s.text[s.at] == '\n' {
			s.emit(s.at+1, Plain)
		}
	}
}

// lineOf returns what a line of a diff is.
func lineOf(line string) Class {
	switch {
	case line == "":
		return Plain
	case strings.HasPrefix(line, "+++ "), strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "diff "), strings.HasPrefix(line, "index "):
		return Keyword
	case strings.HasPrefix(line, "@@"):
		return Hunk
	case line[0] == '+':
		return Added
	case line[0] == '-':
		return Removed
	}
	return Plain
}

// markup takes the text and the tags of HTML or XML.
func (s *scanner) markup() {
	inside := false // of a tag
	for s.at < len(s.text) {
		rest := s.text[s.at:]
		c := rest[0]
		switch {
		case s.comment(rest):
		case !inside && c == '<' && len(rest) > 1 && (letter(rest[1]) || strings.IndexByte("/!?", rest[1]) >= 0):
			inside = true
			n := 1
			if !letter(rest[1]) {
				n++
			}
			s.emit(s.at+n+name(rest[n:]), Keyword)
		case !inside:
			n := strings.IndexByte(rest[1:], '<') + 1
			if n == 0 {
				n = len(rest)
			}
			s.emit(s.at+n, Plain)
		case c == '>':
			inside = false
			s.emit(s.at+1, Keyword)
		case c == '"' || c == '\'':
			s.emit(s.at+closing(rest, rest[:1], len(rest), false), String)
		case letter(c):
			s.emit(s.at+name(rest), Name)
		default:
			s.emit(s.at+1, Plain)
		}
	}
}

// name returns how many bytes of s are of the name of a tag.
func name(s string) int {
	i := 0
	for i < len(s) && (letter(s[i]) || '0' <= s[i] && s[i] <= '9' || s[i] == '-' || s[i] == ':') {
		i++
	}
	return i
}
