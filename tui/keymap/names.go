package keymap

import (
	"charm.land/bubbles/v2/key"
)

// places is where a binding is heard.
type places uint8

const (
	typing   places = 1 << iota // while one types
	choosing                    // while a message is selected
	both     = typing | choosing
)

// while narrows when a binding is heard as one types.
type while uint8

const (
	always while = iota
	idle         // nothing is typed
	filled       // something is typed
)

// An entry is one binding of a Map under the name the settings file knows.
type entry struct {
	name    string
	binding *key.Binding
	heard   places
	while   while
}

// entries returns every binding of m. The names are what people have in their
// settings files: they stay.
func entries(m *Map) []entry {
	var all []entry
	group := func(head string, heard places, list ...entry) {
		for _, e := range list {
			e.name = head + "." + e.name
			if e.heard == 0 {
				e.heard = heard
			}
			all = append(all, e)
		}
	}
	w, r, o := &m.Write, &m.Read, &m.Rooms
	group("write", typing,
		entry{name: "send", binding: &w.Send}, entry{name: "newline", binding: &w.Newline},
		entry{name: "complete", binding: &w.Complete}, entry{name: "back", binding: &w.Back},
		entry{name: "earlier", binding: &w.Earlier}, entry{name: "later", binding: &w.Later},
		entry{name: "clear", binding: &w.Clear, while: filled}, entry{name: "edit", binding: &w.Edit, while: idle},
		entry{name: "line_start", binding: &w.LineStart}, entry{name: "line_end", binding: &w.LineEnd},
		entry{name: "word_left", binding: &w.WordLeft}, entry{name: "word_right", binding: &w.WordRight},
		entry{name: "delete_word", binding: &w.DeleteWord}, entry{name: "delete_next", binding: &w.DeleteNext},
		entry{name: "to_start", binding: &w.ToStart}, entry{name: "to_end", binding: &w.ToEnd},
		entry{name: "yank", binding: &w.Yank}, entry{name: "undo", binding: &w.Undo})
	group("read", typing,
		entry{name: "page_up", binding: &r.PageUp}, entry{name: "page_down", binding: &r.PageDown},
		entry{name: "line_up", binding: &r.LineUp}, entry{name: "line_down", binding: &r.LineDown},
		entry{name: "oldest", binding: &r.Oldest}, entry{name: "newest", binding: &r.Newest},
		entry{name: "end", binding: &r.End}, entry{name: "unfold", binding: &r.Unfold},
		entry{name: "select", binding: &r.Select})
	group("rooms", both,
		entry{name: "jump", binding: &o.Jump}, entry{name: "next", binding: &o.Next},
		entry{name: "prev", binding: &o.Prev}, entry{name: "unread", binding: &o.Unread},
		entry{name: "list", binding: &o.List}, entry{name: "people", binding: &o.People})
	group("app", both, appEntries(&m.App)...)
	group("select", choosing, selectEntries(&m.Select)...)
	return all
}

func appEntries(a *App) []entry {
	return []entry{
		{name: "help", binding: &a.Help},
		{name: "ask", binding: &a.Ask, while: idle},
		{name: "palette", binding: &a.Palette},
		{name: "search", binding: &a.Search},
		{name: "mentions", binding: &a.Mentions},
		{name: "date", binding: &a.Date},
		{name: "editor", binding: &a.Chord, heard: typing},
		{name: "settings", binding: &a.Settings},
		{name: "themes", binding: &a.Themes},
		{name: "close", binding: &a.Close},
		{name: "mouse", binding: &a.Mouse},
		{name: "redraw", binding: &a.Redraw},
		{name: "suspend", binding: &a.Suspend},
		{name: "quit", binding: &a.Quit, heard: typing, while: idle},
		{name: "cancel", binding: &a.Cancel},
	}
}

func selectEntries(s *Select) []entry {
	return []entry{
		{name: "up", binding: &s.Up},
		{name: "down", binding: &s.Down},
		{name: "half_up", binding: &s.HalfUp},
		{name: "half_down", binding: &s.HalfDown},
		{name: "page_up", binding: &s.PageUp},
		{name: "page_down", binding: &s.PageDown},
		{name: "first", binding: &s.First},
		{name: "last", binding: &s.Last},
		{name: "reply", binding: &s.Reply},
		{name: "react", binding: &s.React},
		{name: "quick", binding: &s.Quick},
		{name: "edit", binding: &s.Edit},
		{name: "delete", binding: &s.Delete},
		{name: "copy", binding: &s.Copy},
		{name: "quote", binding: &s.Quote},
		{name: "open", binding: &s.Open},
		{name: "copy_link", binding: &s.CopyLink},
		{name: "jump", binding: &s.Jump},
		{name: "fold", binding: &s.Fold},
		{name: "unread", binding: &s.Unread},
		{name: "whois", binding: &s.Whois},
		{name: "message", binding: &s.Message},
		{name: "find", binding: &s.Find},
		{name: "extend_up", binding: &s.ExtendUp},
		{name: "extend_down", binding: &s.ExtendDown},
		{name: "close", binding: &s.Close},
	}
}

// Names returns the name of every binding, such as "read.page_up".
func Names() []string {
	var m Map
	all := entries(&m)
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = e.name
	}
	return names
}

// Lookup returns the binding of that name.
func Lookup(m Map, name string) (key.Binding, bool) {
	for _, e := range entries(&m) {
		if e.name == name {
			return *e.binding, true
		}
	}
	return key.Binding{}, false
}
