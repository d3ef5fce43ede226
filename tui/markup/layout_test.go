package markup_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/markup/syntax"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
)

func layout(in string, width int, m cell.Method) []markup.Row {
	return markup.Layout(markup.Parse(safe.Body(in), markup.Options{}), markup.Styles{}, width, m)
}

// copied puts rows together as one who copies them does.
func copied(rows []markup.Row) string {
	var b strings.Builder
	for i, r := range rows {
		b.WriteString(r.Prefix)
		b.WriteString(r.Plain)
		switch {
		case r.Wrapped:
			b.WriteString(r.Gap)
		case i < len(rows)-1:
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func TestListsAndQuotesHang(t *testing.T) {
	for name, tt := range map[string]struct {
		in    string
		width int
		want  []string // lead, prefix and text
	}{
		"list":         {"- one two three\n- b", 9, []string{"• one two|2|- ", "  three|2|", "• b|2|- "}},
		"numbers":      {"9. nine of\n10. ten of", 12, []string{"9. nine of|3|9. ", "10. ten of|4|10. "}},
		"levels":       {"- a\n  - b\n    - c\n      - d", 20, []string{"• a|2|- ", "  • b|4|  - ", "    • c|6|    - ", "    • d|6|      - "}},
		"no room":      {"- one", 5, []string{"- one|0|"}},
		"in a quote":   {"> - one two", 9, []string{"▎ • one|4|> - ", "▎   two|4|"}},
		"quote":        {"> one two", 7, []string{"▎ one|2|> ", "▎ two|2|"}},
		"first spaces": {" ahello", 6, []string{"ahello|0| "}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range layout(tt.in, tt.width, cell.ByRune) {
				got = append(got, fmt.Sprintf("%s|%d|%s", r.Drawn, r.Lead, r.Prefix))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Layout(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestWhatStandsBeforeTheTextIsNoList(t *testing.T) {
	spans := append([]markup.Span{{Text: "ada "}}, markup.Parse(safe.Body("- one\n- two"), markup.Options{})...)
	rows := markup.Layout(spans, markup.Styles{}, 20, cell.ByRune)
	if len(rows) != 2 || rows[0].Drawn != "ada - one" || rows[0].Prefix != "" || rows[1].Drawn != "• two" {
		t.Errorf("the rows are %+v", rows)
	}
}

// texts makes texts of markup and of all that has an unusual width.
func texts() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{
		"a", "hello", "x-y", " ", "  ", "\n", "\n> ", "\n- ", "\n  * ", "\n12. ", "*", "_", "`", "```", "\n```go\n", "~", "@bob", "#go", "https://x.org/abc",
		"漢", "、", "「", "한", "ᄒ", "ｶ", "ﾞ", "e\u0301", "👩‍👩‍👧‍👦", "👍🏽", "❤️", "1️⃣", "🇫🇷", "🇫", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏳️‍🌈", "नमस्ते", "क्षि", "น้ำ",
		"می‌خواهم", "שָׁלוֹם", "\u200d", "\u0301", "🏿", "\u3000", "\u00a0", "ﷺ", "…", "\t", "\x1b[31m", "\r", strings.Repeat("long", 20),
		"\n@@ -1 +1 @@\n-a\n+b\n", "func f() { return \"x\" } // c",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(part, 0, 12).Draw(t, "parts"), "")
	})
}

// trimmed is text without the spaces at the ends of its lines.
func trimmed(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// colours are the remains of sequences that set colours, on which no mark
// stands.
var colours = regexp.MustCompile(`␛\[[0-9;:]*m([^\pM\x{200c}\x{200d}]|$)`)

// shown is what of a text is displayed: all of it but the signs of markup and
// the fences and the remains of colours, each block in lines of its own, in
// display form.
func shown(spans []markup.Span, m cell.Method) string {
	var b strings.Builder
	fresh, edge := true, false // at the beginning of a line, after a block
	for _, s := range spans {
		text := s.Text
		for before := ""; text != before; {
			before, text = text, colours.ReplaceAllString(text, "$1")
		}
		block := s.Kind == markup.Block
		if s.Kind == markup.Fence || text == "" && !block {
			continue
		}
		if edge || block && !fresh {
			b.WriteByte('\n')
		}
		edge = block
		if s.Kind == markup.Mark {
			fresh = false
			continue
		}
		for i, line := range strings.Split(text, "\n") {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(cell.Fit(line, m))
		}
		fresh = strings.HasSuffix(text, "\n")
	}
	return b.String()
}

func TestCopyingAllRowsGivesTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := markup.Parse(safe.Body(texts().Draw(t, "text")), markup.Options{})
		width := rapid.IntRange(2, 60).Draw(t, "width")
		styles := markup.NewStyles(theme.Default(true))
		styles.Syntax = [syntax.Classes]markup.Style{"", "1", "2", "3", "4", "5", "6", "7", "8"}
		for _, m := range []cell.Method{cell.ByRune, cell.ByCluster} {
			rows := markup.Layout(spans, styles, width, m)
			if got, want := trimmed(copied(rows)), trimmed(shown(spans, m)); got != want {
				t.Fatalf("copied %q\n  want %q\n  of %+q in %d", got, want, spans, width)
			}
			drawn := markup.Render(spans, styles, width, m)
			if len(drawn) != len(rows) {
				t.Fatalf("%d rows are drawn, %d laid out", len(drawn), len(rows))
			}
			for i, r := range rows {
				if r.Drawn != drawn[i] {
					t.Fatalf("row %d is drawn %q, laid out %q", i, drawn[i], r.Drawn)
				}
				if w := m.StringWidth(r.Drawn); w > width || r.Lead+m.StringWidth(r.Plain) > w {
					t.Fatalf("row %q is %d wide of %d; %d before %q", r.Drawn, w, width, r.Lead, r.Plain)
				}
				if !strings.Contains(ansi.Strip(r.Drawn), r.Plain) {
					t.Fatalf("row %q does not hold %q", r.Drawn, r.Plain)
				}
				if r.Gap != "" && !r.Wrapped {
					t.Fatalf("row %q ends, yet has a gap", r.Drawn)
				}
			}
		}
	})
}

func TestLinks(t *testing.T) {
	in := "see https://x.org/a, https://x.org/a https://аpple.com https://good.org@evil.org/x mailto:a@b.org?cc=x@y.org ftp://no javascript:no `https://code.org`"
	want := []markup.Address{
		{Text: "https://x.org/a", Target: "https://x.org/a", Host: "x.org"},
		{Text: "https://аpple.com", Target: "https://xn--pple-43d.com", Host: "xn--pple-43d.com", Odd: true},
		{Text: "https://good.org@evil.org/x", Target: "https://evil.org/x", Host: "evil.org", Odd: true},
		{Text: "mailto:a@b.org?cc=x@y.org", Target: "mailto:a@b.org?cc=x@y.org", Host: "b.org"},
	}
	if got := markup.Links(markup.Parse(safe.Body(in), markup.Options{})); !slices.Equal(got, want) {
		t.Errorf("Links\n got %+v\nwant %+v", got, want)
	}
}

func TestProgramsAndDiffsHaveColours(t *testing.T) {
	s := markup.Styles{Block: "36", Syntax: [syntax.Classes]markup.Style{syntax.Keyword: "1", syntax.String: "32", syntax.Added: "92", syntax.Removed: "91", syntax.Hunk: "2"}}
	for name, tt := range map[string]struct {
		in   string
		want []string
	}{
		"go":                   {"```Go\nif a() {\n  return \"x\"\n```", []string{"^[36;1mif ^[m^[36ma() {^[m", "^[36m  ^[m^[36;1mreturn ^[m^[36;32m\"x\"^[m"}},
		"over wraps and lines": {"```go\n`ab\ncdefghijklmnopqrstuvwxyz`\n```", []string{"^[36;32m`ab^[m", "^[36;32mcdefghijklmnopqrstuv^[m", "^[36;32mwxyz`^[m"}},
		"no language":          {"```\nif\n```", []string{"^[36mif^[m"}},
		"unknown":              {"```klingon\nif\n```", []string{"^[36mif^[m"}},
		"diff":                 {"```\n@@ -1 +1 @@\n-a\n+b\n```", []string{"^[36;2m@@ -1 +1 @@^[m", "^[36;91m-a^[m", "^[36;92m+b^[m"}},
		"diff without a fence": {"@@ -1 +1 @@\n-a\n+b\nc", []string{"^[36;2m@@ -1 +1 @@^[m", "^[36;91m-a^[m", "^[36;92m+b^[m", "c"}},
		"fenced diff":          {"```diff\n+b\n```", []string{"^[36;92m+b^[m"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := readable(render(tt.in, s, 20)); !slices.Equal(got, tt.want) {
				t.Errorf("Render(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}
