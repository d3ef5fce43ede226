package transport

import "golang.org/x/sys/windows"

// What the network says here.
const (
	errnoRefused      = windows.WSAECONNREFUSED
	errnoReset        = windows.WSAECONNRESET
	errnoAborted      = windows.WSAECONNABORTED
	errnoNoHost       = windows.WSAEHOSTUNREACH
	errnoNoNetwork    = windows.WSAENETUNREACH
	errnoInUse        = windows.WSAEADDRINUSE
	errnoNotAvailable = windows.WSAEADDRNOTAVAIL
)
