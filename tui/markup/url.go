package markup

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxMail = 320 // bytes of a mail address

// address takes the web or mail address whose scheme ends at the colon i.
func (p *parser) address(i int) int {
	start := p.scheme(i)
	if start < p.from || inWord(p.before(start)) {
		return i + 1
	}
	end := i + 1
	if strings.HasPrefix(p.text[end:], "//") {
		if r := p.after(end + 2); !inWord(r) && r != '[' {
			return i + 1
		}
		end = addressEnd(p.text, end)
	} else {
		end = addressEnd(p.text[:min(end+maxMail, len(p.text))], end)
		user, host, ok := strings.Cut(p.text[i+1:end], "@")
		if !ok || user == "" || host == "" {
			return i + 1
		}
	}
	return p.found(start, end, Link)
}

// scheme returns where the scheme before the colon i begins, or -1.
func (p *parser) scheme(i int) int {
	web := strings.HasPrefix(p.text[i+1:], "//")
	for _, s := range [...]string{"https", "http", "mailto"} {
		if start := i - len(s); (s != "mailto") == web && start >= 0 && strings.EqualFold(p.text[start:i], s) {
			return start
		}
	}
	return -1
}

// addressEnd returns where the address ends of which text[i:] is the rest:
// before white space, a quotation mark or a sign of a script that needs no
// space, and without the punctuation of the sentence around it.
func addressEnd(text string, i int) int {
	end := len(text)
	var depth [3]int // brackets that are open: ( [ {
	for j, r := range text[i:] {
		if stops(r) {
			end = i + j
			break
		}
		if k, d := bracket(r); d != 0 {
			depth[k] += d
		}
	}
	for end > i {
		c := text[end-1]
		if k, d := bracket(rune(c)); d < 0 && depth[k] < 0 {
			depth[k]++
		} else if d > 0 {
			depth[k]--
		} else if !strings.ContainsRune(".,;:!?'*_~", rune(c)) {
			return end
		}
		end--
	}
	return end
}

// bracket returns which bracket r is, and +1 if it opens, -1 if it closes.
func bracket(r rune) (kind, delta int) {
	switch r {
	case '(', '[', '{':
		return strings.IndexRune("([{", r), 1
	case ')', ']', '}':
		return strings.IndexRune(")]}", r), -1
	}
	return 0, 0
}

// stops reports whether r cannot be in an address.
func stops(r rune) bool {
	switch {
	case r <= ' ', r == '<', r == '>', r == '"', r == '`', r == '\\', r == '|', r == '^':
		return true
	case r < 0x2000:
		return r >= 0x80 && unicode.IsSpace(r)
	case r == 0x200c || r == 0x200d:
		return false // what it joins must not be torn apart
	}
	return r <= 0x206f || // spaces, quotation marks, dots
		0x2400 <= r && r <= 0x2426 || r == utf8.RuneError || // what was no text
		0x3000 <= r && r <= 0x303f && r != '々' || 0xff00 <= r && r <= 0xff0f || 0xff1a <= r && r <= 0xff20
}

// id returns the id of a link: the same for all its rows, another for the same
// address elsewhere.
func (p *parser) id(start int, link string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(p.o.ID))
	_, _ = h.Write([]byte(link))
	return strconv.FormatUint(h.Sum64()+uint64(start), 36) //nolint:gosec // an offset
}
