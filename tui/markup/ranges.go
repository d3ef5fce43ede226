package markup

// A Range is a part of a text, in bytes.
type Range struct{ Start, End int }

// CodeRanges returns the parts of text that are code, with the signs around
// them, in order. The text need not be clean: nothing is drawn.
func CodeRanges(text string) []Range {
	return ranges(text, func(k Kind) bool { return k == Code || k == Block })
}

// URLRanges returns the parts of text that are addresses, in order.
func URLRanges(text string) []Range {
	return ranges(text, func(k Kind) bool { return k == Link })
}

// Verbatim returns the parts of text that are code or addresses, in order:
// where no sign means anything.
func Verbatim(text string) []Range {
	return ranges(text, func(k Kind) bool { return k == Code || k == Block || k == Link })
}

// ranges returns the parts of text whose kind is wanted. Signs beside code
// belong to it.
func ranges(text string, want func(Kind) bool) []Range {
	if plain(text, false) {
		return nil
	}
	p := parser{text: text}
	p.parse()
	var out []Range
	for i, t := range p.tokens {
		if !want(t.kind) {
			continue
		}
		r := Range{t.start, t.end}
		if t.kind != Link && i > 0 && (p.tokens[i-1].kind == Mark || p.tokens[i-1].kind == Fence) {
			r.Start = p.tokens[i-1].start
		}
		if t.kind != Link {
			if i+1 < len(p.tokens) && (p.tokens[i+1].kind == Mark || p.tokens[i+1].kind == Fence) {
				r.End = p.tokens[i+1].end
			}
		}
		out = append(out, r)
	}
	return out
}
