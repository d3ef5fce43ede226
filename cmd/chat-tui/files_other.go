//go:build !unix

package main

import "log/slog"

// warnOfFewFiles does nothing: there is no such limit.
func warnOfFewFiles(*slog.Logger) {}
