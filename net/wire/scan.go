package wire

import (
	"bytes"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/chat"
)

// scanner reads one line strictly, as PROTOCOL.md, "Lines" asks: it knows no
// leniency, keeps nothing, and allocates only to compare the keys of an
// object with very many of them.
//
// A small tokenizer of our own, because encoding/json takes duplicate keys,
// folds their case, repairs broken UTF-8 and lone surrogates and rounds
// numbers, all silently, and because frames are flat: checking a line and
// then reading its fields in place costs a fraction of building a tree.
type scanner struct {
	b []byte
	i int
}

// check reports why line is not one strict JSON object, or nil.
func check(line []byte) error {
	if !utf8.Valid(line) {
		return badJSON("The line is not valid UTF-8.")
	}
	s := scanner{b: line}
	s.space()
	if s.peek() != '{' {
		return badJSON("The line is not a JSON object.")
	}
	if err := s.object(1); err != nil {
		return err
	}
	s.space()
	if s.i != len(s.b) {
		return badJSON("Something follows the JSON object; one object a line.")
	}
	return nil
}

func badJSON(text string) error { return chat.Errorf(chat.CodeBadJSON, "%s", text) }

func (s *scanner) peek() byte {
	if s.i < len(s.b) {
		return s.b[s.i]
	}
	return 0
}

func (s *scanner) space() {
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case ' ', '\t', '\r', '\n':
			s.i++
		default:
			return
		}
	}
}

// value checks the value at s.i, which lies depth objects or arrays deep.
func (s *scanner) value(depth int) error {
	switch c := s.peek(); {
	case c == '"':
		return s.text()
	case c == '{':
		return s.object(depth + 1)
	case c == '[':
		return s.array(depth + 1)
	case c == '-' || '0' <= c && c <= '9':
		return s.number()
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if rest := s.b[s.i:]; len(rest) >= len(word) && string(rest[:len(word)]) == word {
			s.i += len(word)
			return nil
		}
	}
	return badJSON("The line is not valid JSON.")
}

func (s *scanner) object(depth int) error {
	if depth > chat.MaxDepth {
		return badJSON("The line is nested too deeply.")
	}
	var keys keySet
	s.i++ // {
	s.space()
	if s.peek() == '}' {
		s.i++
		return nil
	}
	for {
		if s.peek() != '"' {
			return badJSON("The line is not valid JSON: a key is missing.")
		}
		start := s.i
		if err := s.text(); err != nil {
			return err
		}
		if !keys.add(s.b[start+1 : s.i-1]) {
			return badJSON("The line names a key twice.")
		}
		s.space()
		if s.peek() != ':' {
			return badJSON("The line is not valid JSON: a colon is missing.")
		}
		s.i++
		s.space()
		if err := s.value(depth); err != nil {
			return err
		}
		s.space()
		switch s.peek() {
		case ',':
			s.i++
			s.space()
		case '}':
			s.i++
			return nil
		default:
			return badJSON("The line is not valid JSON: a comma or a brace is missing.")
		}
	}
}

func (s *scanner) array(depth int) error {
	if depth > chat.MaxDepth {
		return badJSON("The line is nested too deeply.")
	}
	s.i++ // [
	s.space()
	if s.peek() == ']' {
		s.i++
		return nil
	}
	for {
		if err := s.value(depth); err != nil {
			return err
		}
		s.space()
		switch s.peek() {
		case ',':
			s.i++
			s.space()
		case ']':
			s.i++
			return nil
		default:
			return badJSON("The line is not valid JSON: a comma or a bracket is missing.")
		}
	}
}

// number checks a whole number within ±2^53-1: a fraction or an exponent
// would be rounded somewhere on its way.
func (s *scanner) number() error {
	start := s.i
	if s.peek() == '-' {
		s.i++
	}
	digits := s.i
	var n uint64
	for s.i < len(s.b) && '0' <= s.b[s.i] && s.b[s.i] <= '9' {
		n = n*10 + uint64(s.b[s.i]-'0')
		s.i++
		if s.i-digits > 16 {
			return badJSON("A number is larger than 2^53-1.")
		}
	}
	switch length := s.i - digits; {
	case length == 0, length > 1 && s.b[digits] == '0':
		return badJSON("The line is not valid JSON: " + string(s.b[start:s.i]) + " is no number.")
	case n > chat.MaxInt:
		return badJSON("A number is larger than 2^53-1.")
	}
	if c := s.peek(); c == '.' || c == 'e' || c == 'E' {
		return badJSON("A number is not whole.")
	}
	return nil
}

// keySet finds a key that was seen before. Few keys are compared one by one.
type keySet struct {
	few  [16][]byte
	n    int
	many map[string]struct{}
}

// add reports whether raw, a key between its quotes, is new.
func (k *keySet) add(raw []byte) bool {
	if bytes.IndexByte(raw, '\\') >= 0 {
		raw = appendUnquoted(nil, raw)
	}
	if k.many != nil {
		if _, seen := k.many[string(raw)]; seen {
			return false
		}
		k.many[string(raw)] = struct{}{}
		return true
	}
	for _, seen := range k.few[:k.n] {
		if bytes.Equal(seen, raw) {
			return false
		}
	}
	if k.n < len(k.few) {
		k.few[k.n] = raw
		k.n++
		return true
	}
	k.many = map[string]struct{}{string(raw): {}}
	for _, seen := range k.few {
		k.many[string(seen)] = struct{}{}
	}
	return true
}
