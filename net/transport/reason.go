package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A DialError says why no connection came about. Error gives both sentences.
type DialError struct {
	Address Address
	Text    string // what happened
	Hint    string // what to do next
	Err     error  // the cause, for the log
}

// Error returns what happened and what to do next.
func (e *DialError) Error() string { return e.Text + "; " + e.Hint }

// Unwrap returns the cause.
func (e *DialError) Unwrap() error { return e.Err }

// dialError turns the error of a dial into a *DialError. A wrong address
// speaks for itself.
func dialError(addr Address, timeout time.Duration, err error) error {
	if _, ok := errors.AsType[*chat.Error](err); ok {
		return err
	}
	text, hint := reasonOf(addr, timeout, err)
	return &DialError{Address: addr, Text: text, Hint: hint, Err: err}
}

// reasonOf explains the error of a dial.
func reasonOf(addr Address, timeout time.Duration, err error) (text, hint string) {
	if noHost, ok := errors.AsType[*net.DNSError](err); ok && !errors.Is(err, context.DeadlineExceeded) {
		if noHost.IsNotFound {
			return fmt.Sprintf("there is no host called %s", addr.Host), "check the spelling of the address"
		}
		return fmt.Sprintf("the name %s could not be looked up", addr.Host), "check that this machine is online"
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Sprintf("%s did not answer within %v", addr, timeout),
			"check the address, and that no firewall is in the way"
	case errors.Is(err, errnoRefused), errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("no server is listening on %s", addr),
			"check the address, or start one there with: chat-tui serve"
	case errors.Is(err, errnoNoHost), errors.Is(err, errnoNoNetwork):
		return fmt.Sprintf("there is no way to %s from here", addr), "check that this machine is online"
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("this user may not connect to %s", addr), "run chat-tui as the user the server runs as"
	case errors.Is(err, io.EOF), errors.Is(err, errnoReset), errors.Is(err, errnoAborted):
		return fmt.Sprintf("%s closed the connection before it was ready", addr),
			"check that a chat-tui server listens there, and try again"
	}
	return tlsReason(addr, err)
}

// tlsReason explains what is left: the peer speaks otherwise than expected.
func tlsReason(addr Address, err error) (text, hint string) {
	if header, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		if header.RecordHeader[0] == '{' {
			return fmt.Sprintf("%s speaks plain lines, no TLS", addr),
				fmt.Sprintf("if nobody can listen in between, use tcp://%s", addr.HostPort())
		}
		return fmt.Sprintf("%s speaks no TLS", addr), "check that a chat-tui server listens there"
	}
	if message := err.Error(); strings.Contains(message, "protocol version") {
		return fmt.Sprintf("%s offers no TLS 1.3", addr), "check that a chat-tui server listens there"
	} else if strings.Contains(message, "tls: ") {
		return fmt.Sprintf("the TLS handshake with %s failed", addr), "check that a chat-tui server listens there"
	}
	return fmt.Sprintf("%s cannot be reached", addr), "check the address: " + err.Error()
}

// NobodyThere reports whether the error of a Dial says that nothing listens on
// that address.
func NobodyThere(err error) bool {
	return errors.Is(err, errnoRefused) || errors.Is(err, fs.ErrNotExist)
}

// InUse reports whether the error of a Listen says that something else
// listens on that address.
func InUse(err error) bool { return errors.Is(err, errnoInUse) }

// listenError says why an address cannot be served, and what to do next.
func listenError(addr Address, err error) error {
	var why string
	switch {
	case errors.Is(err, errnoInUse):
		why = "it is in use; stop the program that listens there, or choose another port"
	case errors.Is(err, fs.ErrPermission):
		why = "this user may not; choose a port above 1023, or a folder of your own"
	case errors.Is(err, errnoNotAvailable):
		why = "this machine has no such address; leave the host out to listen on all"
	case errors.Is(err, fs.ErrNotExist):
		why = "the folder does not exist; make it first"
	default:
		return fmt.Errorf("listen on %s: %w", addr, err)
	}
	return fmt.Errorf("listen on %s: %s (%w)", addr, why, err)
}
