//go:build unix

package guard

import (
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
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

// sane makes of state one in which lines can be typed, as stty sane does.
func sane(state *term.State) {
	state.Iflag |= unix.BRKINT | unix.ICRNL | unix.IXON
	state.Iflag &^= unix.IGNBRK | unix.INLCR | unix.IGNCR | unix.ISTRIP
	state.Oflag |= unix.OPOST | unix.ONLCR
	state.Lflag |= unix.ISIG | unix.ICANON | unix.ECHO | unix.ECHOE | unix.ECHOK | unix.IEXTEN
	state.Lflag &^= unix.ECHONL | unix.NOFLSH | unix.TOSTOP
	state.Cflag |= unix.CREAD
	state.Cc[unix.VMIN], state.Cc[unix.VTIME] = 1, 0
}
