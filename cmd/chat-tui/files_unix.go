//go:build unix

package main

import (
	"fmt"
	"log/slog"
	"syscall"
)

// fewFiles is a limit of open files below which a busy server runs out of them.
const fewFiles = 4096

// warnOfFewFiles tells an operator of a limit of open files that is low. Go
// itself has raised it as far as it may be raised when the program began.
func warnOfFewFiles(log *slog.Logger) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return
	}
	if cur := uint64(limit.Cur); cur < fewFiles { //nolint:unconvert // it is of another type elsewhere
		log.Warn(fmt.Sprintf("only about %d connections at once are possible, because the limit of open files is low; raise it with ulimit -n, or LimitNOFILE= of systemd", cur-min(cur, 32)))
	}
}
