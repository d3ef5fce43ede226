package tuitest

import "strings"

// A Payload is a text that someone might send to get hold of a terminal. ID
// is its number in the list of bad inputs that this project keeps.
type Payload struct{ ID, Text string }

// Payloads returns at least one text for each number that is about a text;
// those about sizes, ends and panics have none.
func Payloads() []Payload {
	const family = "👨\u200d👩\u200d👧\u200d👦"
	return []Payload{
		{"T01", "\x1b]52;c;cm0gLXJm\x07"},
		{"T02", "\x1b]52;c;cm0gLXJm\x1b\\"},
		{"T03", "\x1b]52;c;?\x07"},
		{"T05", "room\x07\x1b]52;c;eA==\x07"},
		{"T08", "\x1b]4;0;#ff0000\x07\x1b]10;red\x07\x1b]11;red\x07\x1b]12;red\x07\x1b]104\x07\x1b]110\x07"},
		{"T09", "\x1b]11;?\x07\x1b]4;1;?\x07"},
		{"T11", "\x1b]7;file:///etc\x07\x1b]133;C\x07\x1b]633;P\x07"},
		{"T14", "\x1b]0;never ends"},
		{"T16", "\x1bPq#0;2;0;0;0~-\x1b\\"},
		{"T17", "\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\"},
		{"T18", "\x1bP+q544e\x1b\\"},
		{"T19", "\x1b_Ga=T,f=24,s=1,v=1;AAAA\x1b\\"},
		{"T20", "\x1b^pm\x1b\\\x1bXsos\x1b\\"},
		{"T22", "\x1b[2J\x1b[H\x1b[2K\x1b[3J"},
		{"T25", "\x1b[8;1;1t\x1b[3;0;0t\x1b[2t"},
		{"T26", "\x1b[1;2r\x1b[?69h\x1b[2;4s"},
		{"T27", "\x1b[?1049l\x1b[?1003h\x1b[?2004l\x1b[?2026h\x1b[?25l"},
		{"T28", "\x1b[>31u\x1b[>4;2m"},
		{"T29", "x\x1b[9999999b\x1b[999999999L"},
		{"T30", "\x1b[5i"},
		{"T31", "\x1b[8mhidden\x1b[5m\x1b[30;40m"},
		{"T32", "hi\x1b[" + strings.Repeat("1;", 32) + "1m"},
		{"T33", "\x1b[" + strings.Repeat("1:", 63) + "1m\x1bP" + strings.Repeat("1:", 63) + "1q"},
		{"T34", "\x1bc\x1b[!p"},
		{"T36", "\x1b(0\x0e\x0f"},
		{"T38", "good\x08\x08\x08\x08evil"},
		{"T39", "long honest text\rFAKE"},
		{"T40", "a\x0bb\x0cc\u0085d\u0084e"},
		{"T41", "\x00\x05\x7f\x18\x1a"},
		{"T43", "\x9b2J\x9d0;x\x9c"},
		{"T43 encoded", "\u009b2J\u009d0;x\u009c"},
		{"T45", "a\u071cb"},
		{"T46", "\x1b\u0301[2J"},
		{"T47", "\x1b]0;a\x1b[31mb\x07c"},
		{"T48", "abc\u202edef\u2066g"},
		{"T51", "\u200e\u200f\u061c"},
		{"T52", "bo\u200bb\u2060\ufeff"},
		{"T53", "\u3164\u2800\u115f\u00ad\u034f"},
		{"T54", "x\U000e0041\U000e0042"},
		{"T56", "a\ufff9b\ufffbc"},
		{"T57", "a\u2028b\u2029c"},
		{"T58", "a" + strings.Repeat("\u0301", 200)},
		{"T59", "a" + strings.Repeat("\u0301", 20000)},
		{"T62", "a\ufe0f1\ufe0f\u20e3⚠\ufe0f"},
		{"T63", strings.Repeat("x", 39) + "漢"},
		{"T65", "\ufffe\uffff\ue0a0\U0010fffd"},
		{"T66", "\xed\xa0\x80\xc0\xaf\xff\xfe\xe2\x82"},
		{"T67", strings.Repeat("w", 8000)},
		{"T68", strings.Repeat("\n", 8000)},
		{"T69", strings.Repeat("\t", 2000)},
		{"T71", "[op] @bob server you"},
		{"T73", "https://аpple.com https://good@evil.org"},
		{"T76", "Việt नमस्ते ไทย 한국어 می\u200cخواهم"},
		{"T85", strings.Repeat(">", 500) + strings.Repeat("*", 5000) + "```\x1b[31m"},
		{"T86", strings.Repeat(family, 15)},
		{"flag", "🇫🇷🇩🇪🏴\U000e0067\U000e0062\U000e007f"},
	}
}
