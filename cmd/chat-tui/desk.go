package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/atotto/clipboard" // the clipboard's own tool of each system
	"github.com/cli/browser"      // the opener of each system

	"github.com/chat-tui/chat-tui/tui"
)

// copyHere puts a text into the clipboard of this machine. Over ssh that is
// not the one the person sits at, so it is left to the terminal.
func copyHere(text string) error {
	if os.Getenv("SSH_CONNECTION") != "" {
		return errors.New("the clipboard of this machine is not yours over ssh")
	}
	if clipboard.Unsupported {
		return errors.New("this machine has no tool for the clipboard")
	}
	return clipboard.WriteAll(text)
}

// openHere opens an address with the program of this machine.
func openHere(address string) error {
	if os.Getenv("SSH_CONNECTION") != "" && os.Getenv("DISPLAY") == "" {
		return errors.New("a program of this machine would open it, not one of the machine you sit at; copy the link")
	}
	browser.Stdout, browser.Stderr = io.Discard, io.Discard // the screen is ours
	return browser.OpenURL(address)
}

// An editing is a text in the person's editor.
type editing struct {
	command string
	text    string

	in       io.Reader
	out, err io.Writer
}

// editHere returns a text to be written in an editor: the command line that
// is set, or that of the environment.
func editHere(command, text string) tui.Editing {
	return &editing{command: editorCommand(command), text: text}
}

// editorCommand returns the command line of the editor: the one that is set,
// or that of the environment, or the one every system has.
func editorCommand(command string) string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if command == "" {
			command = os.Getenv(name)
		}
	}
	if command == "" {
		command = "vi"
		if runtime.GOOS == "windows" {
			command = "notepad"
		}
	}
	return command
}

// SetStdin implements tea.ExecCommand, as SetStdout and SetStderr do.
func (e *editing) SetStdin(r io.Reader)  { e.in = r }
func (e *editing) SetStdout(w io.Writer) { e.out = w }
func (e *editing) SetStderr(w io.Writer) { e.err = w }

// Text returns what the editor left behind.
func (e *editing) Text() string { return e.text }

// Run writes the text into a file that only its owner reads, runs the editor
// on it, and takes it back. The file is gone afterwards.
func (e *editing) Run() (err error) {
	f, err := os.CreateTemp("", "chat-tui-*.md")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.WriteString(e.text)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	words := strings.Fields(e.command)
	cmd := exec.Command(words[0], append(words[1:], f.Name())...) //nolint:gosec,noctx // it is the person's own, and ends when they are done
	cmd.Stdin, cmd.Stdout, cmd.Stderr = e.in, e.out, e.err
	if err := cmd.Run(); err != nil {
		return err
	}
	written, err := os.ReadFile(f.Name())
	if err != nil {
		return err
	}
	e.text = strings.TrimRight(string(written), "\n")
	return nil
}
