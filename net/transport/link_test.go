package transport_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/transport"
)

const linkKey = "SHA256:iATzu37SlQ7x3J+COovIfp4L5Gwky189NAyH/t/RVBE"

func TestLinks(t *testing.T) {
	safeKey := strings.NewReplacer("+", "-", "/", "_").Replace(linkKey)
	for s, want := range map[string]struct {
		where, rooms, key, token string
		again                    string // "" is s
	}{
		"chat://chat.example.org:5555/#tea?key=" + safeKey + "&token=abc234": {"chat.example.org:5555", "#tea", linkKey, "abc234", ""},
		"chat://chat.example.org:5555/?key=" + safeKey + "&token=abc234":     {"chat.example.org:5555", "", linkKey, "abc234", ""},
		"chat://[::1]:7/#a,b?key=" + safeKey:                                 {"[::1]:7", "#a #b", linkKey, "", ""},
		"chat://host:5555/":                                                  {"host:5555", "", "", "", ""},
		// As others write them.
		"CHAT://Host":                        {"host:5555", "", "", "", "chat://host:5555/"},
		" chat://host?token=x#tea ":          {"host:5555", "#tea", "", "x", "chat://host:5555/#tea?token=x"},
		"chat://host/#%23tea,tea":            {"host:5555", "#tea", "", "", "chat://host:5555/#tea"},
		"chat://host/#чай":                   {"host:5555", "#чай", "", "", "chat://host:5555/#%D1%87%D0%B0%D0%B9"},
		"chat://host/?key=" + linkKey[7:]:    {"host:5555", "", linkKey, "", "chat://host:5555/?key=" + safeKey},
		"chat://host/?other=1&token=a-b_c&x": {"host:5555", "", "", "a-b_c", "chat://host:5555/?token=a-b_c"},
	} {
		t.Run(s, func(t *testing.T) {
			l, err := transport.ParseLink(s)
			if err != nil || l.Address.String() != want.where || strings.Join(l.Rooms, " ") != want.rooms || l.Key != want.key || l.Token != want.token {
				t.Fatalf("ParseLink() = %+v, %v", l, err)
			}
			if want.again == "" {
				want.again = s
			}
			if got := l.String(); got != want.again {
				t.Errorf("String() = %s, want %s", got, want.again)
			}
		})
	}
}

func TestLinksThatCannotBe(t *testing.T) {
	for name, s := range map[string]string{
		"nothing":            "",
		"another scheme":     "https://host/",
		"no host":            "chat:///#tea",
		"a host with spaces": "chat://a b/",
		"half a fingerprint": "chat://host/?key=SHA256:abc",
		"a strange token":    "chat://host/?token=a%20b",
		"a long token":       "chat://host/?token=" + strings.Repeat("a", 65),
		"a room of two":      "chat://host/#@bob",
		"a room with spaces": "chat://host/#a%20b",
		"too many rooms":     "chat://host/#a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u",
		"a damaged escape":   "chat://host/#%zz",
		"control characters": "chat://host/\x1b[2J",
		"too long":           "chat://host/#" + strings.Repeat("a", 5000),
		"user and password":  "chat://ada:secret@host/",
	} {
		t.Run(name, func(t *testing.T) {
			l, err := transport.ParseLink(s)
			if err == nil {
				t.Fatalf("ParseLink() = %+v", l)
			}
			if strings.ContainsRune(err.Error(), 0x1b) {
				t.Errorf("the error holds control characters: %q", err)
			}
		})
	}
}

func FuzzParseLink(f *testing.F) {
	f.Add("chat://chat.example.org:5555/#tea?key=" + linkKey + "&token=abc234")
	f.Add("chat://[::1]/?token=x#a,b")
	f.Fuzz(func(t *testing.T, s string) {
		l, err := transport.ParseLink(s)
		if err != nil {
			return
		}
		again, err := transport.ParseLink(l.String())
		if err != nil || again.Address != l.Address || !slices.Equal(again.Rooms, l.Rooms) || again.Key != l.Key || again.Token != l.Token {
			t.Fatalf("%q became %+v, written %q and read %+v, %v", s, l, l, again, err)
		}
	})
}
