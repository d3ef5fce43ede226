package transport

import "errors"

// ErrPlain says that a connection is not TLS, so it has no keying material.
var ErrPlain = errors.New("the connection is not encrypted")

// errHandshake says that a write came too early.
var errHandshake = errors.New("the TLS handshake is not finished")
