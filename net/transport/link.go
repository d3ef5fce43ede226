package transport

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/chat"
)

// LinkScheme begins every invite link.
const LinkScheme = "chat://"

// Limits of a link.
const (
	maxLink      = 4 << 10 // bytes
	maxLinkRooms = 20
	maxLinkToken = 64 // bytes
)

// A Link is what one person hands to another so that they meet: where the
// server is, which key it has, where to go there, and what lets one in.
//
//	chat://host:5555/#tea?key=SHA256:…&token=…
type Link struct {
	Address Address  // of the scheme TLS
	Rooms   []string // with their #; may be empty
	Key     string   // fingerprint; empty if the link does not say
	Token   string   // may be empty
}

// IsLink reports whether a text is meant as a link.
func IsLink(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) >= len(LinkScheme) && strings.EqualFold(s[:len(LinkScheme)], LinkScheme)
}

// ParseLink reads a link as people paste it. An error is a *chat.Error and one
// sentence for people; it never holds the token.
func ParseLink(s string) (Link, error) {
	s = strings.TrimSpace(s)
	wrong := func(why string) (Link, error) {
		return Link{}, chat.Errorf(chat.CodeBadValue, "this link %s; copy it whole, between single quotes", why)
	}
	if !IsLink(s) || len(s) > maxLink || !utf8.ValidString(s) || strings.ContainsFunc(s, chat.Control) {
		return wrong("is none of ours")
	}
	rest := s[len(LinkScheme):]
	where, rest := cutAny(rest, "/?#")
	addr, err := ParseAddress("tls://" + where)
	if err != nil {
		return Link{}, err
	}
	if addr.Host == "" {
		return wrong("names no host")
	}
	l := Link{Address: addr}
	fragment, query := parts(rest)
	if l.Rooms, err = linkRooms(fragment); err != nil {
		return wrong("names a room that cannot be")
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return wrong("is damaged")
	}
	if key := values.Get("key"); key != "" {
		// Links are written without + and /, which need escapes there.
		l.Key = fingerprintPrefix + strings.NewReplacer("-", "+", "_", "/", " ", "+").Replace(strings.TrimPrefix(key, fingerprintPrefix))
		if !isFingerprint(l.Key) {
			return wrong("holds no whole fingerprint")
		}
	}
	l.Token = values.Get("token")
	if len(l.Token) > maxLinkToken || l.Token != "" && chat.CheckID(l.Token) != nil {
		return wrong("holds a token that cannot be")
	}
	return l, nil
}

// cutAny cuts before the first of chars, at the end if there is none.
func cutAny(s, chars string) (before, after string) {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// parts takes apart what follows the host: #rooms and ?query, in either order.
func parts(rest string) (fragment, query string) {
	rest = strings.TrimPrefix(rest, "/")
	for rest != "" {
		kind := rest[0]
		var part string
		other := "#"
		if kind == '#' {
			other = "?"
		}
		part, rest = cutAny(rest[1:], other)
		switch kind {
		case '#':
			fragment = part
		case '?':
			query = part
		}
	}
	return fragment, query
}

// linkRooms reads the rooms of a fragment.
func linkRooms(fragment string) (rooms []string, err error) {
	for name := range strings.SplitSeq(fragment, ",") {
		if name == "" {
			continue
		}
		if name, err = url.PathUnescape(name); err != nil {
			return nil, err
		}
		room := "#" + strings.TrimPrefix(name, "#")
		if len(rooms) == maxLinkRooms || len(room) == 1 {
			return nil, chat.Errorf(chat.CodeBadRoom, "too many rooms, or one without a name")
		}
		if strings.ContainsAny(room[1:], "#@, \t\n") {
			return nil, chat.Errorf(chat.CodeBadRoom, "no room is called so")
		}
		if err := chat.CheckText("room", room, chat.MaxRoom); err != nil {
			return nil, err
		}
		if !slices.Contains(rooms, room) {
			rooms = append(rooms, room)
		}
	}
	return rooms, nil
}

// String returns the link as it is handed over; ParseLink gives it back. In a
// shell it goes between single quotes.
func (l Link) String() string {
	var b strings.Builder
	b.WriteString(LinkScheme + l.Address.HostPort() + "/")
	for i, room := range l.Rooms {
		b.WriteString([]string{"#", ","}[min(i, 1)])
		b.WriteString(url.PathEscape(strings.TrimPrefix(room, "#")))
	}
	sep := byte('?')
	add := func(name, value string) {
		if value != "" {
			b.WriteByte(sep)
			b.WriteString(name + "=" + value)
			sep = '&'
		}
	}
	add("key", strings.NewReplacer("+", "-", "/", "_").Replace(l.Key))
	add("token", l.Token)
	return b.String()
}
