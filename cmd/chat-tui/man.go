package main

import (
	"fmt"
	"io"
	"strings"
	"text/template"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chat-tui/chat-tui/assets"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/setting"
)

// A manCommand is what the manual page tells of one command.
type manCommand struct {
	Usage, Short string
	Options      []manOption
}

// A manOption is one flag: "-h, --help", "--nick NAME".
type manOption struct{ Flag, Usage string }

// newMan returns the command that prints the manual page. Its prose is
// man/chat-tui.1 of the assets; commands and options come from the command
// tree, so the page cannot lag behind the program.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "print the manual page (roff)",
		Args:  arguments(cobra.NoArgs),
		RunE:  func(c *cobra.Command, _ []string) error { return writeMan(c.OutOrStdout(), c.Root()) },
	}
}

func writeMan(w io.Writer, root *cobra.Command) error {
	page, err := template.New("chat-tui.1").Funcs(template.FuncMap{"roff": roff}).ParseFS(assets.FS, "man/chat-tui.1")
	if err != nil {
		return fmt.Errorf("manual page: %w", err)
	}
	data := struct {
		Version  string
		Root     manCommand
		Commands []manCommand
		Keys     []manGroup
		Slash    []manOption
		Settings []manOption
		Bindings []string
	}{
		Version: version(), Root: describe(root), Keys: manKeys(), Slash: manSlash(),
		Settings: manSettings(), Bindings: keymap.Names(),
	}
	data.Commands = describeBelow(root)
	return page.Execute(w, data)
}

// describeBelow tells of the commands below one, and of those below them.
func describeBelow(c *cobra.Command) (all []manCommand) {
	for _, c := range c.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			all = append(append(all, describe(c)), describeBelow(c)...)
		}
	}
	return all
}

// A manGroup is some keys of the screen that belong together.
type manGroup struct {
	Title string
	Keys  []manOption
}

// manKeys returns the keys of the screen, as its help shows them.
func manKeys() (groups []manGroup) {
	for _, g := range keymap.Default().Groups() {
		group := manGroup{Title: g.Title}
		for _, b := range g.Bindings {
			if h := b.Help(); b.Enabled() && h.Key != "" {
				group.Keys = append(group.Keys, manOption{Flag: h.Key, Usage: h.Desc})
			}
		}
		groups = append(groups, group)
	}
	return groups
}

// manSlash returns what may be typed after a slash.
func manSlash() (commands []manOption) {
	for _, s := range command.Table() {
		commands = append(commands, manOption{Flag: s.Usage(), Usage: s.Help})
	}
	return commands
}

// manSettings returns the settings of the screen.
func manSettings() (settings []manOption) {
	for _, s := range setting.Table() {
		help := s.Help
		if len(s.Choices) > 0 {
			help += " One of: " + strings.Join(s.Choices, ", ") + "."
		}
		settings = append(settings, manOption{Flag: s.Key, Usage: help})
	}
	return settings
}

func describe(c *cobra.Command) manCommand {
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	m := manCommand{Usage: strings.TrimSuffix(c.UseLine(), " [flags]"), Short: c.Short}
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" && c.HasParent() {
			return
		}
		m.Options = append(m.Options, manOption{Flag: spell(f), Usage: f.Usage})
	})
	return m
}

// spell writes a flag as one types it, with the name of its value.
func spell(f *pflag.Flag) string {
	s := "--" + f.Name
	if f.Shorthand != "" {
		s = "-" + f.Shorthand + ", " + s
	}
	if value, _ := pflag.UnquoteUsage(f); value != "" {
		s += " " + value
	}
	return s
}

// roff makes text literal: nothing in it is a request or an escape.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, `-`, `\-`, "'", `\(aq`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	var ascii strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			ascii.WriteRune(r)
		} else {
			fmt.Fprintf(&ascii, `\[u%04X]`, r)
		}
	}
	text = ascii.String()
	return strings.ReplaceAll(text, "\n.", "\n\\&.")
}
