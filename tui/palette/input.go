package palette

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// An Input is a dialog that asks for one line of text. It has one owner, the
// event loop.
type Input struct {
	title, prompt string
	field         field
	check         func(string) error
	done          func(string) tea.Cmd
	wrong         string // what check said, until something is changed
	masked        bool   // what is typed is not to be seen
	cursor        tea.Position
}

// NewInput returns a dialog that asks for a text: title and prompt are own
// words. On Enter check, if there is one, says what is wrong with the text;
// done is called with one that is right when the dialog has closed.
func NewInput(title, prompt, initial string, check func(string) error, done func(string) tea.Cmd) *Input {
	in := &Input{title: title, prompt: prompt, check: check, done: done}
	in.field.set(initial)
	return in
}

// Mask hides what is typed, and returns in.
func (in *Input) Mask() *Input {
	in.masked = true
	return in
}

// shown is the field as it is drawn.
func (in *Input) shown() *field {
	if !in.masked {
		return &in.field
	}
	f := &field{}
	f.set(strings.Repeat("*", utf8.RuneCountInString(in.field.text)))
	return f
}

// Title implements overlay.Dialog.
func (in *Input) Title() string { return in.title }

// Cursor implements overlay.Pointer.
func (in *Input) Cursor() (x, y int, ok bool) { return in.cursor.X, in.cursor.Y, true }

// Text returns what is typed.
func (in *Input) Text() string { return in.field.text }

// Update implements overlay.Dialog.
func (in *Input) Update(msg tea.Msg) overlay.Outcome {
	was := in.field.text
	switch msg := msg.(type) {
	case tea.PasteMsg:
		in.field.paste(msg.Content)
	case tea.KeyPressMsg:
		switch key := msg.String(); {
		case key == "enter":
			return in.enter()
		case key == "ctrl+c", key == "ctrl+d" && was == "":
			return overlay.Outcome{Close: true}
		default:
			in.field.press(msg)
		}
	}
	if in.field.text != was {
		in.wrong = ""
	}
	return overlay.Outcome{}
}

// enter takes the text if it is right.
func (in *Input) enter() overlay.Outcome {
	text := in.field.text
	if in.check != nil {
		if err := in.check(text); err != nil {
			in.wrong = err.Error()
			return overlay.Outcome{}
		}
	}
	out := overlay.Outcome{Close: true}
	if in.done != nil {
		out.Yes = func() tea.Cmd { return in.done(text) }
	}
	return out
}

// Rows implements overlay.Dialog.
func (in *Input) Rows(width, height int, m cell.Method, s overlay.Styles) []string {
	if height <= 0 {
		return nil
	}
	r := row.New(width, m, "")
	if width >= 8 {
		r.Own("> ", s.Key)
	}
	start := width - r.Left()
	x := start + in.shown().draw(r, m, "", s.Text, s.Muted)
	asked := r.String()

	var below, above []string
	if in.wrong != "" {
		below = wrapped("! "+in.wrong, width, height-1, m, s.Alert)
	}
	left := height - 1 - len(below)
	above = wrapped(in.prompt, width, max(left-1, 0), m, s.Muted)
	left -= len(above)
	if left >= 1 {
		if left >= 2 {
			below = append(below, row.New(width, m, "").String())
		}
		below = append(below, row.New(width, m, "").Own("Enter takes it · Esc cancels", s.Muted).String())
	}
	in.cursor = tea.Position{X: x, Y: len(above)}
	return append(append(above, asked), below...)
}

// wrapped draws a text in at most most rows.
func wrapped(text string, width, most int, m cell.Method, s row.Style) []string {
	var rows []string
	if text == "" {
		return nil
	}
	for _, l := range m.Wrap(cell.Fit(safe.Line(text).String(), m), max(width, 1), 0) {
		if len(rows) >= most {
			break
		}
		rows = append(rows, row.New(width, m, "").Text(safe.Line(l), s).String())
	}
	return rows
}

var (
	_ overlay.Dialog  = (*Input)(nil)
	_ overlay.Pointer = (*Input)(nil)
)
