package app

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/tui/cell"
)

// Update takes a message in.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.take(msg)
	m.fit()
	return m, tea.Batch(cmd, m.look(), m.call())
}

// take gives a message to whom it concerns.
func (m *Model) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case eventsMsg:
		m.apply(msg)
		return m.listen
	case overMsg:
		return nil
	case noticeMsg:
		m.info(m.active, explain.Sentence(string(msg)))
		return m.hearNotices
	case tea.WindowSizeMsg:
		m.layout.width, m.layout.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		if !m.overlay.Empty() {
			return m.overlay.Update(msg)
		}
		return m.press(msg)
	case tea.PasteMsg:
		if !m.overlay.Empty() {
			return m.overlay.Update(msg)
		}
		if look := m.dropped(msg); look != nil {
			return look
		}
		m.paste(msg)
	case tea.MouseClickMsg, tea.MouseWheelMsg, tea.MouseMotionMsg, tea.MouseReleaseMsg:
		return m.point(msg)
	case tea.FocusMsg:
		m.focus(true)
	case tea.BlurMsg:
		m.focus(false)
	case tea.BackgroundColorMsg:
		m.background(msg.IsDark())
	case tea.ModeReportMsg:
		m.mode(msg)
	case tea.ResumeMsg:
		return tea.Batch(tea.ClearScreen, tea.RequestBackgroundColor)
	default:
		return m.done(msg)
	}
	return nil
}

// done takes what commands of the program report.
func (m *Model) done(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case copiedMsg:
		m.copied(msg)
	case openedMsg:
		m.opened(msg)
	case writtenMsg:
		m.fromEditor(msg)
	case savedMsg:
		m.saved(msg)
	case tickMsg:
		m.pace.rang(msg)
	case tickNotifyMsg:
		m.notifier.timing = false
	case droppedMsg:
		m.offerDropped(msg)
	case transferredMsg:
		m.transferred(msg)
	case tickFilesMsg:
		if m.showTransfers(); len(m.transfers) > 0 {
			return tickFiles
		}
	}
	return nil
}

// mode follows the terminal's way of counting cells: by cluster once it says
// that it knows mode 2027, which Bubble Tea then switches on.
func (m *Model) mode(msg tea.ModeReportMsg) {
	if msg.Mode != ansi.ModeUnicodeCore {
		return
	}
	switch msg.Value { //nolint:exhaustive // the rest does not know it
	case ansi.ModeReset, ansi.ModeSet, ansi.ModePermanentlySet:
		if m.method != cell.ByCluster {
			m.method = cell.ByCluster
			m.dress()
		}
	}
}

// background follows the terminal's background.
func (m *Model) background(dark bool) {
	if dark != m.dark {
		m.dark = dark
		m.dress()
	}
}

// focus notes whether the window has the focus: what comes while it has not
// stays unread.
func (m *Model) focus(gained bool) {
	m.focused, m.focusKnown = gained, true
	if gained {
		m.notifier.gather.Drop()
		m.freshen(m.active)
	}
}
