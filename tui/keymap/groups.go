package keymap

import "charm.land/bubbles/v2/key"

// A Group is bindings that belong together, for help and the manual page.
type Group struct {
	Title    string
	Bindings []key.Binding
}

// Groups returns every binding, in the order in which a newcomer needs them.
func (m Map) Groups() []Group {
	w, r, o, a, s := m.Write, m.Read, m.Rooms, m.App, m.Select
	return []Group{
		{"Writing", []key.Binding{
			w.Send, w.Newline, w.Complete, w.Back, w.Edit, w.Earlier, w.Later, w.Clear, a.Chord,
		}},
		{"Reading", []key.Binding{
			r.PageUp, r.PageDown, r.LineUp, r.LineDown, r.Oldest, r.Newest, r.End, r.Unfold, r.Select,
			a.Search, a.Mentions, a.Date,
		}},
		{"A selected message", []key.Binding{
			s.Reply, s.React, s.Quick, s.Edit, s.Delete, s.Copy, s.Quote, s.Open, s.CopyLink, s.Jump, s.Fold,
			s.Unread, s.Whois, s.Message, s.Find, s.Up, s.Down, s.HalfUp, s.HalfDown, s.PageUp, s.PageDown,
			s.First, s.Last, s.ExtendUp, s.ExtendDown, s.Close,
		}},
		{"Conversations", []key.Binding{a.Palette, o.Jump, o.Next, o.Prev, o.Unread, o.List, o.People}},
		{"Program", []key.Binding{
			a.Help, a.Ask, a.Settings, a.Themes, a.Close, a.Mouse, a.Redraw, a.Suspend, a.Quit, a.Cancel,
		}},
		{"Editing", []key.Binding{
			w.LineStart, w.LineEnd, w.WordLeft, w.WordRight,
			w.DeleteWord, w.DeleteNext, w.ToStart, w.ToEnd, w.Yank, w.Undo,
		}},
	}
}
