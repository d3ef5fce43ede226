//go:build !unix

package guard

import (
	"os/exec"

	"github.com/charmbracelet/x/term"
)

const supported = false

func detach(*exec.Cmd) {}
func insist()          {}
func sane(*term.State) {}
