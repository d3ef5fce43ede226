package keymap

import "charm.land/bubbles/v2/key"

// A Group is bindings that belong together, for help and the manual page.
type Group struct {
	Title    string
	Bindings []key.Binding
}

// Groups returns every binding, in the order in which a newcomer needs them.
func (m Map) Groups() []Group {
	w, r, o, a := m.Write, m.Read, m.Rooms, m.App
	return []Group{
		{"Writing", []key.Binding{w.Send, w.Newline, w.Complete, w.Back, w.Earlier, w.Later, w.Clear, w.Edit}},
		{"Reading", []key.Binding{r.PageUp, r.PageDown, r.LineUp, r.LineDown, r.Oldest, r.Newest, r.End, r.Unfold}},
		{"Conversations", []key.Binding{o.Jump, o.Next, o.Prev, o.Unread, o.List, o.People}},
		{"Program", []key.Binding{a.Help, a.Ask, a.Close, a.Mouse, a.Redraw, a.Suspend, a.Quit, a.Cancel}},
		{"Editing", []key.Binding{
			w.LineStart, w.LineEnd, w.WordLeft, w.WordRight,
			w.DeleteWord, w.DeleteNext, w.ToStart, w.ToEnd, w.Yank, w.Undo,
		}},
	}
}
