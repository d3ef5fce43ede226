package downloads

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// mostName is how long a name gets, in bytes, so that it fits every file system with
// a number before its extension.
const mostName = 200

// Name makes of a name that somebody else gave to a file one that is harmless on every
// system: without folders, control characters and signs that change directions, not a
// device of Windows, not hidden, not an option. What nothing is left of is called
// file-ID.
func Name(given, id string) string {
	name := strings.ReplaceAll(strings.ToValidUTF8(given, "_"), `\`, "/")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029':
			return -1
		case unicode.IsControl(r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, norm.NFC.String(name))
	name = strings.TrimLeft(strings.TrimRight(name, ". "), " ")
	if strings.Trim(name, "._ ") == "" {
		return "file-" + safeID(id)
	}
	if strings.HasPrefix(name, "-") || strings.HasPrefix(name, ".") || device(name) {
		name = "_" + name
	}
	return shorten(name)
}

// device reports whether Windows takes a name for a device, with any extension.
func device(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimSpace(base))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	if rest, ok := strings.CutPrefix(base, "COM"); ok {
		base = rest
	} else if rest, ok := strings.CutPrefix(base, "LPT"); ok {
		base = rest
	} else {
		return false
	}
	return utf8.RuneCountInString(base) == 1 && strings.ContainsAny(base, "0123456789¹²³")
}

// shorten cuts a name that is too long before its extension, at the end of a rune.
func shorten(name string) string {
	if len(name) <= mostName {
		return name
	}
	ext := filepath.Ext(name)
	if len(ext) > 20 {
		ext = ""
	}
	base := name[:mostName-len(ext)]
	for !utf8.ValidString(base) {
		base = base[:len(base)-1]
	}
	return strings.TrimRight(base, ". ") + ext
}

// safeID keeps of an id what may stand in a name.
func safeID(id string) string {
	id = strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, id)
	return id[:min(len(id), 16)]
}
