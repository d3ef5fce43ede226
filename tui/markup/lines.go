package markup

import (
	"strings"
	"unicode/utf8"
)

const fence = "```"

// line begins the line at i and returns where its text begins.
func (p *parser) line(i int) int {
	p.flush(i)
	p.quote = 0
	p.open, p.barren = [4]int{}, [4]bool{}
	if p.o.Plain || i >= len(p.text) {
		return i
	}
	switch p.text[i] {
	case '>':
		return p.item(p.quoted(i))
	case '`':
		return p.block(i)
	case 'd', '-', '@':
		if end := diff(p.text[i:]); end > 0 {
			return p.patch(i, i+end)
		}
	}
	return p.item(i)
}

// item takes the sign before an item of a list.
func (p *parser) item(i int) int {
	if n := bullet(p.text[i:]); n > 0 {
		p.add(i, i+n, Bullet)
		return i + n
	}
	return i
}

// maxIndent bounds the spaces before an item of a list; what is further in is
// something else.
const maxIndent = 8

// bullet returns the length of the sign of a list s begins with, together
// with its indent and the space after it; 0 if there is none, or no text
// after it.
func bullet(s string) int {
	i := 0
	for i < len(s) && i < maxIndent && s[i] == ' ' {
		i++
	}
	n := sign(s[i:])
	if n == 0 {
		return 0
	}
	i += n
	if i+1 >= len(s) || s[i] != ' ' || s[i+1] <= ' ' || clings(first(s[i+1:])) {
		return 0
	}
	return i + 1
}

// sign returns the length of the sign of a list s begins with: - * • or up to
// three digits and a dot.
func sign(s string) int {
	if s == "" {
		return 0
	}
	if s[0] == '-' || s[0] == '*' {
		return 1
	}
	if strings.HasPrefix(s, "•") {
		return len("•")
	}
	for i := 0; i < len(s) && i <= 3; i++ {
		if c := s[i]; c < '0' || c > '9' {
			if i > 0 && (c == '.' || c == ')') {
				return i + 1
			}
			return 0
		}
	}
	return 0
}

// first returns the first character of s.
func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// quoted takes the signs before a quoted line: any number of >, each with or
// without a space, the last one with a space or the end of the line.
func (p *parser) quoted(i int) int {
	depth, end := 0, i
	for j := i; j < len(p.text); {
		if p.text[j] != '>' {
			break
		}
		depth++
		j++
		switch {
		case j == len(p.text) || p.text[j] == '\n':
			end = j
		case p.text[j] == ' ' && !clings(p.after(j+1)):
			j++
			end = j
		case p.text[j] != '>':
			depth-- // an arrow or a face
		}
	}
	if end == i {
		return i
	}
	p.quote = uint8(min(depth, MaxQuote)) //nolint:gosec // at most MaxQuote
	p.add(i, end, Prefix)
	return end
}

// block takes lines of code: from a line that begins with ``` and holds no
// other until the next, or the end of the text. The word after the first is
// the language; it is not drawn.
func (p *parser) block(i int) int {
	rest := p.text[i:]
	if !strings.HasPrefix(rest, fence) {
		return i
	}
	first, _, _ := strings.Cut(rest[len(fence):], "\n")
	if strings.Contains(first, "`") || clings(p.after(i+len(fence))) {
		return i
	}
	start := i + len(fence)
	if language(first) {
		start = min(start+len(first)+1, len(p.text))
	}
	end, next := len(p.text), len(p.text)
	if n := strings.Index(p.text[start:], fence); n >= 0 {
		end = start + n
		next = end + len(fence)
	}
	if strings.TrimSpace(p.text[start:end]) == "" || clings(p.after(start)) || clings(p.after(next)) {
		return i
	}
	if end < next && p.text[end-1] == '\n' {
		end--
	}
	if next < len(p.text) && p.text[next] == '\n' {
		next++
	}
	p.add(i, start, Fence)
	p.add(start, end, Block)
	if end < next {
		p.add(end, next, Fence)
	}
	if next < len(p.text) && p.text[next-1] == '\n' {
		return p.line(next)
	}
	return next
}

// patch takes a diff without fences, and the line end after it.
func (p *parser) patch(i, end int) int {
	if clings(p.after(end)) {
		return i
	}
	p.add(i, end, Block)
	if end == len(p.text) {
		return end
	}
	p.add(end, end+1, Fence) // the line end is the edge of the block
	return p.line(end + 1)
}

// lang returns the language of the block that is token i.
func (p *parser) lang(i int) string {
	t := p.tokens[i]
	if i == 0 || p.tokens[i-1].kind != Fence || p.text[p.tokens[i-1].start] != '`' {
		return "diff"
	}
	before := p.text[p.tokens[i-1].start:t.start]
	word, _, _ := strings.Cut(before[len(fence):], "\n")
	if word = strings.ToLower(strings.TrimSpace(word)); word == "" && diff(p.text[t.start:t.end]) > 0 {
		return "diff"
	}
	return word
}

// language reports whether s, the rest of the line after a fence, is no code
// yet: nothing, or one word such as go or c++.
func language(s string) bool {
	if len(s) > 20 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c == ' ' && i == len(s)-1 || c < utf8.RuneSelf && inWord(rune(c)) || strings.IndexByte("+-#.", c) >= 0 {
			continue
		}
		return false
	}
	return true
}
