package markup

import "strings"

// escape is what the cleaner of text from others makes of the start of a
// control sequence.
const escape = "␛["

// colourless returns text without the sequences that set colours, which pasted
// logs are full of: they never reached the terminal, and their remains are not
// worth reading. All other remains stay, so that nobody hides what they tried.
func colourless(text string) string {
	i := strings.Index(text, escape)
	if i < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for ; i >= 0; i = strings.Index(text, escape) {
		n := i + len(escape)
		for n < len(text) && ('0' <= text[n] && text[n] <= '9' || text[n] == ';' || text[n] == ':') {
			n++
		}
		b.WriteString(text[:i])
		if n == len(text) || text[n] != 'm' || clings(first(text[n+1:])) {
			b.WriteString(text[i:n])
			text = text[n:]
			continue
		}
		text = text[n+1:]
	}
	b.WriteString(text)
	return b.String()
}
