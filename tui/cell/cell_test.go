package cell_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
)

var methods = map[string]cell.Method{"by rune": cell.ByRune, "by cluster": cell.ByCluster}

func TestWrap(t *testing.T) {
	for name, tt := range map[string]struct {
		in            string
		width, indent int
		want          []string
	}{
		"nothing":                     {"", 10, 0, []string{""}},
		"short":                       {"hello", 10, 0, []string{"hello"}},
		"at a space":                  {"hello world", 8, 0, []string{"hello", "world"}},
		"exactly full":                {"hello world", 11, 0, []string{"hello world"}},
		"space on the edge":           {"hello world", 5, 0, []string{"hello", "world"}},
		"spaces at the break":         {"hello     world", 6, 0, []string{"hello", "world"}},
		"spaces at the end":           {"hello     ", 7, 0, []string{"hello"}},
		"only spaces":                 {"          ", 4, 0, []string{""}},
		"indented code":               {"    if x { return }", 12, 0, []string{"    if x {", "return }"}},
		"space before a full row":     {" ahello", 6, 0, []string{"ahello"}},
		"line ends":                   {"a\n\nb\n", 10, 0, []string{"a", "", "b", ""}},
		"hanging":                     {"one two three four", 9, 3, []string{"one two", "three", "four"}},
		"hanging after a line end":    {"abcdef\nabcdef", 6, 2, []string{"abcdef", "abcd", "ef"}},
		"long word":                   {"abcdefghij", 4, 0, []string{"abcd", "efgh", "ij"}},
		"long word after a short one": {"a bcdefghij", 4, 0, []string{"a", "bcde", "fghi", "j"}},
		"hyphen":                      {"well-known fact", 7, 0, []string{"well-", "known", "fact"}},
		"hyphen of a flag or number":  {"git log --oneline -5", 10, 0, []string{"git log", "--oneline", "-5"}},
		"T63 wide at the edge":        {strings.Repeat("x", 39) + "漢", 40, 0, []string{strings.Repeat("x", 39), "漢"}},
		"Chinese":                     {"你好世界你好", 5, 0, []string{"你好", "世界", "你好"}},
		"no comma begins a row":       {"你好世，界", 6, 0, []string{"你好", "世，界"}},
		"no bracket ends a row":       {"你好「世界」", 6, 0, []string{"你好", "「世", "界」"}},
		"Korean breaks at spaces":     {"안녕 하세요", 8, 0, []string{"안녕", "하세요"}},
		"mixed":                       {"hello 世界 hello", 9, 0, []string{"hello 世", "界 hello"}},
		"marks stay":                  {"ae\u0301e\u0301e\u0301", 2, 0, []string{"ae\u0301", "e\u0301e\u0301"}},
		"space with a mark":           {"ab \u0301cd", 3, 0, []string{"ab \u0301", "cd"}},
		"no-break space":              {"ab\u00a0cd", 3, 0, []string{"ab\u00a0", "cd"}},
		"one column":                  {"a漢b", 1, 0, []string{"a", "b"}},
		"no column":                   {"ab", 0, 0, []string{"a", "b"}},
		"indent eats all":             {"abc", 2, 9, []string{"ab", "c"}},
	} {
		t.Run(name, func(t *testing.T) {
			for by, m := range methods {
				if got := m.Wrap(tt.in, tt.width, tt.indent); !slices.Equal(got, tt.want) {
					t.Errorf("%s: Wrap(%q, %d, %d) = %q, want %q", by, tt.in, tt.width, tt.indent, got, tt.want)
				}
			}
		})
	}
}

func TestChopKeepsEverySpace(t *testing.T) {
	text := "if x {   漢  }"
	for _, m := range methods {
		var got []string
		for _, r := range m.Chop(nil, text, 6) {
			got = append(got, text[r.Start:r.End])
		}
		if want := []string{"if x {", "   漢 ", " }"}; !slices.Equal(got, want) {
			t.Errorf("Chop = %q, want %q", got, want)
		}
	}
}

// words makes clean texts of all that has an unusual width.
func words() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{
		"a", "hello", "x-y", " ", "  ", "\n", ".", ",", "(", "-", "漢", "字", "、", "「", "한", "ᄒ", "ᅡ", "ᆫ", "ｶ", "ｱ", "ﾞ",
		"é", "e\u0301", "👩‍👩‍👧‍👦", "👍🏽", "❤️", "❤", "1️⃣", "🇫🇷", "🇫", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏳️‍🌈", "नमस्ते", "क्षि", "น้ำ", "ກຳ", "می‌خواهم", "שָׁ",
		"\u200d", "\u200c", "\ufe0f", "\u0301", "🏿", "👩", "\u3000", "\u00a0", "ﷺ", "…", "│", "\t", "\x1b",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return safe.Body(strings.Join(rapid.SliceOf(part).Draw(t, "parts"), "")).String()
	})
}

// seen returns what of s may not get lost in wrapping.
func seen(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' {
			return -1
		}
		return r
	}, s)
}

func TestRowsAreNeverTooWideAndLoseNothing(t *testing.T) {
	for by, m := range methods {
		t.Run(by, rapid.MakeCheck(func(t *rapid.T) {
			text := words().Draw(t, "text")
			width := rapid.IntRange(2, 30).Draw(t, "width")
			indent := rapid.IntRange(0, width-2).Draw(t, "indent")
			rows := m.Wrap(text, width, indent)
			for i, row := range rows {
				limit := width
				if i > 0 {
					limit -= indent
				}
				if w := m.StringWidth(row); w > limit {
					t.Fatalf("row %d of %q is %d wide, more than %d: %q", i, text, w, limit, row)
				}
			}
			if got, want := seen(strings.Join(rows, "")), seen(text); got != want {
				t.Fatalf("%q becomes %q", text, rows)
			}
			var chopped strings.Builder
			line := strings.ReplaceAll(text, "\n", " ")
			for _, r := range m.Chop(nil, line, width) {
				row := line[r.Start:r.End]
				if w := m.StringWidth(row); w > width {
					t.Fatalf("chopped row of %q is %d wide, more than %d: %q", line, w, width, row)
				}
				chopped.WriteString(row)
			}
			if chopped.String() != line {
				t.Fatalf("%q is chopped to %q", line, chopped.String())
			}
		}))
	}
}

func TestCuttingKeepsTheWidth(t *testing.T) {
	for by, m := range methods {
		t.Run(by, rapid.MakeCheck(func(t *rapid.T) {
			text := "\x1b[1m" + strings.ReplaceAll(words().Draw(t, "text"), "\n", "") + "\x1b[m"
			width := rapid.IntRange(0, 30).Draw(t, "width")
			if w := m.StringWidth(m.Truncate(text, width, "…")); w > width {
				t.Fatalf("Truncate(%q, %d) is %d wide", text, width, w)
			}
			if w := m.StringWidth(m.PadRight(text, width)); w != width {
				t.Fatalf("PadRight(%q, %d) is %d wide", text, width, w)
			}
			left := rapid.IntRange(0, 30).Draw(t, "left")
			if w := m.StringWidth(m.Cut(text, left, left+width)); w > width {
				t.Fatalf("Cut(%q, %d, %d) is %d wide", text, left, left+width, w)
			}
		}))
	}
}

func TestFit(t *testing.T) {
	for name, tt := range map[string]struct{ in, rune, cluster string }{
		"plain":         {"hello, wörld", "hello, wörld", "hello, wörld"},
		"T86 family":    {"👨‍👩‍👧‍👦", "👨👩👧👦", "👨‍👩‍👧‍👦"},
		"tone":          {"👍🏽", "👍", "👍🏽"},
		"T62 heart":     {"❤️", "❤", "❤️"},
		"T62 keycap":    {"1️⃣", "1⃣", "1️⃣"},
		"pride":         {"🏳️‍🌈", "🏳🌈", "🏳️‍🌈"},
		"flag":          {"🇫🇷🇩🇪", "🇫🇷🇩🇪", "🇫🇷🇩🇪"},
		"half a flag":   {"a🇫 🇩🇪🇷", "aF 🇩🇪R", "aF 🇩🇪R"},
		"Korean parts":  {"한국", "한국", "한국"},
		"halfwidth":     {"ｶﾞｷﾟｱﾞ", "ガｷ゜ｱ゛", "ガｷ゜ｱ゛"},
		"Thai am":       {"น้ำ", "น้\u0e4d\u0e32", "น้\u0e4d\u0e32"},
		"Persian":       {"می‌خواهم", "می‌خواهم", "می‌خواهم"},
		"Indic joiners": {"क्‍ष", "क्‍ष", "क्‍ष"},
		"at the start":  {"❤️a", "❤a", "❤️a"},
		"text form":     {"☺︎", "☺", "☺︎"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := cell.Fit(tt.in, cell.ByRune); got != tt.rune {
				t.Errorf("by rune: Fit(%q) = %+q, want %+q", tt.in, got, tt.rune)
			}
			if got := cell.Fit(tt.in, cell.ByCluster); got != tt.cluster {
				t.Errorf("by cluster: Fit(%q) = %+q, want %+q", tt.in, got, tt.cluster)
			}
		})
	}
}

// shared reports whether both ways of counting agree about the letters of s:
// they do not about the spacing marks and ligatures of the Indic scripts,
// which a terminal that counts by rune really draws apart.
func shared(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Mc, r) || unicode.Is(unicode.Devanagari, r) {
			return false
		}
	}
	return true
}

func TestFittedTextIsAsWideEitherWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(words().Draw(t, "text"), "\n", " ")
		fit := cell.Fit(text, cell.ByRune)
		if !shared(fit) {
			return
		}
		if r, c := cell.ByRune.StringWidth(fit), cell.ByCluster.StringWidth(fit); r != c {
			t.Fatalf("%q is %d wide by rune, %d by cluster", fit, r, c)
		}
		if again := cell.Fit(fit, cell.ByRune); again != fit {
			t.Fatalf("Fit(%q) = %q", fit, again)
		}
	})
}

// A terminal of either kind puts its cursor where the width says (O3).
func TestTheTerminalAgrees(t *testing.T) {
	for by, m := range methods {
		t.Run(by, func(t *testing.T) {
			for _, s := range []string{
				"hello", "你好，世界", strings.Repeat("👨‍👩‍👧‍👦", 6), "👍🏽 ❤️ ⚠️ 🇫🇷", "🏳️‍🌈🏴‍☠️🏴󠁧󠁢󠁥󠁮󠁧󠁿", "한국어", "e\u0301e\u0301",
				"می‌خواهم", "น้ำ", "ｶﾞ", "🇫x", "abc\u202edef", "a" + strings.Repeat("\u0301", 200), "␛[2J", "ﷺ", "a\ufe0f", "─│▎…",
			} {
				row := cell.Fit(safe.Line(s).String(), m)
				e := vt.NewEmulator(80, 2)
				mode := "l"
				if m == cell.ByCluster {
					mode = "h"
				}
				_, _ = io.WriteString(e, "\x1b[?2027"+mode+row+"\x1b[m")
				if x, w := e.CursorPosition().X, m.StringWidth(row); x != w {
					t.Errorf("%q: the cursor is in column %d, the width is %d", row, x, w)
				}
			}
		})
	}
}

func FuzzRows(f *testing.F) {
	f.Add("hello, 世界 👩‍👩‍👧‍👦 नमस्ते", 7, 3)
	f.Add(" ahello\n\tx", 6, 6)
	f.Add("ｶﾞ🇫น้ำᄒ", 1, 1)
	f.Fuzz(func(t *testing.T, in string, first, rest int) {
		text := safe.Body(in).String()
		for _, m := range methods {
			text := cell.Fit(text, m)
			end := 0
			for i, r := range m.Rows(nil, text, first, rest) {
				limit := max(first, 1)
				if i > 0 {
					limit = max(rest, 1)
				}
				if r.Start < end || r.End < r.Start {
					t.Fatalf("rows of %q overlap", text)
				}
				end = r.End
				if w := m.StringWidth(text[r.Start:r.End]); w > limit {
					t.Fatalf("%q is %d wide, more than %d", text[r.Start:r.End], w, limit)
				}
			}
		}
	})
}

func BenchmarkWrap(b *testing.B) {
	for name, text := range map[string]string{
		"ascii": "the quick brown fox jumps over the lazy dog, and then it goes on to do the very same thing again soon",
		"wide":  strings.Repeat("你好，世界 hello ", 8),
	} {
		b.Run(name, func(b *testing.B) {
			rows := make([]cell.Row, 0, 16)
			for b.Loop() {
				rows = cell.ByRune.Rows(rows[:0], text, 60, 60)
			}
		})
		b.Run(name+"/ansi.Wrap", func(b *testing.B) { // to compare with
			for b.Loop() {
				_ = ansi.Wrap(text, 60, "")
			}
		})
	}
}

func TestCut(t *testing.T) {
	link := "\x1b]8;;https://x.org\x1b\\"
	for name, tt := range map[string]struct{ got, want string }{
		"fits":                {cell.ByRune.Truncate("hello", 5, "…"), "hello"},
		"tail":                {cell.ByRune.Truncate("hello", 4, "…"), "hel…"},
		"no room for a tail":  {cell.ByRune.Truncate("hello", 2, "..."), "he"},
		"no room":             {cell.ByRune.Truncate("hello", 0, "…"), ""},
		"less than no room":   {cell.ByRune.Truncate("hello", -1, ""), ""},
		"wide at the end":     {cell.ByRune.Truncate("a漢字", 3, "…"), "a…"},
		"styles are closed":   {cell.ByRune.Truncate("\x1b[1mhello\x1b[m", 3, "…"), "\x1b[1mhe…\x1b[m"},
		"links are closed":    {cell.ByRune.Truncate(link+"hello\x1b]8;;\a!", 3, ""), link + "hel\x1b]8;;\a"},
		"keycap":              {cell.ByCluster.Truncate("1️⃣a", 2, ""), "1️⃣"},
		"family stays whole":  {cell.ByCluster.Truncate("x👩‍👩‍👧y", 2, ""), "x"},
		"middle":              {cell.ByRune.Cut("hello", 1, 3), "el"},
		"middle of wide":      {cell.ByRune.Cut("漢字", 1, 3), ""},
		"beyond":              {cell.ByRune.Cut("aa", 2, 3), ""},
		"nothing":             {cell.ByRune.Cut("aa", 2, 1), ""},
		"padded":              {cell.ByRune.PadRight("a漢", 5), "a漢  "},
		"padded by cutting":   {cell.ByRune.PadRight("漢字", 3), "漢 "},
		"padded after styles": {cell.ByRune.PadRight("\x1b[1ma\x1b[m", 3), "\x1b[1ma\x1b[m  "},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", name, tt.got, tt.want)
		}
	}
}
