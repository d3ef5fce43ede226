package transport_test

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/chat-tui/chat-tui/net/transport"
)

func TestTCPConnectionsFindADeadPeer(t *testing.T) {
	client, server := serve(t, transport.TCP).connect(t)
	for end, tt := range map[string]struct {
		conn    conn
		timeout int // milliseconds
	}{
		"client": {client, 10_000},
		"server": {server, 25_000},
	} {
		raw, err := tt.conn.NetConn().(*net.TCPConn).SyscallConn()
		if err != nil {
			t.Fatal(err)
		}
		for name, option := range map[string]struct{ level, name, want int }{
			"TCP_USER_TIMEOUT": {unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, tt.timeout},
			"TCP_NODELAY":      {unix.IPPROTO_TCP, unix.TCP_NODELAY, 1},
			"SO_KEEPALIVE":     {unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1},
			"TCP_KEEPIDLE":     {unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30},
		} {
			var got int
			if err := raw.Control(func(fd uintptr) {
				got, err = unix.GetsockoptInt(int(fd), option.level, option.name)
			}); err != nil || got != option.want {
				t.Errorf("%s: %s is %d, %v; want %d", end, name, got, err, option.want)
			}
		}
	}
}
