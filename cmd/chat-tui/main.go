// Command chat-tui is a chat in the terminal: client by default, server with
// `chat-tui serve`. This package reads flags, files and environment, wires the
// other packages together, and does nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"charm.land/fang/v2"

	"github.com/chat-tui/chat-tui/tui/guard"
)

// Exit codes, a contract with scripts.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitDisk   = 3 // nobody knows whether what was written last is on the disk
)

// guardTerminal as the first argument is this program calling itself: a second
// process that puts the terminal back should the first be killed.
const guardTerminal = "guard-terminal"

func main() {
	if len(os.Args) > 1 && os.Args[1] == guardTerminal {
		if guard.Main(os.Args[2:], os.Stdin, os.Stdout) != nil {
			os.Exit(exitFailed)
		}
		return
	}
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run carries out one command line and reports its exit code. A failure is one
// sentence and one next step on stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(append([]string{}, args...)) // cobra would take nil for "the process's own"
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := fang.Execute(ctx, root,
		fang.WithVersion(version()),
		fang.WithoutManpage(),     // man.go writes a fuller one
		fang.WithoutCompletions(), // completion.go keeps to the exit codes
		fang.WithErrorHandler(explain),
	)
	return exitCode(err)
}

// An endError is an exit status that a command gives on, because it is that of
// another program, or an answer. Nothing is printed but what else went wrong.
type endError struct {
	code int
	also error
}

func (e *endError) Error() string { return fmt.Sprintf("exit status %d", e.code) }

// explain prints err for a person. It may quote what others sent.
func explain(w io.Writer, _ fang.Styles, err error) {
	if end, ok := errors.AsType[*endError](err); ok {
		if err = end.also; err == nil {
			return
		}
	}
	_, _ = fmt.Fprintf(w, "chat-tui: %s\n", clean(err.Error()))
	if usage, ok := errors.AsType[*usageError](err); ok {
		_, _ = fmt.Fprintf(w, "Try: %s --help\n", usage.command)
	}
}

// exitCode maps what went wrong to what a script sees.
func exitCode(err error) int {
	_, usage := errors.AsType[*usageError](err)
	_, disk := errors.AsType[*diskError](err)
	end, ended := errors.AsType[*endError](err)
	switch {
	case err == nil:
		return exitDone
	case usage:
		return exitUsage
	case disk:
		return exitDisk
	case ended:
		return end.code
	case errors.Is(err, errUnanswered):
		return exitTimeout
	default:
		return exitFailed
	}
}
