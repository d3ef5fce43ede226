package markup

// code takes code in a line, between equal runs of one to three `.
func (p *parser) code(i int) int {
	n := ticks(p.text[i:])
	if n > 3 || p.barren[n] || clings(p.after(i+n)) {
		return i + n
	}
	for j := i + n; j < len(p.text) && p.text[j] != '\n'; {
		if p.text[j] != '`' {
			j++
			continue
		}
		m := ticks(p.text[j:])
		if m != n || clings(p.after(j+m)) {
			j += m
			continue
		}
		p.found(i, i+n, Mark)
		p.found(i+n, j, Code)
		return p.found(j, j+m, Mark)
	}
	p.barren[n] = true
	return i + n
}

// ticks returns how many ` s begins with.
func ticks(s string) int {
	n := 0
	for n < len(s) && s[n] == '`' {
		n++
	}
	return n
}
