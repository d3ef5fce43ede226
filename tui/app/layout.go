package app

// A layout says which cells of the window belong to what. Panels fold away as
// the window narrows, rows as it gets lower; what one types in goes last.
//
//	┌─────────┬──────────────────┬────────┐
//	│ list    │ header           │ people │
//	│         │ messages         │        │
//	├─────────┴──────────────────┴────────┤
//	│ rule                                │
//	│ input                               │
//	│ status                              │
//	└─────────────────────────────────────┘
type layout struct {
	width, height int

	list, middle, people int // columns; 0 is folded away
	header               int // rows, as below; 0 or 1
	messages             int
	rule                 int
	input                int
	status               int
}

// A panel is whether the reader wants a panel.
type panel int

// What the reader wants of a panel.
const (
	automatic panel = iota // shown where there is room
	shown
	hidden
)

// The least columns at which a panel shows by itself, and the least that
// messages keep when one was asked for.
const (
	listFrom    = 54
	peopleFrom  = 76
	leastMiddle = 16
)

// arrange lays out a window in which the input wants to be some rows high.
func arrange(width, height, input int, list, people panel) layout {
	l := layout{width: max(width, 0), height: max(height, 0)}
	rows := l.height
	take := func(n int) int {
		n = max(0, min(n, rows))
		rows -= n
		return n
	}
	l.input = take(1)
	if l.height >= 3 {
		l.status = take(1)
	}
	if l.height >= 6 {
		l.header = take(1)
	}
	if l.height >= 9 {
		l.rule = take(1)
	}
	if more := min(input, max(1, l.height/3)) - l.input; more > 0 && l.height >= 5 {
		l.input += take(more)
	}
	l.messages = rows
	l.columns(list, people)
	return l
}

// columns shares the width.
func (l *layout) columns(list, people panel) {
	left, right := min(24, 16+max(0, l.width-80)/12), min(22, 14+max(0, l.width-80)/12)
	free := l.width
	fits := func(want panel, from, columns int) int {
		if want == hidden || want == automatic && l.width < from || free-columns-1 < leastMiddle {
			return 0
		}
		free -= columns + 1
		return columns
	}
	l.list = fits(list, listFrom, left)
	l.people = fits(people, peopleFrom, right)
	l.middle = free
}

// body returns the rows above the rule.
func (l *layout) body() int { return l.header + l.messages }

// left returns the column at which the messages begin.
func (l *layout) left() int {
	if l.list == 0 {
		return 0
	}
	return l.list + 1
}

// inputAt returns the row at which the input begins.
func (l *layout) inputAt() int { return l.body() + l.rule }

// An area is a part of the window.
type area int

// The parts of the window that answer to the mouse.
const (
	nowhere area = iota
	inList
	inHeader
	inMessages
	inPeople
	inInput
)

// at returns what is at a cell of the window, and where in it.
func (l *layout) at(x, y int) (where area, column, line int) {
	switch {
	case x < 0 || y < 0 || x >= l.width:
		return nowhere, 0, 0
	case y >= l.inputAt() && y < l.inputAt()+l.input:
		return inInput, x, y - l.inputAt()
	case y >= l.body():
		return nowhere, 0, 0
	case x < l.list:
		return inList, x, y
	case l.people > 0 && x >= l.width-l.people:
		return inPeople, x - (l.width - l.people), y
	case x < l.left() || x >= l.left()+l.middle:
		return nowhere, 0, 0
	case y < l.header:
		return inHeader, x - l.left(), y
	}
	return inMessages, x - l.left(), y - l.header
}
