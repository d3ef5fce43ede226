package plain

import (
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/world"
)

// set carries out a command that shows or changes a setting.
func (t *talk) set(c command.Call) error {
	switch c.Name {
	case "set", "settings":
		switch {
		case c.Arg(0) == "":
			for _, s := range setting.Table() {
				t.sayf("%s: %s", s.Key, t.shown(s.Key))
			}
			t.say("/set and a name and a value change one.")
			return nil
		case c.Arg(1) == "":
			if _, ok := setting.Lookup(c.Arg(0)); !ok {
				return &command.Error{Text: "There is no setting " + c.Arg(0), Next: "/set lists them"}
			}
			t.sayf("%s: %s", c.Arg(0), t.shown(c.Arg(0)))
			return nil
		}
		return t.keep(c.Arg(0), func(v *setting.Values) error { return v.Set(c.Arg(0), c.Arg(1)) })
	case "dnd":
		value := "on"
		if t.settings.DND {
			value = "off"
		}
		return t.keep("dnd", func(v *setting.Values) error { return v.Set("dnd", value) })
	case "mute":
		return t.toggle("muted", c.Arg(0))
	case "pin":
		return t.toggle("pinned", c.Arg(0))
	case "notify":
		level := c.Arg(0)
		if level == "" {
			t.sayf("What is said in %s is told: %s.", name(t.here.Name()), t.settings.NotifyIn(t.here.Name()))
			return nil
		}
		key := "rooms." + world.Fold(t.here.Name())
		return t.keep(key, func(v *setting.Values) error { return v.Set(key, level) })
	}
	return &command.Error{Text: "/" + c.Name + " is for the screen", Next: "/list and /history read what was said"}
}

// shown returns what a setting is, for people.
func (t *talk) shown(key string) string {
	if v := t.settings.Get(key); v != "" {
		return v
	}
	return "not set"
}

// toggle puts a room into a list of them, or takes it out.
func (t *talk) toggle(key, room string) error {
	r := t.here.Name()
	if room != "" {
		if r = room; t.world.Room(room) == nil {
			r = hash(room)
		}
	}
	return t.keep(key, func(v *setting.Values) error {
		if v.Has(key, world.Fold(r)) {
			return v.Remove(key, world.Fold(r))
		}
		return v.Add(key, world.Fold(r))
	})
}

// keep changes a setting, and has it kept.
func (t *talk) keep(key string, change func(*setting.Values) error) error {
	v := t.settings
	if err := change(&v); err != nil {
		return err
	}
	t.settings = v
	t.arrange()
	t.sayf("%s: %s", key, t.shown(key))
	if t.opts.Save == nil {
		return nil
	}
	return t.opts.Save(key, v)
}
