package main

import tea "charm.land/bubbletea/v2"

// bareScreen is the least program of Bubble Tea, beside which ours is timed.
func bareScreen() { _, _ = tea.NewProgram(bare{}).Run() }

type bare struct{}

func (bare) Init() tea.Cmd { return nil }
func (b bare) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return b, tea.Quit
	}
	return b, nil
}

func (bare) View() tea.View {
	v := tea.NewView("ready when you are")
	v.AltScreen = true
	return v
}
