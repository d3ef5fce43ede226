package account

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
)

func TestRoomsThatAreAccepted(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"plain":                     {"#lobby", "#lobby"},
		"digits and punctuation":    {"#go-1.26_dev", "#go-1.26_dev"},
		"one letter":                {"#x", "#x"},
		"one digit":                 {"#1", "#1"},
		"only what may stand in it": {"#-_.", "#-_."},
		"48 letters":                {"#" + strings.Repeat("a", 48), "#" + strings.Repeat("a", 48)},
		"W29: upper case":           {"#A", "#a"},
		"W29: NFC":                  {"#caf\u00e9", "#café"},
		"W29: NFD":                  {"#cafe\u0301", "#café"},
		"wide":                      {"#ｌｏｂｂｙ", "#lobby"},
		"sharp s stays":             {"#Straße", "#straße"},
		"a dotted capital I":        {"#İstanbul", "#istanbul"},
		"Greek capitals":            {"#ΟΔΟΣ", "#οδος"},
		"Greek, a sigma misplaced":  {"#οδοσ", "#οδος"},
		"Cyrillic":                  {"#Привет", "#привет"},
		"Devanagari":                {"#हिन्दी", "#हिन्दी"},
		"Thai":                      {"#สวัสดี", "#สวัสดี"},
		"Arabic":                    {"#مرحبا", "#مرحبا"},
		"Hebrew with a digit":       {"#שלום-2", "#שלום-2"},
		"Japanese":                  {"#日本のはなし", "#日本のはなし"},
		"Korean":                    {"#한국어", "#한국어"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := ParseRoom(tt.in); got != tt.want || err != nil {
				t.Errorf("ParseRoom(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestRoomsThatAreRefused(t *testing.T) {
	for name, in := range map[string]string{
		"W29: none":                         "",
		"W29: nothing after the #":          "#",
		"W29: a space":                      "#a b",
		"W29: a path":                       "../x",
		"W29: 65 bytes":                     "#" + strings.Repeat("a", 64),
		"a path after the #":                "#../x",
		"49 letters":                        "#" + strings.Repeat("a", 49),
		"over 200 bytes":                    "#" + strings.Repeat("क्षि", 17),
		"without the #":                     "lobby",
		"a person":                          "@bob",
		"two #":                             "##x",
		"not UTF-8":                         "#a\xff",
		"W07: line ends":                    "#a\r\nb",
		"an escape sequence":                "#\x1b[31m",
		"a zero width space":                "#a\u200bb",
		"a bidirectional override":          "#\u202eabc",
		"a mark without a letter":           "#\u0301",
		"a mark on a hyphen":                "#a-\u0301",
		"the same mark twice":               "#a\u0301\u0301",
		"a line through":                    "#a\u0336",
		"signs":                             "#c++",
		"emoji":                             "#🙂",
		"a letter that is another's form":   "#ﬁ",
		"a number that is no digit":         "#x²",
		"letters of two scripts":            "#раypal",
		"letters of both directions":        "#abcא",
		"right to left, ending in a hyphen": "#שלום-",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseRoom(in)
			if code := chat.CodeOf(err); code != chat.CodeBadRoom {
				t.Fatalf("ParseRoom(%q) = %q, %v: code %q, want %q", in, got, err, code, chat.CodeBadRoom)
			}
			checkSentence(t, err)
		})
	}
}

func TestWhatHoldsOfEveryRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkRoomName(t, "#"+letters().Draw(t, "name")) })
}

// checkRoomName checks what holds whatever is asked for.
func checkRoomName(t rapid.TB, s string) {
	t.Helper()
	name, err := ParseRoom(s)
	if err != nil {
		if chat.CodeOf(err) != chat.CodeBadRoom {
			t.Errorf("ParseRoom(%q): code %q", s, chat.CodeOf(err))
		}
		checkSentence(t, err)
		return
	}
	if again, err := ParseRoom(name); again != name || err != nil {
		t.Errorf("ParseRoom(%q) = %q, parsed again %q, %v", s, name, again, err)
	}
	if len(name) > chat.MaxRoom || clusters(name[1:]) > chat.MaxRoomChars {
		t.Errorf("%q is too long", name)
	}
	for _, r := range name[1:] {
		if unicode.IsUpper(r) || chat.Control(r) || chat.Invisible(r) || unicode.IsSpace(r) || strings.ContainsRune("/\\:@#*?\"'<>|", r) {
			t.Errorf("%q holds %U", name, r)
		}
	}
}

func FuzzParseRoom(f *testing.F) {
	for _, s := range []string{"#lobby", "#ΟΔΟΣ", "#İ", "#a\u0301", "#", "../x", "#हिन्दी", "#ŉ", "#ǅ", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkRoomName(t, s) })
}
