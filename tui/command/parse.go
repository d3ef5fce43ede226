package command

import (
	"fmt"
	"strings"
)

// A Call is a command with what was given to it. What was left out is empty.
type Call struct {
	Spec
	Args []string // one a parameter
}

// Arg returns the i-th argument, empty if it was left out.
func (c Call) Arg(i int) string {
	if i >= len(c.Args) {
		return ""
	}
	return c.Args[i]
}

// An Error says why something typed is no command, in a sentence and a next
// step.
type Error struct {
	Text string // one sentence, without a full stop
	Next string // what to do instead
}

// Error returns both.
func (e *Error) Error() string { return e.Text + "; " + e.Next }

// Is reports whether what was typed is meant as a command: it begins with one
// slash. Two make a text that begins with one; see Literal.
func Is(typed string) bool {
	return strings.HasPrefix(typed, "/") && !strings.HasPrefix(typed, "//")
}

// Literal returns the text to be sent for what was typed: // at its beginning
// stands for one slash.
func Literal(typed string) string {
	if strings.HasPrefix(typed, "//") {
		return typed[1:]
	}
	return typed
}

// Parse reads a command. Its error is always an *Error.
func Parse(typed string) (Call, error) {
	word, rest := cut(strings.TrimPrefix(typed, "/"))
	if word == "" {
		return Call{}, &Error{"There is no command after the slash", "type /help to see them all, or // to begin a text with a slash"}
	}
	spec, ok := Lookup(word)
	if !ok {
		return Call{}, unknown(word)
	}
	call := Call{Spec: spec, Args: make([]string, len(spec.Params))}
	for i, p := range spec.Params {
		if p.Kind == Text {
			call.Args[i], rest = strings.TrimSpace(rest), ""
		} else {
			call.Args[i], rest = cut(rest)
		}
		if call.Args[i] == "" && !p.Optional {
			return Call{}, &Error{fmt.Sprintf("/%s needs a %s", spec.Name, strings.TrimPrefix(p.Name, "#")), "type " + spec.Usage()}
		}
	}
	if strings.TrimSpace(rest) != "" {
		return Call{}, &Error{fmt.Sprintf("/%s takes no more than that", spec.Name), "type " + spec.Usage()}
	}
	return call, nil
}

// cut splits off the first word.
func cut(s string) (word, rest string) {
	s = strings.TrimLeft(s, " \t\n")
	if i := strings.IndexAny(s, " \t\n"); i >= 0 {
		return s[:i], strings.TrimLeft(s[i:], " \t\n")
	}
	return s, ""
}

// unknown explains a command that does not exist, with the nearest that does.
func unknown(word string) *Error {
	text := fmt.Sprintf("There is no command /%s", shorten(word))
	if near := Suggest(word); near != "" {
		return &Error{text, fmt.Sprintf("did you mean /%s?", near)}
	}
	return &Error{text, "type /help to see them all, or // to begin a text with a slash"}
}

// shorten keeps a quoted word from filling the screen.
func shorten(word string) string {
	const most = 24
	if r := []rune(word); len(r) > most {
		return string(r[:most]) + "…"
	}
	return word
}
