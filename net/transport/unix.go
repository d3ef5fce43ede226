package transport

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"runtime"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// probeTime bounds the wait for a server that may already hold a socket.
const probeTime = time.Second

// listenUnix serves plain lines on a socket of mode 0600. What a server that
// died left at path is taken away; one that answers keeps it.
func listenUnix(ctx context.Context, path string) (net.Listener, error) {
	path = socketPath(path)
	// The lock keeps another start from taking our new socket for a dead one.
	unlock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, listenError(Address{Scheme: Unix, Path: path}, err)
	}
	defer unlock()
	if err := clearSocket(ctx, path); err != nil {
		return nil, err
	}
	config := net.ListenConfig{Control: ownerOnly}
	inner, err := config.Listen(ctx, "unix", path)
	if err != nil {
		return nil, listenError(Address{Scheme: Unix, Path: path}, err)
	}
	if err := os.Chmod(path, 0o600); err != nil && runtime.GOOS != "windows" {
		return nil, errors.Join(fmt.Errorf("listen on unix://%s: %w", path, err), inner.Close())
	}
	return &unixListener{inner.(*net.UnixListener)}, nil
}

// clearSocket removes a socket nobody answers on, and refuses anything else.
func clearSocket(ctx context.Context, path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("listen on unix://%s: %w", path, err)
	}
	if runtime.GOOS != "windows" && info.Mode().Type() != fs.ModeSocket {
		return chat.Errorf(chat.CodeBadValue, "%s is there already and is not a socket; choose another path", path)
	}
	dialer := net.Dialer{Timeout: probeTime}
	conn, err := dialer.DialContext(ctx, "unix", path)
	switch {
	case err == nil:
		_ = conn.Close()
		return chat.Errorf(chat.CodeBadValue, "another server answers on unix://%s; stop it first, or choose another path", path)
	case errors.Is(err, errnoRefused):
		return os.Remove(path)
	}
	return fmt.Errorf("listen on unix://%s: a socket is there and it is unclear whether it is in use: %w", path, err)
}

// socketPath returns the path of unix:///C:/x as Windows writes it.
func socketPath(path string) string {
	if runtime.GOOS == "windows" && len(path) > 2 && path[0] == '/' && path[2] == ':' {
		return path[1:]
	}
	return path
}

// A unixListener gives its connections the methods of the package comment.
type unixListener struct {
	*net.UnixListener
}

// Accept returns the next connection.
func (l *unixListener) Accept() (net.Conn, error) {
	conn, err := l.AcceptUnix()
	if err != nil {
		return nil, err
	}
	return unixConn{conn}, nil
}

// A unixConn is a server's connection on a Unix socket.
type unixConn struct {
	*net.UnixConn
}

// Handshake has nothing to do: only lines are spoken here.
func (unixConn) Handshake() error { return nil }

// Local is true: a Unix socket does not leave the machine.
func (unixConn) Local() bool { return true }

// Secure is false.
func (unixConn) Secure() bool { return false }

// ExportKeyingMaterial returns ErrPlain.
func (unixConn) ExportKeyingMaterial(string, []byte, int) ([]byte, error) { return nil, ErrPlain }

// NetConn returns the *net.UnixConn.
func (c unixConn) NetConn() net.Conn { return c.UnixConn }
