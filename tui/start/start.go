// Package start is the first screen of someone who is new here: it asks what
// others shall call them, with a guess filled in, so that Enter is enough.
package start

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/theme"
)

// Options say what is asked. The functions are called in the event loop.
type Options struct {
	Guess   string // the name that is filled in
	Where   string // which server it is for, in the program's own words
	NoColor bool

	Program []tea.ProgramOption // the terminal, and what tests need
}

// ErrLeft says that the person left without an answer.
var ErrLeft = errors.New("you left before choosing a name")

// Ask shows the screen until a name is chosen, and returns it.
func Ask(ctx context.Context, o Options) (name string, err error) {
	m := newModel(o)
	_, err = tea.NewProgram(m, append([]tea.ProgramOption{tea.WithContext(ctx)}, o.Program...)...).Run()
	switch {
	case m.chosen:
		return m.name, nil
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err != nil && !errors.Is(err, tea.ErrInterrupted):
		return "", fmt.Errorf("screen: %w", err)
	}
	return "", ErrLeft
}

// model is the screen.
type model struct {
	o             Options
	width, height int
	dark          bool
	method        cell.Method
	overlay       overlay.Stack
	name          string
	chosen        bool
}

func newModel(o Options) *model {
	m := &model{o: o, dark: true}
	text := "This is chat-tui. You are about to talk " + o.Where + ". What shall others call you? Enter takes the name; later /nick changes it."
	m.overlay.Open(palette.NewInput("Welcome", text, o.Guess, check, func(name string) tea.Cmd {
		m.name, m.chosen = strings.TrimSpace(name), true
		return tea.Quit
	}))
	m.dress()
	return m
}

// check says what is wrong with a name, as far as can be known without the
// server, which decides.
func check(name string) error {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return errors.New("a name is needed; letters, digits, - and _ make one")
	case len(name) > chat.MaxNick:
		return fmt.Errorf("that is too long; %d bytes are the most", chat.MaxNick)
	case strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.M, unicode.N) && !strings.ContainsRune("-_.", r)
	}):
		return errors.New("a name is made of letters, digits, - and _, without spaces")
	}
	return nil
}

func (m *model) dress() {
	t := theme.Default(m.dark)
	if m.o.NoColor {
		t = theme.NoColor()
	}
	m.overlay.SetStyles(overlay.NewStyles(t))
}

// Init implements tea.Model.
func (m *model) Init() tea.Cmd { return tea.RequestBackgroundColor }

// Update implements tea.Model.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.dress()
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet) {
			m.method = cell.ByCluster
		}
	case tea.KeyPressMsg, tea.PasteMsg:
		cmd := m.overlay.Update(msg)
		if m.overlay.Empty() && !m.chosen { // Esc or Ctrl+C
			return m, tea.Quit
		}
		return m, cmd
	}
	return m, nil
}

// View implements tea.Model.
func (m *model) View() tea.View {
	rows := make([]string, m.height)
	for y := range rows {
		rows[y] = row.New(m.width, m.method, "").String()
	}
	m.overlay.Over(rows, m.width, m.method)
	v := tea.NewView(strings.Join(rows, "\n"))
	v.AltScreen, v.WindowTitle = true, "chat-tui"
	if x, y, ok := m.overlay.Cursor(); ok {
		v.Cursor = tea.NewCursor(x, y)
		v.Cursor.Blink = false
	}
	return v
}
