package transport

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/chat"
)

// DefaultPort is the port of an address that names none.
const DefaultPort = 5555

// Limits of the parts of an address, in bytes.
const (
	maxHostName   = 253 // RFC 1035
	maxHostLabel  = 63
	maxSocketPath = 103 // the smallest sun_path among systems, less its NUL
)

// A Scheme says how bytes travel.
type Scheme string

// The schemes an address may have.
const (
	TLS    Scheme = "tls"  // TLS 1.3 over TCP
	TCP    Scheme = "tcp"  // plain lines over TCP
	Unix   Scheme = "unix" // plain lines on a Unix socket
	Memory Scheme = "mem"  // in memory, within a Network
)

// An Address says where a server is and how to speak to it. The zero value is
// no address; use ParseAddress.
type Address struct {
	Scheme Scheme
	Host   string // TLS and TCP: name in lower case or IP without brackets; empty means all interfaces
	Port   uint16 // TLS and TCP: 0 lets Listen choose
	Path   string // Unix: path of the socket; Memory: name in the Network
}

// ParseAddress reads what people type: "host", "host:5555", "[::1]:5555",
// "::1", "tls://host:5555", "tcp://host:5555", "unix:///path", "mem://name".
// An error is a *chat.Error and one sentence for people.
func ParseAddress(s string) (Address, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Address{}, chat.Errorf(chat.CodeBadValue, "the address is empty; write host:%d", DefaultPort)
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return Address{}, chat.Errorf(chat.CodeBadValue, "the address %s holds control characters", shown(s))
	}
	scheme, rest, found := strings.Cut(s, "://")
	if !found {
		scheme, rest = string(TLS), s
	}
	switch scheme = strings.ToLower(scheme); Scheme(scheme) {
	case TLS, TCP:
		if found {
			rest = strings.TrimSuffix(rest, "/")
		}
		return parseHostPort(Scheme(scheme), rest, s)
	case Unix:
		return parseSocketPath(rest, s)
	case Memory:
		if rest == "" || strings.ContainsAny(rest, " /?#") {
			return Address{}, chat.Errorf(chat.CodeBadValue, "the address %s names no listener in memory; write mem://name", shown(s))
		}
		return Address{Scheme: Memory, Path: rest}, nil
	}
	return Address{}, foreignScheme(scheme, s)
}

// foreignScheme explains a scheme that is not spoken here.
func foreignScheme(scheme, s string) error {
	switch scheme {
	case "quic", "udp", "ws", "wss":
		return chat.Errorf(chat.CodeBadValue, "%s:// is not supported yet; use host:%d", scheme, DefaultPort)
	case "chat":
		return chat.Errorf(chat.CodeBadValue, "a link is no address; give it alone, between single quotes: chat-tui 'chat://…'") // without its token
	case "http", "https":
		return chat.Errorf(chat.CodeBadValue, "%s is a web address; write host:%d", shown(s), DefaultPort)
	}
	return chat.Errorf(chat.CodeBadValue,
		"the address %s has an unknown scheme; use host:%d, tcp://host:%[2]d or unix:///path", shown(s), DefaultPort)
}

// parseSocketPath reads what follows "unix://" in the address s.
func parseSocketPath(path, s string) (Address, error) {
	switch {
	case !strings.HasPrefix(path, "/") || path == "/":
		return Address{}, chat.Errorf(chat.CodeBadValue, "the address %s needs the full path of a socket; write unix:///path", shown(s))
	case len(path) > maxSocketPath:
		return Address{}, chat.Errorf(chat.CodeBadValue,
			"the socket path has %d bytes; the limit is %d, so choose a shorter folder", len(path), maxSocketPath)
	}
	return Address{Scheme: Unix, Path: path}, nil
}

// parseHostPort reads the "host:port" of the address s.
func parseHostPort(scheme Scheme, hostPort, s string) (Address, error) {
	addr := Address{Scheme: scheme, Port: DefaultPort}
	if strings.ContainsAny(hostPort, "/?#@\\ ") {
		return Address{}, chat.Errorf(chat.CodeBadValue, "the address %s has more than a host and a port; write host:%d", shown(s), DefaultPort)
	}
	host, port, bracketed := splitHostPort(hostPort)
	if ip, err := netip.ParseAddr(host); err == nil && bracketed == ip.Is6() && isName(ip.Zone()) {
		addr.Host = ip.Unmap().String()
	} else if addr.Host, err = hostName(host, bracketed, s); err != nil {
		return Address{}, err
	}
	if port != nil {
		n, err := strconv.ParseUint(*port, 10, 16)
		if err != nil {
			return Address{}, chat.Errorf(chat.CodeBadValue, "the port of the address %s is not a number up to 65535", shown(s))
		}
		addr.Port = uint16(n)
	}
	if addr.Host == "" && port == nil {
		return Address{}, chat.Errorf(chat.CodeBadValue, "the address %s names no host; write host:%d", shown(s), DefaultPort)
	}
	return addr, nil
}

// splitHostPort takes "host", "host:port", "[v6]", "[v6]:port" or a bare v6
// apart. The port is nil if there is none; bracketed means the host must be
// IPv6. What fits no form comes back as a host no name can be.
func splitHostPort(s string) (host string, port *string, bracketed bool) {
	if rest, ok := strings.CutPrefix(s, "["); ok {
		host, after, closed := strings.Cut(rest, "]")
		if after == "" && closed {
			return host, nil, true
		}
		p, ok := strings.CutPrefix(after, ":")
		if !ok {
			return s, nil, true
		}
		return host, &p, true
	}
	switch strings.Count(s, ":") {
	case 0:
		return s, nil, false
	case 1:
		host, p, _ := strings.Cut(s, ":")
		return host, &p, false
	}
	return s, nil, true
}

// hostName checks a name that is no IP address and returns it in lower case
// without a final dot.
func hostName(host string, bracketed bool, s string) (string, error) {
	if bracketed {
		return "", chat.Errorf(chat.CodeBadValue, "the address %s is not a valid IPv6 address; write [::1]:%d", shown(s), DefaultPort)
	}
	if host == "" {
		return "", nil
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	bad := len(name) > maxHostName
	labels := strings.Split(name, ".")
	for _, label := range labels {
		bad = bad || label == "" || len(label) > maxHostLabel || !isName(label)
	}
	// A name that ends in a number is an IPv4 address with a slip in it, which
	// the system's resolver may read in its own way.
	if last := labels[len(labels)-1]; strings.Trim(last, "0123456789") == "" {
		bad = true
	}
	switch {
	case strings.ContainsFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }):
		return "", chat.Errorf(chat.CodeBadValue, "the host of %s has letters outside ASCII; write its xn-- form", shown(s))
	case bad:
		return "", chat.Errorf(chat.CodeBadValue, "the address %s has no valid host name; write host:%d", shown(s), DefaultPort)
	}
	return name, nil
}

// isName reports whether s consists of what host names and IPv6 zones have.
func isName(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		lower := r | 0x20
		return (lower < 'a' || lower > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.", r)
	})
}

// shown quotes what was typed for an error, cut to a length that is readable.
func shown(s string) string {
	const most = 80
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}

// String returns the address as people type it: "host:5555" for TLS, with
// its scheme otherwise. ParseAddress gives the same address back.
func (a Address) String() string {
	switch a.Scheme {
	case TLS:
		return a.HostPort()
	case TCP:
		return "tcp://" + a.HostPort()
	case Unix, Memory:
		return string(a.Scheme) + "://" + a.Path
	}
	return ""
}

// HostPort returns "host:port" with IPv6 in brackets, for TLS and TCP.
func (a Address) HostPort() string {
	return net.JoinHostPort(a.Host, strconv.Itoa(int(a.Port)))
}

// PinName returns the name a server's key is kept under: "host:5555" for TLS
// and TCP alike, for both are one server; else the address itself. It holds
// no white space.
func (a Address) PinName() string {
	switch a.Scheme {
	case TLS, TCP:
		return a.HostPort()
	case Unix, Memory:
		path := url.URL{Path: a.Path}
		return string(a.Scheme) + "://" + path.EscapedPath()
	}
	return ""
}
