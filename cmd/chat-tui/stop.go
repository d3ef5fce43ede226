package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// errStopped says that the person ended the program.
var errStopped = errors.New("stopped before everything was done; run it again to finish")

// untilStopped returns a context that ends when the person or the system
// tells the program to end; more names further signals that do so.
func untilStopped(ctx context.Context, more ...os.Signal) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, append(more, os.Interrupt, syscall.SIGTERM)...)
}

// stopped reports whether ctx ended because the program was told to.
func stopped(ctx context.Context) bool { return ctx.Err() != nil }

// quiet logs nothing: what a person must know, commands say themselves.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
