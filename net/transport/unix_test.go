//go:build unix

package transport_test

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/transport"
)

func TestUnixSocketIsForItsOwnerOnly(t *testing.T) {
	p := serve(t, transport.Unix)
	info, err := os.Stat(p.address.Path)
	if err != nil || info.Mode().Type() != os.ModeSocket || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is %v, %v", info.Mode(), err)
	}
}

func TestADeadSocketIsTakenOver(t *testing.T) {
	address := transport.Address{Scheme: transport.Unix, Path: filepath.Join(shortDir(t), "s")}
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: address.Path})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false) // as if its process was killed
	_ = dead.Close()
	l, err := transport.Listen(t.Context(), address, transport.ListenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, server := place{listener: l, address: address}.connect(t)
	_, _ = io.WriteString(client, "x")
	if _, err := io.ReadFull(server, make([]byte, 1)); err != nil {
		t.Error(err)
	}
}

func TestALiveSocketAndOtherFilesAreLeftAlone(t *testing.T) {
	dir := shortDir(t)
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	live := serve(t, transport.Unix).address.Path
	for name, tt := range map[string]struct{ path, want string }{
		"a server that answers": {live, "another server answers"},
		"a file":                {file, "is not a socket"},
		"a folder":              {dir, "is not a socket"},
		"a missing folder":      {filepath.Join(dir, "no", "s"), "make it first"},
	} {
		t.Run(name, func(t *testing.T) {
			address := transport.Address{Scheme: transport.Unix, Path: tt.path}
			_, err := transport.Listen(t.Context(), address, transport.ListenOptions{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Listen = %v; want %q", err, tt.want)
			}
		})
	}
	if content, err := os.ReadFile(file); string(content) != "mine" || err != nil {
		t.Errorf("the file is %q, %v", content, err)
	}
	if _, err := os.Stat(live); err != nil {
		t.Error(err)
	}
}

func TestListenFailuresNameTheNextStep(t *testing.T) {
	for name, tt := range map[string]struct {
		address transport.Address
		want    string
	}{
		"TLS without a key":        {transport.Address{Scheme: transport.TLS, Host: "127.0.0.1"}, "use tcp://127.0.0.1:0"},
		"memory without a network": {transport.Address{Scheme: transport.Memory, Path: "x"}, "only inside the program"},
		"no address":               {transport.Address{}, "no address"},
		"a foreign address":        {transport.Address{Scheme: transport.TCP, Host: "192.0.2.1", Port: 5555}, "leave the host out"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := transport.Listen(t.Context(), tt.address, transport.ListenOptions{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Listen = %v; want %q", err, tt.want)
			}
		})
	}
}
