//go:build !windows

package transport

import "syscall"

// What the network says here.
const (
	errnoRefused      = syscall.ECONNREFUSED
	errnoReset        = syscall.ECONNRESET
	errnoAborted      = syscall.ECONNABORTED
	errnoNoHost       = syscall.EHOSTUNREACH
	errnoNoNetwork    = syscall.ENETUNREACH
	errnoInUse        = syscall.EADDRINUSE
	errnoNotAvailable = syscall.EADDRNOTAVAIL
)
