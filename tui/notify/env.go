package notify

import "strings"

// An Env is what the environment says of the terminal. The caller fills it.
type Env struct {
	Term        string // TERM
	TermProgram string // TERM_PROGRAM
	Tmux        bool   // TMUX is set
}

// best returns the way a terminal is known to call, and whether the bell is to
// ring as well, because nobody knows what becomes of the rest.
func (e Env) best() (how How, rings bool) {
	program := strings.ToLower(e.TermProgram)
	switch {
	case e.Term == "xterm-kitty" || program == "kitty":
		return OSC99, false
	case is(e.Term, "foot") || is(e.Term, "rxvt-unicode") || e.Term == "xterm-ghostty" || program == "ghostty" || program == "foot":
		return OSC777, false
	case program == "apple_terminal", program == "" && e.plain():
		return Bell, true
	}
	return OSC9, true
}

// plain reports whether a terminal is one that knows no notifications.
func (e Env) plain() bool {
	switch e.Term {
	case "xterm", "dumb", "ansi", "cons25":
		return true
	}
	return is(e.Term, "linux") || strings.HasPrefix(e.Term, "vt")
}

// is reports whether term is a terminal or a variant of it.
func is(term, name string) bool { return term == name || strings.HasPrefix(term, name+"-") }

// screen reports whether GNU screen stands in between.
func (e Env) screen() bool {
	return !e.Tmux && (is(e.Term, "screen") || strings.HasPrefix(e.Term, "screen."))
}

// pass wraps a sequence so that tmux passes it on to the terminal outside.
func (e Env) pass(osc string) string {
	if !e.Tmux {
		return osc
	}
	return "\x1bPtmux;" + strings.ReplaceAll(osc, "\x1b", "\x1b\x1b") + st
}
