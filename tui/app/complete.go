package app

import (
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/composer"
	"github.com/chat-tui/chat-tui/tui/roster"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/world"
)

// mostOffered is how many candidates are offered.
const mostOffered = 40

// complete returns what may stand where one types. A nick is written with @,
// for only so is the person named, and with a colon at the start of a text.
func (m *Model) complete(w composer.Want) []composer.Candidate {
	switch w.Kind {
	case '/':
		return m.lately(commands(w.Prefix))
	case '#':
		return m.lately(m.roomsLike(w.Prefix))
	case ':':
		return m.lately(m.emoji(w.Prefix))
	case '@':
		if p := m.parameter(); p == command.Nick {
			return m.nicks(w.Prefix, "", " ")
		}
		return m.nicks(w.Prefix, "@", after(w.Start))
	}
	switch m.parameter() {
	case command.Nick:
		return m.nicks(w.Prefix, "", " ")
	case command.Room:
		return m.roomsLike(w.Prefix)
	case command.Command:
		return commands(w.Prefix)
	case command.Setting:
		return m.settingNames(w.Prefix)
	case command.Theme:
		return m.themeNames(w.Prefix)
	case command.Text:
		if list := m.settingValues(w.Prefix); list != nil {
			return list
		}
	}
	if w.Prefix == "" {
		return nil
	}
	return m.nicks(w.Prefix, "@", after(w.Start))
}

// lately puts what was used last first; the rest stays as it is.
func (m *Model) lately(list []composer.Candidate) []composer.Candidate {
	slices.SortStableFunc(list, func(a, b composer.Candidate) int {
		return m.used[strings.TrimSpace(b.Insert)] - m.used[strings.TrimSpace(a.Insert)]
	})
	return list
}

// use notes that something was used: a command, a room, an emoji.
func (m *Model) use(what string) {
	m.uses++
	m.used[what] = m.uses
}

// after is what follows a nick.
func after(start bool) string {
	if start {
		return ": "
	}
	return " "
}

// parameter returns what kind of parameter of a command is being typed, Text
// if it is no command.
func (m *Model) parameter() command.Kind {
	typed := m.composer.Text()
	if !command.Is(typed) {
		return command.Text
	}
	words := strings.Fields(typed)
	if len(words) == 0 {
		return command.Text
	}
	spec, ok := command.Lookup(words[0])
	at := len(words) - 2
	if strings.HasSuffix(typed, " ") {
		at++
	}
	if !ok || at < 0 || at >= len(spec.Params) {
		return command.Text
	}
	return spec.Params[at].Kind
}

// nicks returns the people whose nick begins so: who spoke last first, then
// who is here, then who is known from conversations.
func (m *Model) nicks(prefix, before, behind string) []composer.Candidate {
	var list []composer.Candidate
	seen := map[string]bool{world.Fold(m.world.Self()): true}
	add := func(nick string) {
		if len(list) >= mostOffered || seen[world.Fold(nick)] || !strings.HasPrefix(world.Fold(nick), world.Fold(prefix)) {
			return
		}
		seen[world.Fold(nick)] = true
		state := m.world.Status(nick)
		list = append(list, composer.Candidate{
			Insert: before + safe.Name(nick).String() + behind, Label: safe.Name(nick),
			Detail: safe.Line(strings.TrimSpace(roster.Mark(state.State) + " " + state.Text)),
		})
	}
	for _, nick := range m.acquainted() {
		add(nick)
	}
	return list
}

// acquainted returns people, those one is likeliest to mean first: who spoke
// here last, who is here, with whom one talks, and whom the server knows, also
// those who are away. Someone may come twice.
func (m *Model) acquainted() []string {
	nicks := append([]string(nil), m.active.speakers...)
	for _, p := range m.active.room.People() {
		nicks = append(nicks, p.Nick)
	}
	for _, r := range m.world.Rooms() {
		if r.Direct() {
			nicks = append(nicks, r.Partner())
		}
	}
	return append(nicks, m.known...)
}

// settingNames returns the settings whose key begins so.
func (m *Model) settingNames(prefix string) []composer.Candidate {
	var list []composer.Candidate
	for _, key := range setting.CompleteKey(prefix, m.roomNames()...) {
		s, _ := setting.Lookup(key)
		insert := key
		if !strings.HasSuffix(key, ".") {
			insert += " "
		}
		list = append(list, composer.Candidate{Insert: insert, Label: safe.Line(key), Detail: safe.Line(s.Help)})
	}
	return list
}

// roomNames returns the names of what is open.
func (m *Model) roomNames() []string {
	var names []string
	for _, r := range m.world.Rooms() {
		names = append(names, r.Name())
	}
	return names
}

// settingValues returns what the setting that is typed may be; nil if none is.
func (m *Model) settingValues(prefix string) []composer.Candidate {
	words := strings.Fields(m.composer.Text())
	if len(words) < 2 || words[0] != "/set" {
		return nil
	}
	list := []composer.Candidate{}
	known := m.roomNames()
	if words[1] == "theme" {
		known = m.opts.Themes.Names()
	}
	values := setting.Complete(words[1], prefix, known...)
	for _, v := range values {
		list = append(list, composer.Candidate{Insert: v, Label: safe.Line(v)})
	}
	return list
}

// themeNames returns the themes whose name begins so.
func (m *Model) themeNames(prefix string) []composer.Candidate {
	list := []composer.Candidate{}
	for _, name := range append([]string{setting.Auto}, m.opts.Themes.Names()...) {
		if strings.HasPrefix(name, strings.ToLower(prefix)) {
			list = append(list, composer.Candidate{Insert: name, Label: safe.Line(name)})
		}
	}
	return list
}

// roomsLike returns the rooms whose name begins so.
func (m *Model) roomsLike(prefix string) []composer.Candidate {
	var list []composer.Candidate
	seen := map[string]bool{}
	add := func(name, topic string) {
		if len(list) >= mostOffered || seen[world.Fold(name)] || !strings.HasPrefix(world.Fold(name), "#"+world.Fold(strings.TrimPrefix(prefix, "#"))) {
			return
		}
		seen[world.Fold(name)] = true
		list = append(list, composer.Candidate{Insert: safe.Name(name).String() + " ", Label: safe.Name(name), Detail: safe.Line(topic)})
	}
	for _, r := range m.world.Rooms() {
		add(r.Name(), r.Topic())
	}
	for _, name := range m.listed {
		add(name, "")
	}
	return list
}

// commands returns the commands whose name, or another name of them, begins so.
func commands(prefix string) []composer.Candidate {
	var list []composer.Candidate
	prefix = strings.ToLower(strings.TrimPrefix(prefix, "/"))
	for _, s := range command.Table() {
		fits := false
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			fits = fits || strings.HasPrefix(name, prefix)
		}
		if !fits {
			continue
		}
		insert := "/" + s.Name
		if len(s.Params) > 0 {
			insert += " "
		}
		list = append(list, composer.Candidate{Insert: insert, Label: safe.Literal(s.Usage()), Detail: safe.Literal(s.Help)})
	}
	return list
}

// emoji returns the emoji whose code begins so.
func (m *Model) emoji(prefix string) []composer.Candidate {
	var list []composer.Candidate
	for _, match := range m.codes().Complete(prefix, mostOffered) {
		list = append(list, composer.Candidate{
			Insert: match.Emoji, Label: safe.Line(match.Emoji), Detail: safe.Line(":" + match.Alias + ":"),
		})
	}
	return list
}
