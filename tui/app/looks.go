package app

import (
	"github.com/chat-tui/chat-tui/tui/composer"
	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/roster"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/sidebar"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// looks are the styles of everything, made once for a theme.
type looks struct {
	timeline timeline.Styles
	composer composer.Styles
	status   statusbar.Styles

	border, name, topic, below row.Style
}

// dress makes the styles anew, for another theme, way of counting cells or
// name of one's own.
func (m *Model) dress() {
	t := m.colours()
	ink := func(s string) row.Style { return row.Style(s) }
	m.looks = looks{
		timeline: timelineStyles(t), composer: composerStyles(t), status: statusbar.NewStyles(t),
		border: ink(theme.Foreground(t.Border)),
		name:   row.Bold.And(ink(theme.Foreground(t.Accent))),
		topic:  ink(theme.Foreground(t.Muted)),
		below:  row.Bold.And(ink(theme.Foreground(t.Accent))),
	}
	m.sidebar.SetStyles(sidebar.NewStyles(t))
	m.roster.SetStyles(roster.NewStyles(t))
	m.overlay.SetStyles(overlay.NewStyles(t))
	m.composer.SetLook(m.looks.composer, m.method)
	for _, v := range m.views {
		v.line.SetLook(m.looks.timeline, m.method, m.world.Self())
	}
	m.listDrawn, m.rosterOf = drawnList{}, drawnRoster{}
}

func timelineStyles(t theme.Theme) timeline.Styles {
	ink := func(s string) row.Style { return row.Style(s) }
	muted := ink(theme.Foreground(t.Muted))
	s := timeline.Styles{
		Time: muted, Day: muted, Quiet: muted, Info: muted,
		Mark:    ink(theme.Foreground(t.Accent)),
		State:   ink(theme.Foreground(t.Success)),
		Failed:  row.Bold.And(ink(theme.Foreground(t.Alert))),
		Problem: ink(theme.Foreground(t.Alert)),
		Self:    ink(theme.Foreground(t.Self)),

		Reply:    ink(theme.Foreground(t.Reply)),
		Selected: ink(theme.Background(t.Selection)),
		Bar:      row.Bold.And(ink(theme.Foreground(t.Accent))),
		Marked:   row.Reverse,
		Reaction: muted,
		Mine:     ink(theme.Foreground(t.Accent)),
		Nick:     func(nick string) row.Style { return row.Style(theme.Foreground(t.Nick(nick))) },
		Body:     markup.NewStyles(t),
	}
	if t.Mono {
		s.Reaction, s.Mine, s.Bar = row.Faint, "", row.Bold
		s.Time, s.Quiet, s.Problem, s.Mark, s.Day = row.Faint, row.Faint, row.Bold, row.Bold, row.Bold
		s.Nick = func(string) row.Style { return row.Bold }
	}
	return s
}

func composerStyles(t theme.Theme) composer.Styles {
	ink := func(s string) row.Style { return row.Style(s) }
	s := composer.Styles{
		Prompt:      row.Bold.And(ink(theme.Foreground(t.Accent))),
		Placeholder: ink(theme.Foreground(t.Muted)),
		Limit:       ink(theme.Foreground(t.Alert)),
		Popup:       ink(theme.Background(t.Panel)),
		Selected:    row.Bold.And(ink(theme.Background(t.Selection))),
		Detail:      ink(theme.Foreground(t.Muted)),
		PopupMore:   ink(theme.Foreground(t.Muted)),
	}
	if t.Mono {
		s.Placeholder, s.Popup, s.Selected, s.Detail = row.Faint, row.Reverse, row.Bold.And(row.Underline), ""
	}
	return s
}
