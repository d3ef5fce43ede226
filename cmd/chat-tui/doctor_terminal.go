package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/tui/probe"
)

// checkTerminal asks the terminal what it can do.
func checkTerminal(ctx context.Context, c *cobra.Command) []finding {
	in, out := terminalOf(c)
	if in == nil {
		return []finding{{"terminal", odd, "This is not a terminal, so it could not be asked.", "run chat-tui doctor in the window you chat in"}}
	}
	a, err := probe.Ask(ctx, in, out)
	switch {
	case err != nil:
		return []finding{{"terminal", broken, "The terminal could not be asked: " + err.Error() + ".", "chat-tui reset, then try again"}}
	case !a.Answered:
		return []finding{
			{"terminal", broken, fmt.Sprintf("The terminal (TERM=%s) answers no questions.", os.Getenv("TERM")), "use chat-tui --plain here, or another terminal"},
			checkColours(out),
		}
	}
	return append(describeTerminal(a), checkWidths(a), checkColours(out))
}

// terminalOf returns the terminal to ask: in front of the program, even where
// what it prints goes elsewhere.
func terminalOf(c *cobra.Command) (in, out *os.File) {
	in, ok := c.InOrStdin().(*os.File)
	if !ok || !isTerminal(in) {
		return nil, nil
	}
	for _, w := range []any{c.OutOrStdout(), c.ErrOrStderr()} {
		if out, ok := w.(*os.File); ok && isTerminal(out) {
			return in, out
		}
	}
	return nil, nil
}

// describeTerminal tells what a terminal answered.
func describeTerminal(a *probe.Answers) []finding {
	name := a.Name
	if name == "" {
		name = "TERM=" + os.Getenv("TERM")
	}
	list := []finding{{"terminal", fine, "It answers, as " + name + ".", ""}}
	if a.Sync.Can() {
		list = append(list, finding{"redraw", fine, "Pictures appear whole (mode 2026).", ""})
	} else {
		list = append(list, finding{"redraw", fine, "It does not know mode 2026: a redraw may flicker, nothing else.", ""})
	}
	if a.Background != "" {
		list = append(list, finding{"background", fine, "It tells its background, " + a.Background + ".", ""})
	} else {
		list = append(list, finding{"background", odd, "It does not tell its background, so a dark one is assumed.", "choose a theme with /theme if the colours are hard to read"})
	}
	if a.Keyboard >= 0 {
		list = append(list, finding{"keyboard", fine, "It tells all keys apart (kitty keyboard).", ""})
	} else {
		list = append(list, finding{"keyboard", fine, "It does not know the kitty keyboard: Shift+Enter is Enter there, Alt+Enter makes a new row.", ""})
	}
	return list
}

// checkWidths compares how the terminal counts cells with how the screen does.
func checkWidths(a *probe.Answers) finding {
	way := "by code point"
	if a.Clusters.Can() {
		way = "by cluster (mode 2027)"
	}
	different := a.Differ()
	switch {
	case len(a.Widths) < len(probe.Samples()):
		return finding{"widths", odd, "It does not tell where its cursor is, so how it counts cells is not known.", "if rows look shifted, use chat-tui --plain"}
	case len(different) == 0:
		return finding{"widths", fine, "It counts cells as the screen does, " + way + ".", ""}
	}
	var names []string
	for _, s := range different {
		names = append(names, s.Name)
	}
	return finding{
		"widths", odd, fmt.Sprintf("It says that it counts cells %s, and counts these otherwise: %s.", way, strings.Join(names, ", ")),
		"rows with these may be shifted; a newer version of the terminal may help",
	}
}

// checkColours tells which colours will be used.
func checkColours(out *os.File) finding {
	if os.Getenv("NO_COLOR") != "" {
		return finding{"colours", fine, "NO_COLOR is set, so none are used.", ""}
	}
	switch profile := colorprofile.Detect(out, os.Environ()); profile { //nolint:exhaustive // the rest has none
	case colorprofile.TrueColor:
		return finding{"colours", fine, "All colours are used.", ""}
	case colorprofile.ANSI256:
		return finding{"colours", fine, "256 colours are used.", "set COLORTERM=truecolor if the terminal has all"}
	case colorprofile.ANSI:
		return finding{"colours", odd, "Only 16 colours are used.", "set TERM to what the terminal is, such as xterm-256color"}
	}
	return finding{"colours", odd, fmt.Sprintf("No colours are used, because of TERM=%q.", os.Getenv("TERM")), "set TERM to what the terminal is, such as xterm-256color"}
}
