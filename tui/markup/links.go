package markup

import "strings"

// An Address is a link of a text, as a person is asked about it.
type Address struct {
	Text   string // as it stands in the text
	Target string // where it leads, in ASCII
	Host   string // where that really is: the host or mail domain in ASCII
	Odd    bool   // Host is in Punycode, or the text shows another one first
}

// Links returns what of spans can be opened, in order and each target once:
// web and mail addresses that Parse found itself.
func Links(spans []Span) []Address {
	var out []Address
next:
	for i := range spans {
		s := &spans[i]
		if s.Kind != Link || s.Link == "" {
			continue
		}
		for _, a := range out {
			if a.Target == s.Link {
				continue next
			}
		}
		if a, ok := address(s); ok {
			out = append(out, a)
		}
	}
	return out
}

// address returns the address of a link; false if it leads nowhere.
func address(s *Span) (Address, bool) {
	a := Address{Text: s.Text, Target: s.Link}
	if _, shown, web := strings.Cut(s.Text, "://"); web {
		a.Host = Host(s.Link)
		user := strings.IndexByte(shown[:strings.IndexAny(shown+"/", "/?#\\")], '@')
		a.Odd = user >= 0 // what stands before the @ looks like a host
	} else {
		mail, _, _ := strings.Cut(s.Text, "?")
		a.Host, _ = hostOf(mail[strings.LastIndexByte(mail, '@')+1:])
	}
	a.Odd = a.Odd || strings.Contains(a.Host, "xn--")
	return a, a.Host != ""
}
