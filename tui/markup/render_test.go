package markup_test

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// signs draws every kind in a style of its own, easy to read in a test.
var signs = markup.Styles{
	Bold: "1", Italic: "3", Strike: "9", Mention: "31", Self: "32", Room: "33", Link: "34", Code: "35", Block: "36",
	Mark: "2", Quote: "37", Links: true,
}

func render(in string, s markup.Styles, width int) []string {
	return markup.Render(markup.Parse(safe.Body(in), markup.Options{Self: "ada", ID: "7"}), s, width, cell.ByRune)
}

// readable writes ESC as ^ and leaves out the ids of links.
func readable(rows []string) []string {
	ids := regexp.MustCompile(`id=\w+`)
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = ids.ReplaceAllString(strings.NewReplacer("\x1b\\", "$", "\x1b", "^").Replace(r), "id")
	}
	return out
}

func TestRender(t *testing.T) {
	marks := signs
	marks.Marks = true
	fill := signs
	fill.Fill = true
	faint := signs
	faint.Text = "2"
	for name, tt := range map[string]struct {
		in     string
		styles markup.Styles
		width  int
		want   []string
	}{
		"nothing":       {"", signs, 10, []string{""}},
		"plain":         {"hello world", signs, 8, []string{"hello", "world"}},
		"lines":         {"a\n\nb", signs, 8, []string{"a", "", "b"}},
		"line end last": {"a\n", signs, 8, []string{"a", ""}},
		"style wraps":   {"x *one two* y", signs, 6, []string{"x ^[1mone^[m", "^[1mtwo^[m y"}},
		"signs are not counted": {
			"*abc* *def*", signs, 7, []string{"^[1mabc^[m ^[1mdef^[m"},
		},
		"signs are drawn": {"*a* `b`", marks, 9, []string{"^[2m*^[m^[1ma^[m^[2m*^[m ^[2m`^[m^[35mb^[m^[2m`^[m"}},
		"under all":       {"a *b*", faint, 9, []string{"^[2ma ^[m^[2;1mb^[m"}},
		"names":           {"@bob @ada #go", signs, 20, []string{"^[31m@bob^[m ^[32m@ada^[m ^[33m#go^[m"}},
		"link wraps": {"https://x.org/abc", signs, 10, []string{
			"^]8;id;https://x.org/abc$^[34mhttps://x.^[m^]8;;$",
			"^]8;id;https://x.org/abc$^[34morg/abc^[m^]8;;$",
		}},
		"quote":                 {"> one two three\nx", signs, 9, []string{"^[37m▎^[m one two", "^[37m▎^[m three", "x"}},
		"empty quote":           {">\n> a", signs, 9, []string{"^[37m▎^[m ", "^[37m▎^[m a"}},
		"deep quote":            {">>>>>>>>>>>> a", signs, 12, []string{"^[37m▎▎▎^[m a"}},
		"narrow quote":          {"> ab", signs, 3, []string{"ab"}},
		"block":                 {"a\n```go\nif x {\n    y\n\n```\nb", signs, 6, []string{"a", "^[36mif x {^[m", "^[36m    y^[m", "", "b"}},
		"block wraps":           {"```\nab cd  ef\n```", signs, 4, []string{"^[36mab c^[m", "^[36md  e^[m", "^[36mf^[m"}},
		"filled block":          {"```\nab\n\n```", fill, 4, []string{"^[36mab^[m^[36m  ^[m", "^[36m    ^[m"}},
		"after a block":         {"```\nab\n```cd", signs, 4, []string{"^[36mab^[m", "cd"}},
		"colours of a log":      {"\x1b[1;31mERROR\x1b[0m a\x1b[2Jb\n```go\n\x1b[32mif\x1b[m\n```", signs, 20, []string{"ERROR a␛[2Jb", "^[36mif^[m"}},
		"right to left":         {"12 שלום\nab", signs, 20, []string{"\u200e12 שלום\u200e", "ab"}},
		"right to left, styled": {"> *שלום* - 5 a b c", signs, 9, []string{"^[37m▎^[m \u200e^[1mשלום^[m -\u200e", "^[37m▎^[m 5 a b c"}},
		"family":                {"*a👩‍👧*", signs, 5, []string{"^[1ma👩👧^[m"}},
		"one column":            {"a漢 @b", signs, 1, []string{"a", "^[31m@^[m", "^[31mb^[m"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := readable(render(tt.in, tt.styles, tt.width)); !slices.Equal(got, tt.want) {
				t.Errorf("Render(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestOneIDForAllRowsOfALink(t *testing.T) {
	ids := regexp.MustCompile(`id=(\w+)`)
	found := ids.FindAllString(strings.Join(render("https://x.org/abcdef https://x.org/abcdef", signs, 12), ""), -1)
	if len(found) != 4 || found[0] != found[1] || found[2] != found[3] || found[0] == found[2] {
		t.Errorf("the ids are %q", found)
	}
}

func TestLinksOfTwoMessagesDiffer(t *testing.T) {
	ids := map[string]bool{}
	for _, seq := range []string{"", "1", "2"} {
		for _, s := range markup.Parse(safe.Body("https://x.org"), markup.Options{ID: seq}) {
			ids[s.ID] = true
		}
	}
	if len(ids) != 3 {
		t.Errorf("the ids are %v", ids)
	}
}

func TestStylesOfThemes(t *testing.T) {
	mono := strings.Join(render("*b* _i_ `c` @ada @bob https://x.org > ~s~\n> q", markup.NewStyles(theme.NoColor()), 80), "\n")
	if strings.Contains(mono, "38;") || strings.Contains(mono, "48;") || !strings.Contains(mono, "`") {
		t.Errorf("without colours: %q", mono)
	}
	for _, dark := range []bool{true, false} {
		s := markup.NewStyles(theme.Default(dark))
		if got := strings.Join(render("@ada `c`", s, 20), ""); strings.Count(got, "38;2;") != 2 || strings.Count(got, "48;2;") != 1 {
			t.Errorf("dark %t: %q", dark, got)
		}
	}
}

// hard holds what takes careless parsers long, and more than one message may
// hold, so that anything not linear would be felt.
var hard = map[string]string{
	"T85 nested quotes":     strings.Repeat(">", 500) + " a",
	"T85 quotes, spaced":    strings.Repeat("> ", 50000) + "a",
	"T85 unclosed stars":    strings.Repeat("*", 5000),
	"T85 stars and words":   strings.Repeat("*a ", 50000),
	"T85 faces":             "*" + strings.Repeat("! *", 50000),
	"T85 closed stars":      strings.Repeat("*a* ", 50000),
	"T85 all signs":         strings.Repeat("*_~a", 20000) + strings.Repeat("b~_*", 20000),
	"T85 escape in a fence": "```\n\x1b[2J\x1b]0;x\x07\n",
	"ticks":                 strings.Repeat("` `` ``` ", 20000),
	"fences":                strings.Repeat("```\n", 50000),
	"open fences":           strings.Repeat("```a\n", 50000),
	"colons":                strings.Repeat(":", 200000),
	"addresses":             strings.Repeat("http://!", 20000) + strings.Repeat("mailto:x", 20000) + strings.Repeat("http://((", 20000),
	"one address":           "https://" + strings.Repeat("(a", 100000),
	"hunks":                 strings.Repeat("@@ -1 +1 @@\n", 20000),
	"hunk of many lines":    "@@ -1,999999 +1,999999 @@\n" + strings.Repeat("\n", 100000),
	"heads of diffs":        strings.Repeat("--- a\n+++ b\n", 20000),
	"lists":                 strings.Repeat("- a\n  1. b\n", 5000),
	"list in a list":        strings.Repeat("- ", 30000),
	"program":               "```go\n" + strings.Repeat("if \"x\" ", 20000),
	"program of quotes":     "```python\n" + strings.Repeat("\"\"\"\n", 20000),
	"right to left":         strings.Repeat("שלום a ", 5000),
	"mentions":              strings.Repeat("@", 100000) + strings.Repeat("@a", 50000),
	"names":                 "@" + strings.Repeat("a-", 100000) + strings.Repeat("#a-", 50000),
	"one word":              strings.Repeat("x", 200000),
	"line ends":             strings.Repeat("\n", 100000),
}

func TestHardTexts(t *testing.T) {
	for name, in := range hard {
		t.Run(name, func(t *testing.T) { check(t, in, 40) })
	}
}

// What others write is no order to the terminal, and no link leads where its
// address does not say.
func TestNoTextGetsOutOfItsSpan(t *testing.T) {
	for _, p := range tuitest.Payloads() {
		t.Run(p.ID, func(t *testing.T) {
			for _, in := range []string{p.Text, "https://x.org/" + p.Text, "mailto:" + p.Text, "> *" + p.Text + "* `" + p.Text + "` @" + p.Text} {
				check(t, in, 40)
				spans := markup.Parse(safe.Body(in), markup.Options{Self: "ada"})
				rows := strings.Join(markup.Render(spans, markup.NewStyles(theme.Default(true)), 40, cell.ByRune), "\r\n")
				if found := tuitest.Foreign([]byte(rows)); len(found) > 0 {
					t.Errorf("%q is drawn with %v", in, found)
				}
				for _, l := range markup.Links(spans) {
					if strings.ContainsFunc(l.Target, func(r rune) bool { return r <= ' ' || r > '~' }) || strings.ContainsFunc(l.Text+l.Host, unicode.IsControl) {
						t.Errorf("%q leads to %+v", in, l)
					}
				}
			}
		})
	}
}

// check tests what holds for every text: parsing loses nothing, no row is too
// wide, and each closes what it opens.
func check(t *testing.T, in string, width int) {
	t.Helper()
	clean := safe.Body(in)
	spans := markup.Parse(clean, markup.Options{Self: "ada"})
	var all strings.Builder
	for _, s := range spans {
		all.WriteString(s.Text)
		if len(s.Link) > 0 && strings.IndexFunc(s.Link, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
			t.Errorf("%q leads to %q", s.Text, s.Link)
		}
	}
	if all.String() != clean.String() {
		t.Fatalf("Parse(%q) = %q", clean, spans)
	}
	for _, m := range []cell.Method{cell.ByRune, cell.ByCluster} {
		rows := markup.Render(spans, signs, width, m)
		if len(rows) == 0 {
			t.Errorf("%q has no row", clean)
		}
		for _, row := range rows {
			if strings.Contains(row, "\n") {
				t.Errorf("%q holds a line end", row)
			}
			if w := m.StringWidth(row); w > width {
				t.Errorf("%q is %d wide, more than %d", row, w, width)
			}
			if i := strings.LastIndex(row, "\x1b["); i >= 0 && !strings.HasPrefix(row[i:], "\x1b[m") {
				t.Errorf("%q leaves a style open", row)
			}
			if i := strings.LastIndex(row, "\x1b]8;"); i >= 0 && !strings.HasPrefix(row[i:], "\x1b]8;;\x1b\\") {
				t.Errorf("%q leaves a link open", row)
			}
		}
	}
}

func FuzzMarkup(f *testing.F) {
	for _, in := range hard {
		f.Add(in[:min(len(in), 300)], 20)
	}
	f.Add("> *a `b` _c_* @ada #go https://x.org/(a)\n```go\nx\n```", 7)
	f.Add("see\n--- a\n+++ b\n@@ -1,2 +1 @@\n a\n-b\n- c\n  1. d\n> * \x1b[31me\x1b[m", 9)
	f.Add("é*\u0301*漢_👩‍👧_ mailto:a@b.c", 1)
	f.Fuzz(func(t *testing.T, in string, width int) {
		check(t, in, max(width%200, 1))
		for _, r := range markup.Verbatim(in) {
			if r.Start < 0 || r.Start >= r.End || r.End > len(in) {
				t.Fatalf("Verbatim(%q) = %v", in, r)
			}
		}
	})
}

// A terminal that draws the rows shows their text, and nothing of a style or
// link is left for what comes after.
func TestTerminalShowsTheRows(t *testing.T) {
	e := vt.NewEmulator(40, 8)
	rows := render("> *bold* and `code` of @ada in #lobby\nsee https://x.org/path, ~no~\n```\nx := 1\n```", markup.NewStyles(theme.Default(true)), 38)
	for i, row := range rows {
		_, _ = io.WriteString(e, fmt.Sprintf("\x1b[%d;1H%s|", i+1, row))
	}
	want := []string{"▎ bold and code of @ada in #lobby|", "see https://x.org/path, no|", "x := 1" + strings.Repeat(" ", 32) + "|"}
	for y, line := range want {
		if got := strings.TrimRight(strings.Split(e.String(), "\n")[y], " "); got != line {
			t.Errorf("row %d is %q, want %q", y, got, line)
		}
		after := e.CellAt(ansi.StringWidth(line)-1, y)
		if !after.Style.IsZero() || !after.Link.IsZero() {
			t.Errorf("after row %d the style is %v, the link %v", y, after.Style, after.Link)
		}
	}
	if link := e.CellAt(6, 1).Link; !strings.Contains(link.URL+link.Params, "https://x.org/path") {
		t.Errorf("the link is %v", link)
	}
}

func BenchmarkMessage(b *testing.B) {
	styles := markup.NewStyles(theme.Default(true))
	for name, body := range map[string]string{
		"plain":  "the quick brown fox jumps over the lazy dog, and then it goes on to do the very same thing again ok",
		"marked": "@bob the *quick* brown fox `jumps` over the lazy dog, see https://example.org/fox in #animals today",
		"code":   "```go\nfor i := range 10 { // twice\n\tfmt.Println(\"hello\", i)\n}\n```",
		"list":   "- the quick brown fox jumps over the lazy dog, and then it goes on\n- to do the very same thing again ok",
		"emoji":  "naïve café 👍 the quick brown fox jumps over the lazy dog 🎉 and on it goes to do it again, and again",
	} {
		for how, f := range map[string]func(){
			"render": func() {
				_ = markup.Render(markup.Parse(safe.Body(body), markup.Options{Self: "ada"}), styles, 60, cell.ByRune)
			},
			"layout": func() {
				_ = markup.Layout(markup.Parse(safe.Body(body), markup.Options{Self: "ada"}), styles, 60, cell.ByRune)
			},
			"wrap":      func() { _ = cell.ByRune.Wrap(body, 60, 0) },
			"ansi.Wrap": func() { _ = ansi.Wrap(body, 60, "") }, // wrapping alone, to compare with
		} {
			b.Run(name+"/"+how, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
			})
		}
	}
}
