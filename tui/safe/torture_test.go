package safe_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// rows are the inputs of the torture list that concern cleaning. An empty want
// means that only what holds for every text is checked.
var torture = []struct{ name, in, want string }{
	{"T01 clipboard", "\x1b]52;c;cm0gLXJm\x07", "␛]52;c;cm0gLXJm␇"},
	{"T02 clipboard, other end", "\x1b]52;c;cm0gLXJm\x1b\\", "␛]52;c;cm0gLXJm␛\\"},
	{"T03 clipboard read", "\x1b]52;c;?\x07", "␛]52;c;?␇"},
	{"T05 topic that ends a title", "room\x07\x1b]52;c;eA==\x07", "room␇␛]52;c;eA==␇"},
	{"T08 palette", "\x1b]4;0;#ff0000\x07\x1b]10;red\x07\x1b]104\x07\x1b]110\x07", "␛]4;0;#ff0000␇␛]10;red␇␛]104␇␛]110␇"},
	{"T09 colour query", "\x1b]11;?\x07\x1b]4;1;?\x07", "␛]11;?␇␛]4;1;?␇"},
	{"T11 shell marks", "\x1b]7;file:///etc\x07\x1b]133;C\x07\x1b]633;P\x07", "␛]7;file:///etc␇␛]133;C␇␛]633;P␇"},
	{"T14 never ends", "\x1b]0;never ends", "␛]0;never ends"},
	{"T16 sixel", "\x1bPq#0;2;0;0;0~-\x1b\\", "␛Pq#0;2;0;0;0~-␛\\"},
	{"T17 through tmux", "\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\", "␛Ptmux;␛␛]52;c;eA==␇␛\\"},
	{"T18 capability query", "\x1bP+q544e\x1b\\", "␛P+q544e␛\\"},
	{"T19 kitty graphics", "\x1b_Ga=T,f=24,s=1,v=1;AAAA\x1b\\", "␛_Ga=T,f=24,s=1,v=1;AAAA␛\\"},
	{"T20 other strings", "\x1b^pm\x1b\\\x1bXsos\x1b\\", "␛^pm␛\\␛Xsos␛\\"},
	{"T22 erase", "\x1b[2J\x1b[H\x1b[2K\x1b[3J", "␛[2J␛[H␛[2K␛[3J"},
	{"T25 window", "\x1b[8;1;1t\x1b[3;0;0t\x1b[2t", "␛[8;1;1t␛[3;0;0t␛[2t"},
	{"T26 scroll region", "\x1b[1;2r\x1b[?69h\x1b[2;4s", "␛[1;2r␛[?69h␛[2;4s"},
	{"T27 modes", "\x1b[?1049l\x1b[?1003h\x1b[?2004l\x1b[?2026h\x1b[?25l", "␛[?1049l␛[?1003h␛[?2004l␛[?2026h␛[?25l"},
	{"T28 keyboard", "\x1b[>31u\x1b[>4;2m", "␛[>31u␛[>4;2m"},
	{"T29 repeat", "x\x1b[9999999b\x1b[999999999L", "x␛[9999999b␛[999999999L"},
	{"T30 print", "\x1b[5i", "␛[5i"},
	{"T31 styles", "\x1b[8mhidden\x1b[5m\x1b[30;40m", "␛[8mhidden␛[5m␛[30;40m"},
	{"T32 many parameters", "hi\x1b[" + strings.Repeat("1;", 32) + "1m", "hi␛[" + strings.Repeat("1;", 32) + "1m"},
	{"T33 many sub-parameters", "\x1b[" + strings.Repeat("1:", 63) + "1m\x1bP" + strings.Repeat("1:", 63) + "1m", "␛[" + strings.Repeat("1:", 63) + "1m␛P" + strings.Repeat("1:", 63) + "1m"},
	{"T34 reset", "\x1bc\x1b[!p", "␛c␛[!p"},
	{"T36 line drawing", "\x1b(0\x0e\x0f", "␛(0␎␏"},
	{"T38 backspace", "good\x08\x08\x08\x08evil", "good␈␈␈␈evil"},
	{"T39 return", "long honest text\rFAKE", "long honest text␍FAKE"},
	{"T40 other line ends", "a\x0b\x0c\u0085\u0084b", "a␋␌��b"},
	{"T41 controls", "\x00\x05\x7f\x18\x1a", "␀␅␡␘␚"},
	{"T43 raw C1", "\x9b2J\x9d0;x\x9c", "�2J�0;x�"},
	{"T43 encoded C1", "\u009b2J\u009d0;x\u009c", "�2J�0;x�"},
	{"T45 letter with a 0x9c byte", "a\u071cb", "a\u071cb"},
	{"T46 escape with a mark", "\x1b\u0301[2J", "␛\u0301[2J"},
	{"T47 nested", "\x1b]0;a\x1b[31mb\x07c", "␛]0;a␛[31mb␇c"},
	{"T48 override", "abc\u202edef", "abc�def"},
	{"T48 isolates", "a\u2066b\u2067c\u2068d\u2069e\u202af\u202bg\u202ch\u202di", "a�b�c�d�e�f�g�h�i"},
	{"T51 direction marks", "a\u200e\u200f\u061cb", "ab"},
	{"T52 zero width", "bo\u200bb\u2060o\ufeffb", "bobob"},
	{"T52 joiners in Latin", "bo\u200db\u200cx", "bobx"},
	{"T53 invisible letters", "a\u3164\u115f\u1160\u00ad\u034f\uffa0b", "ab"},
	{"T53 empty Braille", "a\u2800b", "a b"},
	{"T54 tags", "a\U000e0041\U000e0042b", "a[2 hidden]b"},
	{"T54 tags at the end", "a\U000e0001\U000e0042\U000e007f", "a[3 hidden]"},
	{"T54 tags on a flag that is none", "🏴\U000e0075\U000e0073\U000e007f", "🏴[3 hidden]"},
	{"T56 annotations", "a\ufff9b\ufffac\ufffbd", "abcd"},
	{"T57 separators", "a\u2028b\u2029c", "a b c"},
	{"T58 many marks", "a" + strings.Repeat("\u0301", 200) + "b", "a" + strings.Repeat("\u0301", 4) + "b"},
	{"T58 marks of all kinds", "a" + strings.Repeat("\u0301\u0300\u0323\u20dd\u0903", 50), ""},
	{"T59 a great many marks", "a" + strings.Repeat("\u0301", 20000), "a" + strings.Repeat("\u0301", 4)},
	{"T59 marks on nothing", "\u0301a \u0301", "◌\u0301a \u0301"},
	{"T62 selectors", "a\ufe0f 1\ufe0f\u20e3 ⚠\ufe0f 1\ufe0f #\ufe0fx", "a 1\ufe0f\u20e3 ⚠\ufe0f 1 #x"},
	{"T62 text form", "☺\ufe0e 👍\ufe0e a\ufe0e", "☺\ufe0e 👍 a"},
	{"T65 noncharacters", "\ufffe\uffff\ufdd0\U0001ffff", "����"},
	{"T65 private use", "\ue0a0\U000f0000\U0010fffd\U0010eeee", "����"},
	{"T66 surrogate", "\xed\xa0\x80", "���"},
	{"T66 overlong", "\xc0\xaf", "��"},
	{"T66 no text at all", "\xff\xfe", "��"},
	{"T66 cut", "a\xe2\x82", "a��"},
	{"a tone on nothing", "a🏽 🏽", "a� �"},
	{"tones on tones", "👍🏽🏽", "👍🏽�"},
	{"joined without end", strings.Repeat("👩\u200d", 50), ""},
	{"joiner before nothing", "👩\u200d", "👩"},
	{"joiners in a row", "👩\u200d\u200d👩", "👩\u200d👩"},
	{"variants carry no data", "a\U000e0101\U000e0132😀\U000e0101\ufe00", "a😀"},
	{"Korean parts", "ᄏᄏ ᅡ ᆨ", "ㅋㅋ ㅏ �"},
	{"consonants without end", strings.Repeat("क\u094d", 5000), ""},
	{"number signs", "\u0600\u06dd", "��"},
	{"unassigned", "a\U0001cfffb\u0870\u08ff\u0bd1", "a�b\u0870\u08ff�"},
}

// bad reports what no clean text holds, or "".
func bad(s string, lines bool) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	for _, r := range s {
		switch {
		case r == '\n' && lines:
		case r < 0x20, 0x7f <= r && r <= 0x9f:
			return "a control character"
		case 0x200b <= r && r <= 0x200f && r != 0x200c && r != 0x200d, 0x2028 <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f, r == 0xfeff:
			return "an invisible character"
		}
	}
	return ""
}

func TestTorture(t *testing.T) {
	for _, tt := range torture {
		t.Run(tt.name, func(t *testing.T) {
			body := safe.Body(tt.in).String()
			if tt.want != "" && body != tt.want {
				t.Errorf("Body(%q)\n got %q\nwant %q", tt.in, body, tt.want)
			}
			check(t, tt.in)
		})
	}
}

func TestLineEnds(t *testing.T) {
	for _, tt := range []struct{ name, in, line, body string }{
		{"line feed", "a\nb", "a b", "a\nb"},
		{"both", "a\r\nb", "a b", "a\nb"},
		{"return alone", "a\rb", "a␍b", "a␍b"},
		{"tab", "a\tb", "a b", "a   b"},
		{"tab at a stop", "abcd\te\n\tf", "abcd e  f", "abcd    e\n    f"},
		{"T69 many tabs", strings.Repeat("\t", 2000), strings.Repeat(" ", 2000), strings.Repeat(" ", 8000)},
		{"T68 many lines", strings.Repeat("\n", 8000), strings.Repeat(" ", 8000), strings.Repeat("\n", 8000)},
		{"mark after a line end", "a\n\u0301", "a \u0301", "a\n◌\u0301"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := safe.Line(tt.in).String(); got != tt.line {
				t.Errorf("Line = %q, want %q", got, tt.line)
			}
			if got := safe.Body(tt.in).String(); got != tt.body {
				t.Errorf("Body = %q, want %q", got, tt.body)
			}
		})
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"ada":                      "ada",
		"bo\u200bb":                "bob",
		"a\u200e\u200f\u061cb":     "ab",
		"می\u200cخواهم":            "میخواهم",
		"👩\u200d👧":                 "👩👧",
		"❤\ufe0f":                  "❤",
		"a\u00a0b\u3000c":          "a b c",
		"\u200b\u2060":             "�",
		" ":                        "�",
		"":                         "",
		"#lob\x1b[2Jby":            "#lob␛[2Jby",
		"葛\U000e0100":              "葛",
		"x\U000e0041":              "x[1 hidden]",
		"Zoë":                      "Zoë",
		"Zoe\u0308":                "Zoe\u0308",
		"\u0301x":                  "◌\u0301x",
		"नमस्ते":                   "नमस्ते",
		strings.Repeat("x", 10000): strings.Repeat("x", 10000),
	} {
		if got := safe.Name(in).String(); got != want {
			t.Errorf("Name(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTitleIsBounded(t *testing.T) {
	for in, want := range map[string]string{
		"chat — #lobby":                    "chat — #lobby",
		"a\x07b\nc\u009cd":                 "a␇b c�d",
		strings.Repeat("x", 121):           strings.Repeat("x", 119) + "…",
		strings.Repeat("漢", 61):            strings.Repeat("漢", 59) + "…",
		strings.Repeat("e\u0301", 120):     strings.Repeat("e\u0301", 120),
		strings.Repeat("x", 118) + "漢\x07": strings.Repeat("x", 118) + "…",
	} {
		if got := safe.Title(in).String(); got != want {
			t.Errorf("Title(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestJoinCleansWhatItAdds(t *testing.T) {
	got := safe.Join("\x1b", safe.Line("a"), safe.Text{}, safe.Name("b")).String()
	if want := "a␛␛b"; got != want {
		t.Errorf("Join = %q, want %q", got, want)
	}
	if !safe.Join(" ").Empty() {
		t.Error("Join of nothing is something")
	}
}

// Cleaning that is not linear would be felt here.
func TestLongTexts(*testing.T) {
	for _, part := range []string{
		"\x1b[", "\t", "\xff", "\u0301", "🏴\U000e0067", "🏴\U000e0067\U000e0062\U000e0065", "\U000e0041", "👩\u200d", "क\u094d", "\u200d", "1\ufe0f", "ᄀ",
	} {
		_ = safe.Body(strings.Repeat(part, 1<<18/len(part)))
	}
}
