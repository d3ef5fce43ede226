package markup

import (
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxLink = 2000 // bytes; terminals ignore longer ones

// target returns where a click on address may lead: in ASCII, with the real
// host of a web address, in Punycode and without a name before it, so that
// what a terminal shows of it is the truth. It is empty if the address is too
// long or its host cannot be one.
func target(address string) string {
	if ordinary(address) {
		return address
	}
	scheme, rest, _ := strings.Cut(address, ":")
	var b strings.Builder
	b.WriteString(strings.ToLower(scheme))
	b.WriteByte(':')
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		host, port := hostOf(after)
		if host == "" {
			return ""
		}
		b.WriteString("//")
		b.WriteString(host)
		b.WriteString(port)
		rest = after[strings.IndexAny(after+"/", "/?#"):]
	}
	for i := range len(rest) {
		if c := rest[i]; escaped(rune(c)) {
			const digits = "0123456789ABCDEF"
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&0xf])
		} else {
			b.WriteByte(c)
		}
	}
	if b.Len() > maxLink {
		return ""
	}
	return b.String()
}

// ordinary reports whether address is a web address that leads where it says:
// the quick way for nearly all of them.
func ordinary(address string) bool {
	after, ok := strings.CutPrefix(address, "https://")
	if !ok || len(address) > maxLink {
		return false
	}
	label := 0
	for i := range len(after) {
		switch c := after[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-':
			if label++; label > 63 {
				return false
			}
		case c == '.' && label > 0:
			label = 0
		case c == '/' && label > 0:
			return strings.IndexFunc(after[i:], escaped) < 0
		default:
			return false
		}
	}
	return label > 0
}

// escaped reports whether r is percent-encoded in an address.
func escaped(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.IndexByte("\"<>\\^`{|}", byte(r)) >= 0
}

// Host returns the host a web address really leads to, in Punycode where it
// is not ASCII; empty if there is none.
func Host(address string) string {
	_, after, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	host, _ := hostOf(after)
	return host
}

// hostOf returns the host of an address without its scheme, and the port with
// its colon.
func hostOf(s string) (host, port string) {
	s = s[:strings.IndexAny(s+"/", "/?#\\")]
	s = s[strings.LastIndexByte(s, '@')+1:]
	if strings.HasPrefix(s, "[") {
		ip, rest, _ := strings.Cut(s[1:], "]")
		if a, err := netip.ParseAddr(ip); err != nil || !a.Is6() || a.Zone() != "" || !isPort(rest) {
			return "", ""
		}
		return "[" + ip + "]", rest
	}
	if i := strings.IndexByte(s, ':'); i >= 0 {
		s, port = s[:i], s[i:]
	}
	if !isPort(port) {
		return "", ""
	}
	labels := strings.Split(strings.ToLower(norm.NFKC.String(s)), ".")
	for i, l := range labels {
		a, ok := ascii(l)
		if !ok || a == "" && i < len(labels)-1 {
			return "", ""
		}
		labels[i] = a
	}
	return strings.Join(labels, "."), port
}

// isPort reports whether s is empty, or a colon and digits.
func isPort(s string) bool {
	return s == "" || s[0] == ':' && len(s) <= 6 && strings.Trim(s[1:], "0123456789") == ""
}

// ascii returns a label of a host in ASCII.
func ascii(label string) (string, bool) {
	plain := true
	for _, r := range label {
		switch {
		case r >= utf8.RuneSelf:
			plain = false
			if !inWord(r) && !clings(r) && r < 0x2190 {
				return "", false
			}
		case r != '-' && !inWord(r):
			return "", false
		}
	}
	if plain {
		return label, len(label) <= 63
	}
	p := "xn--" + punycode(label)
	return p, len(p) <= 63
}
