// Package top is the screen of whoever looks after a server: who is there, what
// is busy, what waits, and what it costs, as it is now.
package top

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// Options say where the figures come from.
type Options struct {
	// Ask gets them. It is called by one goroutine at a time, never by the
	// event loop. Its first error ends the screen, later ones are shown.
	Ask func(context.Context) (*chat.Stats, error)

	Every time.Duration // how often
	Where string        // which server it is, in the program's own words

	Program []tea.ProgramOption // the terminal, and what tests need
}

// Run shows the figures until the person leaves, which is no error.
func Run(ctx context.Context, o Options) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	m := &model{o: o, ctx: ctx}
	_, err := tea.NewProgram(m, append([]tea.ProgramOption{tea.WithContext(ctx)}, o.Program...)...).Run()
	switch {
	case m.wrong != nil:
		return m.wrong
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && !errors.Is(err, tea.ErrInterrupted):
		return fmt.Errorf("screen: %w", err)
	}
	return nil
}

// model is the screen.
type model struct {
	o             Options
	ctx           context.Context //nolint:containedctx // of the screen, for its commands
	width, height int
	method        cell.Method
	before, now   *chat.Stats
	paused        bool
	lost          error // why there are no newer figures; nil if there are
	wrong         error
}

// What the model is told.
type (
	figures struct {
		stats *chat.Stats
		err   error
	}
	due struct{}
)

// ask gets the figures.
func (m *model) ask() tea.Msg {
	st, err := m.o.Ask(m.ctx)
	return figures{st, err}
}

// Init implements tea.Model.
func (m *model) Init() tea.Cmd { return m.ask }

// Update implements tea.Model.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet) {
			m.method = cell.ByCluster
		}
	case figures:
		if msg.err != nil && m.now == nil {
			m.wrong = msg.err
			return m, tea.Quit
		}
		m.lost = msg.err
		if !m.paused && msg.err == nil {
			m.before, m.now = m.now, msg.stats
		}
		return m, tea.Tick(m.o.Every, func(time.Time) tea.Msg { return due{} })
	case due:
		return m, m.ask
	case tea.KeyPressMsg:
		switch msg.String() {
		case "q", "esc", "ctrl+c", "ctrl+d":
			return m, tea.Quit
		case "space", "p":
			m.paused = !m.paused
		}
	}
	return m, nil
}

// View implements tea.Model.
func (m *model) View() tea.View {
	var rows []string
	if m.now != nil && m.height > 1 {
		rows = Lines(m.before, m.now, m.width, m.height-1, m.method)
	}
	for len(rows) < m.height-1 {
		rows = append(rows, row.New(m.width, m.method, "").String())
	}
	foot := " " + m.o.Where + " · q leaves · Space holds"
	switch {
	case m.lost != nil:
		foot = fmt.Sprintf(" no answer since %s, trying on: %v", m.now.Time.Local().Format(time.TimeOnly), m.lost)
	case m.paused:
		foot = " " + m.o.Where + " · held; Space goes on"
	}
	rows = append(rows, row.New(m.width, m.method, row.Reverse).Text(safe.Line(foot), "").String())
	v := tea.NewView(strings.Join(rows, "\n"))
	v.AltScreen, v.WindowTitle = true, "chat-tui top"
	return v
}
