package account

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
)

// mustNick returns the nick written s.
func mustNick(t rapid.TB, s string) Nick {
	t.Helper()
	n, err := ParseNick(s)
	if err != nil {
		t.Fatalf("ParseNick(%q): %v", s, err)
	}
	return n
}

func TestNicksThatAreAccepted(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"plain":                             {"alice", "alice"},
		"upper case stays":                  {"McAda", "McAda"},
		"one letter":                        {"x", "x"},
		"only digits":                       {"007", "007"},
		"digits and punctuation inside":     {"jean-luc.p_2", "jean-luc.p_2"},
		"an apostrophe inside":              {"o'brien", "o'brien"},
		"underscores at both ends":          {"_ada_", "_ada_"},
		"24 characters":                     {strings.Repeat("a", 24), strings.Repeat("a", 24)},
		"24 characters of 4 bytes":          {strings.Repeat("𐐨", 24), strings.Repeat("𐐨", 24)},
		"wide letters become ordinary":      {"ａｄａ", "ada"},
		"what is decomposed gets composed":  {"Ame\u0301lie", "Amélie"},
		"Vietnamese":                        {"Nguyễn", "Nguyễn"},
		"Cyrillic":                          {"Наташа", "Наташа"},
		"Greek":                             {"Ὀδυσσεύς", "Ὀδυσσεύς"},
		"Arabic":                            {"مريم", "مريم"},
		"Arabic with its digits":            {"محمد٣", "محمد٣"},
		"Hebrew with its mark":              {"צ׳רלי", "צ׳רלי"},
		"Devanagari, without joiners":       {"नरेंद्र", "नरेंद्र"},
		"Thai":                              {"สมชาย", "สมชาย"},
		"Japanese of three scripts":         {"山田のタロ", "山田のタロ"},
		"Japanese with a middle dot":        {"ジョン・スミス", "ジョン・スミス"},
		"Korean":                            {"김민준", "김민준"},
		"Korean with Han":                   {"김民", "김民"},
		"an unusual one that is no server":  {"servera", "servera"},
		"ALI is not ALL":                    {"ALI", "ALI"},
		"the user of many a machine":        {"root", "root"},
		"Catalan, a dot between two l":      {"gal·la", "gal·la"},
		"a name that a person only guessed": {"ada2", "ada2"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := mustNick(t, tt.in).String(); got != tt.want {
				t.Errorf("ParseNick(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestNicksThatAreRefused(t *testing.T) {
	for name, in := range map[string]string{
		"none":                                  "",
		"25 characters":                         strings.Repeat("a", 25),
		"97 bytes in few characters":            strings.Repeat("é", 48) + "a",
		"97 bytes that would shrink":            strings.Repeat("ａ", 24) + strings.Repeat("\u0301", 13),
		"not UTF-8":                             "a\xff",
		"a space":                               "ada lovelace",
		"a space that is not ASCII":             "ada\u00a0lovelace",
		"W07: line ends":                        "a\r\nb",
		"an escape sequence":                    "\x1b[31mada",
		"C1":                                    "a\u0085b",
		"DEL":                                   "a\x7f",
		"T52: zero width space":                 "bo\u200bb",
		"T52: zero width joiner":                "bo\u200db",
		"T52: zero width non-joiner":            "क्\u200cष",
		"T52: word joiner":                      "bo\u2060b",
		"T52: byte order mark":                  "bob\ufeff",
		"soft hyphen":                           "bo\u00adb",
		"Hangul filler":                         "\u3164",
		"halfwidth Hangul filler":               "bob\uffa0",
		"empty Braille pattern":                 "\u2800",
		"variation selector":                    "bob\ufe0f",
		"tag character":                         "bob\U000e0041",
		"combining grapheme joiner":             "bo\u034fb",
		"bidirectional override":                "\u202ebob",
		"bidirectional isolate":                 "\u2066bob",
		"left-to-right mark":                    "bob\u200e",
		"letters of both directions":            "bobא",
		"T71: a role in brackets":               "[op]",
		"T71: a role by its prefix":             "+bob",
		"T71: an address":                       "@bob",
		"T71: an address in wide letters":       "＠bob",
		"a mention inside":                      "bob@here",
		"a room":                                "#x",
		"a command":                             "/quit",
		"a flag":                                "-x",
		"a path":                                "..",
		"the end of a sentence":                 "bob.",
		"a nick with what follows one":          "bob:",
		"a comma":                               "bob,",
		"a quote around":                        "'bob'",
		"angle brackets":                        "<bob>",
		"nothing but underscores":               "___",
		"emoji":                                 "🙂",
		"a picture after a name":                "bob🙂",
		"a letter that is another's short form": "x²",
		"a mathematical letter":                 "𝒂lice",
		"a mark without a letter":               "\u0301a",
		"the same mark twice":                   "a\u0301\u0301",
		"five marks":                            "a\u0300\u0301\u0302\u0303\u0304",
		"a line through":                        "b\u0336o\u0336b\u0336",
		"a line below":                          "b\u0332ob",
		"A10: Latin with a Cyrillic letter":     "аlice",
		"Latin with a Greek letter":             "αlice",
		"Latin with Han":                        "bob王",
		"kana with hangul":                      "の김",
		"A13: server":                           "server",
		"A13: system":                           "system",
		"A13: admin":                            "admin",
		"A13: everyone":                         "everyone",
		"A13: here":                             "here",
		"A13: you":                              "you",
		"reserved in upper case":                "SERVER",
		"reserved in wide letters":              "ｓｙｓｔｅｍ",
		"reserved with look-alikes of ASCII":    "adrnin",
		"reserved with digits":                  "y0u",
		"reserved with a capital I":             "AII",
		"reserved in Cyrillic":                  "ор",
		"reserved in small capitals":            "ᴀᴅᴍɪɴ",
		"reserved with punctuation":             "__s-e.r'v_e-r__",
		"the program itself":                    "chat-tui",
	} {
		t.Run(name, func(t *testing.T) {
			n, err := ParseNick(in)
			if got := chat.CodeOf(err); got != chat.CodeNickInvalid {
				t.Fatalf("ParseNick(%q) = %q, %v: code %q, want %q", in, n, err, got, chat.CodeNickInvalid)
			}
			checkSentence(t, err)
		})
	}
}

// checkSentence reports what of an error could not be shown.
func checkSentence(t rapid.TB, err error) {
	t.Helper()
	if text := err.Error(); chat.CheckText("text", text, chat.MaxErrorText) != nil || !utf8.ValidString(text) || !strings.HasSuffix(text, ".") {
		t.Errorf("the sentence %q cannot be shown", text)
	}
}

func TestNicksThatFoldAlike(t *testing.T) {
	for name, tt := range map[string]struct {
		a, b string
		same bool
	}{
		"A12: case":               {"Bob", "bob", true},
		"width":                   {"ｂｏｂ", "bob", true},
		"sharp s":                 {"straße", "STRASSE", true},
		"final sigma":             {"ΟΔΟΣ", "οδος", true},
		"composition":             {"Ame\u0301lie", "amélie", true},
		"Cherokee":                {"Ꭰꭰ", "ꭰꭰ", true},
		"accents tell apart":      {"jose", "josé", false},
		"punctuation tells apart": {"a_b", "a-b", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := mustNick(t, tt.a).Fold() == mustNick(t, tt.b).Fold(); got != tt.same {
				t.Errorf("%q and %q fold alike: %v, want %v", tt.a, tt.b, got, tt.same)
			}
		})
	}
}

// letters draws texts that are often nicks.
func letters() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`[A-Za-z0-9_][A-Za-z0-9_.'-]{0,23}`),
		rapid.StringOfN(rapid.RuneFrom(nil, unicode.Latin, unicode.Mn), 1, 12, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("ΣσςάΑ"), unicode.Greek), 1, 12, -1),
		rapid.StringOfN(rapid.RuneFrom(nil, unicode.Cyrillic), 1, 12, -1),
		rapid.StringOfN(rapid.RuneFrom(nil, unicode.Han, unicode.Hiragana, unicode.Katakana), 1, 12, -1),
		rapid.StringOfN(rapid.RuneFrom(nil, unicode.Letter, unicode.Mn, unicode.Nd), 1, 6, -1),
		rapid.String(),
	)
}

func TestWhatHoldsOfEveryNick(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkNick(t, letters().Draw(t, "nick")) })
}

// checkNick checks what holds whatever is asked for.
func checkNick(t rapid.TB, s string) {
	t.Helper()
	n, err := ParseNick(s)
	if err != nil {
		if chat.CodeOf(err) != chat.CodeNickInvalid {
			t.Errorf("ParseNick(%q): code %q", s, chat.CodeOf(err))
		}
		checkSentence(t, err)
		return
	}
	shown := n.String()
	if again, err := ParseNick(shown); err != nil || again != n {
		t.Errorf("ParseNick(%q) = %q, parsed again %q, %v", s, shown, again, err)
	}
	if n.Fold() != Fold(s) || n.Fold() != Fold(shown) || n.Fold() != Fold(n.Fold()) {
		t.Errorf("%q is found by %q, but folds to %q and %q", shown, n.Fold(), Fold(s), Fold(n.Fold()))
	}
	if n.Fold() == "" || n.Skeleton() == "" || n.look == "" {
		t.Errorf("%q has an empty form: %+q", shown, n)
	}
	if len(shown) > chat.MaxNick || clusters(shown) > chat.MaxNickChars || !utf8.ValidString(shown) {
		t.Errorf("%q is too long", shown)
	}
	for _, r := range shown {
		if chat.Control(r) || chat.Invisible(r) || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			t.Errorf("%q holds %U", shown, r)
		}
	}
	if known := knownNick(shown); known != n {
		t.Errorf("%q comes back from the disk as %+q, was %+q", shown, known, n)
	}
}

func FuzzParseNick(f *testing.F) {
	for _, s := range []string{"ada", "аlice", "İi̇", "a\u0301\u0301", "김민준", "ꭰᎠ", "[op]", "bo\u200bb", "ŉß", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkNick(t, s) })
}
