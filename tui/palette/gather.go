package palette

// gather looks anew for what fits what is typed.
func (p *Picker) gather() {
	p.list = p.own
	if p.opts.Source != nil {
		p.list = append(index(p.opts.Source(p.field.text)), p.own...)
	}
	p.marked = false
	for i := range p.list {
		p.marked = p.marked || p.list[i].Mark != ""
	}
	p.shown = grouped(p.list, rank(p.list, p.field.text))
	p.at, p.top = 0, 0
	p.lines = p.lines[:0]
	heading := ""
	for i, at := range p.shown {
		if g := p.list[at].Group; g != heading {
			heading = g
			if g != "" {
				p.lines = append(p.lines, line{heading: g, item: -1})
			}
		}
		p.lines = append(p.lines, line{item: i})
	}
}

// grouped puts what belongs to one heading together, in the order in which the
// headings come first.
func grouped(list []entry, shown []int) []int {
	place := make(map[string]int)
	var groups [][]int
	for _, at := range shown {
		g := list[at].Group
		n, ok := place[g]
		if !ok {
			n = len(groups)
			place[g] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], at)
	}
	if len(groups) == 1 {
		return shown
	}
	shown = make([]int, 0, len(shown))
	for _, g := range groups {
		shown = append(shown, g...)
	}
	return shown
}
