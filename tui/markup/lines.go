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
		return p.quoted(i)
	case '`':
		return p.block(i)
	}
	return i
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
