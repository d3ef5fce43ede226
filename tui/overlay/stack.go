package overlay

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
)

// A Stack is the open dialogs; the last one has the keys. The zero value is
// empty; it has one owner.
type Stack struct {
	dialogs []Dialog
	styles  Styles
	drawn   frame
}

// A frame is where a dialog was drawn last, in cells of the window: the frame
// itself, and what is inside.
type frame struct {
	of            Dialog
	outer, inside box
}

type box struct{ x, y, w, h int }

func (b box) holds(x, y int) bool { return b.x <= x && x < b.x+b.w && b.y <= y && y < b.y+b.h }

// SetStyles takes other looks.
func (k *Stack) SetStyles(s Styles) { k.styles = s }

// Open puts a dialog over those that are open.
func (k *Stack) Open(d Dialog) { k.dialogs = append(k.dialogs, d) }

// Close takes the uppermost dialog away.
func (k *Stack) Close() {
	if n := len(k.dialogs); n > 0 {
		k.dialogs = k.dialogs[:n-1]
	}
}

// Empty reports whether no dialog is open.
func (k *Stack) Empty() bool { return len(k.dialogs) == 0 }

// Has reports whether a dialog is open.
func (k *Stack) Has(d Dialog) bool { return slices.Contains(k.dialogs, d) }

// Top returns the uppermost dialog, nil if there is none.
func (k *Stack) Top() Dialog {
	if k.Empty() {
		return nil
	}
	return k.dialogs[len(k.dialogs)-1]
}

// Update gives a message to the uppermost dialog, with the place of the mouse
// within what is inside its frame. Esc and a click beside it close any.
func (k *Stack) Update(msg tea.Msg) tea.Cmd {
	top := k.Top()
	if top == nil {
		return nil
	}
	if mouse, ok := msg.(tea.MouseMsg); ok {
		if k.drawn.of != top { // not seen yet: nothing was aimed at it
			return nil
		}
		at := mouse.Mouse()
		if _, click := msg.(tea.MouseClickMsg); click && !k.drawn.outer.holds(at.X, at.Y) {
			return k.cancel(top)
		}
		msg = moved(msg, at, k.drawn.inside)
	}
	out := top.Update(msg)
	if press, ok := msg.(tea.KeyPressMsg); ok && press.String() == "esc" && !out.Close {
		return k.cancel(top)
	}
	if out.Close {
		k.Close()
	}
	if out.Yes != nil {
		return out.Yes()
	}
	return nil
}

// cancel closes a dialog that was left.
func (k *Stack) cancel(top Dialog) tea.Cmd {
	k.Close()
	if c, ok := top.(Canceler); ok {
		if do := c.Cancel(); do != nil {
			return do()
		}
	}
	return nil
}

// moved returns the message with the place counted from the corner of b.
func moved(msg tea.Msg, at tea.Mouse, b box) tea.Msg {
	at.X, at.Y = at.X-b.x, at.Y-b.y
	switch msg.(type) {
	case tea.MouseClickMsg:
		return tea.MouseClickMsg(at)
	case tea.MouseWheelMsg:
		return tea.MouseWheelMsg(at)
	case tea.MouseMotionMsg:
		return tea.MouseMotionMsg(at)
	case tea.MouseReleaseMsg:
		return tea.MouseReleaseMsg(at)
	}
	return msg
}

// Cursor returns where the cursor of the terminal stands in the window, after
// Over: on what has the keys. It is false if the dialog has no such place.
func (k *Stack) Cursor() (x, y int, ok bool) {
	top, in := k.Top(), k.drawn.inside
	p, ok := top.(Pointer)
	if !ok || k.drawn.of != top || in.w <= 0 || in.h <= 0 {
		return 0, 0, false
	}
	if x, y, ok = p.Cursor(); !ok {
		return 0, 0, false
	}
	return in.x + max(0, min(x, in.w-1)), in.y + max(0, min(y, in.h-1)), true
}

// The widest and highest a dialog gets, frame included.
const (
	mostWidth  = 84
	mostHeight = 40
)

// Over draws the uppermost dialog over rows, which are exactly width cells
// wide, and changes them in place.
func (k *Stack) Over(rows []string, width int, m cell.Method) {
	k.drawn = frame{}
	top := k.Top()
	if top == nil || len(rows) == 0 {
		return
	}
	height := len(rows)
	if width < 16 || height < 5 { // no room for a frame
		inside := top.Rows(width, height, m, k.styles)
		for y := range rows {
			rows[y] = at(inside, y, width, m)
		}
		whole := box{0, 0, width, height}
		k.drawn = frame{top, whole, whole}
		return
	}
	w, h := min(width-2, mostWidth), min(height-2, mostHeight)
	if width < 50 {
		w = width
	}
	if height < 16 {
		h = height
	}
	inside := top.Rows(w-4, h-2, m, k.styles)
	h = min(len(inside)+2, h)
	left, upper := (width-w)/2, (height-h)/2
	k.drawn = frame{top, box{left, upper, w, h}, box{left + 2, upper + 1, w - 4, h - 2}}
	for y := range h {
		var drawn string
		switch y {
		case 0:
			drawn = k.edge("╭", "╮", top.Title(), w, m)
		case h - 1:
			drawn = k.edge("╰", "╯", "", w, m)
		default:
			drawn = row.New(w, m, "").Own("│ ", k.styles.Border).
				Drawn(at(inside, y-1, w-4, m), w-4).Own(" │", k.styles.Border).String()
		}
		rows[upper+y] = splice(rows[upper+y], drawn, left, w, width, m)
	}
}
