package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

// A finding is what one check of doctor found.
type finding struct {
	Check string `json:"check"`
	State string `json:"state"`        // fine, odd or broken
	Says  string `json:"says"`         // one sentence
	Next  string `json:"do,omitempty"` // what to do
}

// How a check ends. Only broken makes the command fail.
const (
	fine   = "ok"
	odd    = "warn"
	broken = "fail"
)

// errBroken says that a check failed; which, was printed.
var errBroken = errors.New("something needs to be mended; see what is marked fail")

// doctorOptions are the flags of doctor.
type doctorOptions struct {
	talkOptions
	json    bool
	timeout time.Duration
}

// newDoctor returns the command that looks for what is wrong.
func newDoctor() *cobra.Command {
	var o doctorOptions
	c := &cobra.Command{
		Use:   "doctor",
		Short: "check terminal, settings, keys and server, and say what to do",
		Long: "Check what chat-tui needs: the terminal, by asking it, the settings, keys and\n" +
			"folders, the server with its key and clock, the clipboard and the editor. A line\n" +
			"each says whether all is well and, if not, what to do. Nothing is changed: no key\n" +
			"is made, no server is trusted, no room is joined.\n\n" +
			"It ends with 1 if something is marked fail.",
		Example: "chat-tui doctor\nchat-tui doctor --server chat.example.org:5555\nchat-tui doctor --json",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return doctor(c, &o) },
	}
	o.flags(c)
	c.Flags().BoolVar(&o.json, "json", false, "print one object a line, with check, state, says and do")
	c.Flags().DurationVar(&o.timeout, "timeout", 5*time.Second, "wait this `DURATION` at most for the server")
	return c
}

// doctor makes every check and prints what it found, as it finds it.
func doctor(c *cobra.Command, o *doctorOptions) error {
	if o.timeout <= 0 {
		return &usageError{command: c.CommandPath(), cause: fmt.Errorf("--timeout is more than nothing, such as 5s, not %v", o.timeout)}
	}
	ctx, stop := untilStopped(c.Context())
	defer stop()
	set, settings := checkSettings(c, &o.talkOptions)
	report := &report{out: c.OutOrStdout(), json: o.json}
	for _, check := range []func() []finding{
		func() []finding { return checkTerminal(ctx, c) },
		func() []finding { return settings },
		func() []finding { return checkKeys(&o.talkOptions, set) },
		func() []finding {
			limited, cancel := context.WithTimeoutCause(ctx, o.timeout, fmt.Errorf("no answer within %v", o.timeout))
			defer cancel()
			return checkServer(limited, &o.talkOptions, set)
		},
		checkDesk,
	} {
		if stopped(ctx) {
			return errStopped
		}
		if err := report.add(check()); err != nil {
			return err
		}
	}
	if report.broken {
		return errBroken
	}
	return nil
}

// A report prints findings.
type report struct {
	out    io.Writer
	json   bool
	broken bool // something failed
}

// add prints findings, a line each. What they quote may be of others.
func (r *report) add(findings []finding) error {
	for _, f := range findings {
		r.broken = r.broken || f.State == broken
		f.Says, f.Next = clean(f.Says), clean(f.Next)
		var err error
		if r.json {
			err = json.NewEncoder(r.out).Encode(f)
		} else {
			err = r.print(f)
		}
		if err != nil {
			return fmt.Errorf("write the findings: %w", err)
		}
	}
	return nil
}

func (r *report) print(f finding) error {
	line := fmt.Sprintf("%-5s %-10s %s", f.State, f.Check, f.Says)
	if f.Next != "" {
		line += " → " + f.Next
	}
	_, err := fmt.Fprintln(r.out, line)
	return err
}
