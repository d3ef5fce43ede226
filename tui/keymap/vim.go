package keymap

import "charm.land/bubbles/v2/key"

// Vim returns m with the keys that people who edit with vi expect: Esc goes to
// the messages while there is nothing to close and nothing typed; there j, k,
// g, G and / are as always, Ctrl+D and Ctrl+U are half pages, and i goes back
// to writing.
func Vim(m Map) Map {
	m.Read.Select = more(m.Read.Select, "esc")
	m.Select.HalfUp = more(m.Select.HalfUp, "ctrl+u")
	m.Select.HalfDown = more(m.Select.HalfDown, "ctrl+d")
	m.Select.Close = more(m.Select.Close, "i")
	return m
}

// more returns b with one key more, first.
func more(b key.Binding, k string) key.Binding {
	keys := append([]string{k}, b.Keys()...)
	b.SetKeys(keys...)
	b.SetHelp(Label(keys), b.Help().Desc)
	return b
}
