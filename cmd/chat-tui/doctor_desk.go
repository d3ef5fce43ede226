package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/atotto/clipboard"
)

// checkDesk looks for the programs of this machine that the screen calls.
func checkDesk() []finding { return []finding{checkClipboard(), checkEditor()} }

// checkClipboard looks for the tool of the clipboard.
func checkClipboard() finding {
	switch {
	case os.Getenv("SSH_CONNECTION") != "":
		return finding{"clipboard", fine, "Over ssh copying goes through the terminal (OSC 52).", "allow OSC 52 in the terminal if copies do not arrive; in tmux: set -g set-clipboard on"}
	case clipboard.Unsupported:
		return finding{"clipboard", odd, "There is no tool for it, so copying goes through the terminal (OSC 52), which not every one allows.", "install wl-clipboard, xclip or xsel"}
	}
	return finding{"clipboard", fine, "There is a tool for it.", ""}
}

// checkEditor looks for the editor of long messages.
func checkEditor() finding {
	command := editorCommand("")
	words := strings.Fields(command)
	if len(words) == 0 {
		return finding{"editor", odd, "VISUAL or EDITOR is blank.", "set EDITOR to an editor you know"}
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return finding{"editor", odd, fmt.Sprintf("%q cannot be found.", words[0]), "set EDITOR to an editor you know, such as nano"}
	}
	return finding{"editor", fine, "Long messages open in " + command + ".", ""}
}
