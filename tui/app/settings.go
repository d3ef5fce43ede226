package app

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/timeline"
	"github.com/chat-tui/chat-tui/tui/world"
)

// savedMsg says how keeping a setting went.
type savedMsg struct {
	key string
	err error
}

// saved tells where a setting could not be kept.
func (m *Model) saved(msg savedMsg) {
	if msg.err != nil {
		m.tell(statusbar.Warning, msg.key+" holds until you leave; it could not be kept: "+explain.Sentence(msg.err.Error()))
	}
}

// bindKeys takes the keys as they are set, and tells of those that could not
// be.
func (m *Model) bindKeys() {
	keys, wrong := m.settings.Keymap()
	m.keys = keys
	m.composer.SetKeys(keys.Write)
	for _, err := range wrong {
		if m.active != nil {
			m.problem(m.active, explain.Sentence(err.Error()))
		} else {
			m.refusedKeys = append(m.refusedKeys, err)
		}
	}
}

// arrangeRooms tells the world what the reader wants on top and quiet.
func (m *Model) arrangeRooms() {
	m.world.Arrange(world.Prefs{Pinned: m.settings.Pinned, Muted: m.settings.Muted, Words: m.settings.Highlight})
}

// set changes one setting, at once and for good.
func (m *Model) set(key, text string) (tea.Cmd, error) {
	next := m.settings
	if err := next.Set(key, text); err != nil {
		text, step, _ := strings.Cut(err.Error(), "; ")
		if !strings.HasPrefix(text, key) {
			text = strings.TrimSuffix(explain.Sentence(text), ".")
		}
		return nil, &command.Error{Text: text, Next: step}
	}
	if key == "theme" && next.Theme != setting.Auto {
		if _, ok := m.opts.Themes.Get(next.Theme); !ok {
			return nil, &command.Error{Text: "There is no theme called " + next.Theme, Next: "F6 shows those there are"}
		}
	}
	m.settings = next
	m.settled(key)
	m.tell(statusbar.Done, key+" = "+shownValue(next.Get(key)))
	if key == "notify" { // so that one sees and hears what one has chosen
		return tea.Batch(m.keep(key), m.testNotification()), nil
	}
	return m.keep(key), nil
}

// shownValue returns what is shown of a value.
func shownValue(v string) string {
	if v == "" {
		return "(nothing)"
	}
	return v
}

// keep has a setting kept on disk.
func (m *Model) keep(key string) tea.Cmd {
	if m.opts.Save == nil {
		return nil
	}
	save, v := m.opts.Save, m.settings
	return func() tea.Msg { return savedMsg{key, save(key, v)} }
}

// settled carries out what a setting asks for.
func (m *Model) settled(key string) {
	switch {
	case key == "theme":
		m.dress()
	case key == "density", key == "time_format":
		m.reformat()
	case key == "mouse":
		m.mouse = m.settings.Mouse
	case key == "vim", strings.HasPrefix(key, "keys."):
		m.bindKeys()
	case key == "pinned", key == "muted", key == "highlight":
		m.arrangeRooms()
	}
	m.notifier.settle(m.settings)
}

// reformat draws messages as they are set to be.
func (m *Model) reformat() {
	for _, v := range m.views {
		v.line.SetFormat(clockOf(m.settings.TimeFormat), m.roomy())
	}
}

// roomyFrom is how many rows of messages there are at least where speakers are
// set apart by an empty one.
const roomyFrom = 24

// roomy reports whether there is to be room between speakers.
func (m *Model) roomy() bool {
	return m.settings.Density == "comfortable" && m.layout.messages >= roomyFrom
}

// clockOf translates how times are written.
func clockOf(format string) timeline.Clock {
	switch format {
	case "seconds":
		return timeline.Seconds
	case "12h":
		return timeline.TwelveHours
	case "none":
		return timeline.NoClock
	}
	return timeline.Minutes
}

// showSetting tells what a setting is, and what it may be.
func (m *Model) showSetting(key string) error {
	spec, ok := setting.Lookup(key)
	if !ok {
		_, err := m.set(key, setting.Default)
		return err
	}
	text := fmt.Sprintf("%s = %s\n%s", key, shownValue(m.settings.Get(key)), spec.Help)
	if len(spec.Choices) > 0 {
		text += " One of: " + strings.Join(spec.Choices, ", ") + "."
	}
	if spec.Default != "" {
		text += " Without being set it is " + spec.Default + "."
	}
	m.info(m.active, text)
	return nil
}

// openSettings lists the settings with what they are, one of them selected.
func (m *Model) openSettings(at string) {
	var items []palette.Item
	selected := 0
	for i, s := range setting.Table() {
		if s.Key == at {
			selected = i
		}
		items = append(items, palette.Item{
			Label: safe.Literal(s.Key), Detail: safe.Literal(s.Help), Badge: shorter(m.settings.Get(s.Key)), Value: s,
		})
	}
	m.overlay.Open(palette.New(palette.Options{
		Title: "Settings", Prompt: "what to set", Items: items, Initial: selected, Empty: "There is no such setting.",
		Choose: func(it palette.Item) tea.Cmd {
			if s, ok := it.Value.(setting.Spec); ok {
				return m.changeSetting(s)
			}
			return nil
		},
	}))
}

func shorter(value string) string {
	const most = 16
	if len(value) > most {
		return chat.Cut(value, most-1) + "…"
	}
	return value
}

// changeSetting asks for the value of a setting; one that is on or off becomes
// the other.
func (m *Model) changeSetting(s setting.Spec) tea.Cmd {
	take := func(text string) tea.Cmd {
		cmd, err := m.set(s.Key, text)
		_, _ = m.did(err)
		return cmd
	}
	switch {
	case s.Key == "theme":
		m.openThemes()
		return nil
	case s.Kind == setting.Bool:
		cmd := take(onOff(m.settings.Get(s.Key) != "on"))
		m.openSettings(s.Key)
		return cmd
	case len(s.Choices) > 0:
		var items []palette.Item
		for i, c := range s.Choices {
			items = append(items, palette.Item{Label: safe.Literal(c), Value: c, Key: digit(i)})
		}
		m.overlay.Open(palette.New(palette.Options{
			Title: s.Key, Items: items, NoField: true, Initial: max(slices.Index(s.Choices, m.settings.Get(s.Key)), 0),
			Choose: func(it palette.Item) tea.Cmd { return take(fmt.Sprint(it.Value)) },
		}))
		return nil
	}
	check := func(text string) error {
		v := m.settings
		return v.Set(s.Key, text)
	}
	m.overlay.Open(palette.NewInput(s.Key, s.Help, m.settings.Get(s.Key), check, take))
	return nil
}

// openThemes lists the themes; the one the list stands at is shown at once.
func (m *Model) openThemes() {
	names := append([]string{setting.Auto}, m.opts.Themes.Names()...)
	before := m.settings.Theme
	var items []palette.Item
	for _, name := range names {
		detail := "follows the background of the terminal"
		if t, ok := m.opts.Themes.Get(name); ok {
			detail = t.Description
		}
		items = append(items, palette.Item{Label: safe.Line(name), Detail: safe.Line(detail), Value: name})
	}
	try := func(name string) {
		m.settings.Theme = name
		m.dress()
	}
	m.overlay.Open(palette.New(palette.Options{
		Title: "Colours", Prompt: "the name of a theme", Items: items, Initial: max(slices.Index(names, before), 0),
		Empty: "There is no such theme.",
		Moved: func(it palette.Item) tea.Cmd { try(fmt.Sprint(it.Value)); return nil },
		Choose: func(it palette.Item) tea.Cmd {
			try(before)
			cmd, err := m.set("theme", fmt.Sprint(it.Value))
			_, _ = m.did(err)
			return cmd
		},
		Cancel: func() tea.Cmd { try(before); return nil },
	}))
}

// colours returns the theme that is shown.
func (m *Model) colours() theme.Theme {
	if m.opts.NoColor {
		return theme.NoColor()
	}
	if t, ok := m.opts.Themes.Choose(m.settings.Theme, m.dark); ok {
		return t
	}
	if m.dark {
		return m.opts.Dark
	}
	return m.opts.Light
}

// listSetting adds a room to a list of rooms, or takes it out of it.
func (m *Model) listSetting(key string, list []string, room string, in bool) (tea.Cmd, error) {
	list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return world.Fold(s) == world.Fold(room) })
	if in {
		list = append(list, room)
	}
	return m.set(key, strings.Join(list, ","))
}
