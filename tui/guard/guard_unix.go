//go:build unix

package guard

import (
	"os/exec"
	"os/signal"
	"syscall"
)

const supported = true

// detach keeps the keyboard's signals from the guard: it shall outlive the
// program, not end or stop with it.
func detach(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// insist ignores what would end the guard, or stop it when it touches the
// terminal from the background.
func insist() {
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT,
		syscall.SIGTSTP, syscall.SIGTTOU, syscall.SIGTTIN, syscall.SIGPIPE)
}
