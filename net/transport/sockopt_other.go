//go:build !linux

package transport

import (
	"syscall"
	"time"
)

// userTimeout is for systems that cannot be told; keepalive and the deadlines
// of both sides find a dead peer there.
func userTimeout(time.Duration) func(network, address string, c syscall.RawConn) error { return nil }

// ownerOnly is for systems where only chmod sets the mode of a Unix socket.
func ownerOnly(_, _ string, _ syscall.RawConn) error { return nil }
