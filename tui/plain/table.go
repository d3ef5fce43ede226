package plain

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chat-tui/chat-tui/tui/command"
)

// table returns the commands that are for those who hear their terminal. They
// come before those of the screen.
func table() []command.Spec {
	number := command.Param{Name: "number", Kind: command.Text, Optional: true}
	return []command.Spec{
		{Name: "list", Aliases: []string{"l", "last"}, Params: []command.Param{number}, Help: "read the last messages here, 10 or as many as you say, with numbers"},
		{Name: "history", Aliases: []string{"log"}, Params: []command.Param{number}, Help: "the same with their times"},
		{Name: "older", Params: []command.Param{number}, Help: "read what was said before those"},
		{Name: "go", Aliases: []string{"g"}, Params: []command.Param{{Name: "room", Kind: command.Text, Optional: true}}, Help: "list your conversations with numbers, or go to one: /go 2, /go #ops"},
		{Name: "unread", Aliases: []string{"u"}, Params: []command.Param{number}, Help: "tell what is unread, or make it so from a message on: /unread 3"},
		{Name: "open", Aliases: []string{"links"}, Params: []command.Param{number}, Help: "print the addresses in a message"},
		{Name: "quote", Params: []command.Param{number, {Name: "text", Kind: command.Text, Optional: true}}, Help: "repeat a message, with your text below it: /quote 3 I agree"},
	}
}

// numbered returns the commands that take the number of a message first, and
// how each is written.
func numbered() map[string]command.Spec {
	with := func(name, usage, help string) command.Spec {
		return command.Spec{Name: name, Params: []command.Param{{Name: usage, Kind: command.Text}}, Help: help}
	}
	return map[string]command.Spec{
		"reply":   with("reply", "[number] text", "answer a message, or the newest of someone else: /reply 3 yes"),
		"react":   with("react", "[number] emoji", "put an emoji under a message, or the newest of someone else: /react 3 :tada:"),
		"unreact": with("unreact", "[number] emoji", "take that emoji back"),
		"edit":    with("edit", "[number] text", "replace a message of yours, or your last one; without a text it is read"),
		"delete":  with("delete", "[number]", "delete a message of yours, or your last one, for everyone"),
	}
}

// screenOnly reports whether a command has nothing to do without a screen.
func screenOnly(name string) bool { return name == "theme" || name == "clear" || name == "send" }

// split splits off the first word.
func split(s string) (word, rest string) {
	word, rest, _ = strings.Cut(strings.TrimSpace(s), " ")
	return word, strings.TrimSpace(rest)
}

// lookup returns a command of the table above.
func lookup(word string) (command.Spec, bool) {
	for _, s := range table() {
		if s.Name == word {
			return s, true
		}
		for _, a := range s.Aliases {
			if a == word {
				return s, true
			}
		}
	}
	return command.Spec{}, false
}

// usage returns how a command is written here, and what it does.
func usage(s command.Spec) string {
	if own, ok := numbered()[s.Name]; ok {
		return "/" + s.Name + " " + own.Params[0].Name + ": " + own.Help
	}
	return s.Usage() + ": " + s.Help
}

// help tells all commands, or what one does.
func (t *talk) help(name string) error {
	if name != "" {
		return t.helpOn(strings.TrimPrefix(name, "/"))
	}
	t.say("What you type is said where you are. Commands begin with a slash:")
	for _, s := range table() {
		t.say(usage(s))
	}
	for _, s := range command.Table() {
		if !screenOnly(s.Name) {
			t.say(usage(s))
		}
	}
	t.say("Two slashes begin a text with one. Ctrl+D quits.")
	return nil
}

func (t *talk) helpOn(word string) error {
	s, ok := lookup(word)
	if !ok {
		s, ok = command.Lookup(word)
	}
	if !ok {
		_, err := command.Parse("/" + word)
		return err
	}
	text := usage(s)
	if len(s.Aliases) > 0 {
		text += " (also /" + strings.Join(s.Aliases, ", /") + ")"
	}
	t.say(text)
	return nil
}

// amount reads how many messages are to be read.
func amount(typed string, usual, most int) (int, error) {
	if typed == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 {
		return 0, &command.Error{Text: fmt.Sprintf("%q is no number of messages", typed), Next: "type one such as 20"}
	}
	return min(n, most), nil
}
