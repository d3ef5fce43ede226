package markup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// show writes spans so that they can be read: kind, attributes and depth of
// quote, unless they are those of plain text, and the text.
func show(spans []markup.Span) string {
	kinds := [...]string{"", "mark", "prefix", "fence", "mention", "self", "room", "link", "code", "block", "bullet"}
	var parts []string
	for _, s := range spans {
		head := kinds[s.Kind]
		for i, a := range []string{"bold", "italic", "strike"} {
			if s.Attr&(1<<i) != 0 {
				head += "+" + a
			}
		}
		if s.Quote > 0 {
			head += fmt.Sprint(">", s.Quote)
		}
		if head != "" {
			head += ":"
		}
		parts = append(parts, head+s.Text)
	}
	return strings.Join(parts, "|")
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"plain", "hello, world", "hello, world"},
		{"lines", "a\nb\n", "a\nb\n"},

		{"bold", "a *b c* d", "a |mark:*|+bold:b c|mark:*| d"},
		{"bold twice", "a **b** c", "a |mark:**|+bold:b|mark:**| c"},
		{"italic", "(_so_)", "(|mark:_|+italic:so|mark:_|)"},
		{"struck", "~no~ ~~no~~", "mark:~|+strike:no|mark:~| |mark:~~|+strike:no|mark:~~"},
		{"nested", "*a _b_ c*", "mark:*|+bold:a |mark+bold:_|+bold+italic:b|mark+bold:_|+bold: c|mark:*"},
		{"overlapping", "*a _b* c_", "mark:*|+bold:a |mark+bold:_|+bold+italic:b|mark+italic:*|+italic: c|mark:_"},
		{"around punctuation", "*a!* b", "mark:*|+bold:a!|mark:*| b"},
		{"in Thai", "*ไทย*", "mark:*|+bold:ไทย|mark:*"},
		{"product", "2*3*4 = 2 * 3 * 4", "2*3*4 = 2 * 3 * 4"},
		{"names of programs", "a_b_c __init__ *args **kw", "a_b_c __init__ *args **kw"},
		{"list", "* one\n- two\n• three", "bullet:* |one\n|bullet:- |two\n|bullet:• |three"},
		{"numbered list", "1. one\n  12) *two*", "bullet:1. |one\n|bullet:  12) |mark:*|+bold:two|mark:*"},
		{"list in a quote", "> - one\n-", "prefix>1:> |bullet>1:- |>1:one\n|-"},
		{"no list", "- \n*\n1.5 2026. 1.\n-5\n- \u0301\n         - far", "- \n*\n1.5 2026. 1.\n-5\n- \u0301\n         - far"},
		{"diff", "see\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ f\n a\n-b\n+c\nend", "see\n|block:--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ f\n a\n-b\n+c|fence:\n|end"},
		{"diff that lost a space", "@@ -1,3 +1,2 @@\n\n-b\n a\n- c", "block:@@ -1,3 +1,2 @@\n\n-b\n a|fence:\n|bullet:- |c"},
		{"no diff", "--- a\n+++ b\nc\n@@ -1 +1 @@\nx\n@@ -a +b @@\n-c", "--- a\n+++ b\nc\n@@ -1 +1 @@\nx\n@@ -a +b @@\n-c"},
		{"home", "~/a and ~/b", "~/a and ~/b"},
		{"about", "~5 or ~6", "~5 or ~6"},
		{"faces", "*_* ^_^ ~_~ T_T", "*_* ^_^ ~_~ T_T"},
		{"rules", "*** --- ___", "*** --- ___"},
		{"not over a line end", "*a\nb*", "*a\nb*"},
		{"unclosed", "*a", "*a"},
		{"latest opens", "*a *b*", "*a |mark:*|+bold:b|mark:*"},
		{"unequal", "*a** **b", "*a** **b"},
		{"mark on the sign", "*a*\u0301", "*a*\u0301"},

		{"code", "run `go *test*` now", "run |mark:`|code:go *test*|mark:`| now"},
		{"code with a tick", "``a`b``", "mark:``|code:a`b|mark:``"},
		{"code of three", "x ```y``` z", "x |mark:```|code:y|mark:```| z"},
		{"unclosed tick", "it`s *a*", "it`s |mark:*|+bold:a|mark:*"},
		{"tick over a line end", "`a\nb`", "`a\nb`"},
		{"code in bold", "*a `b` c*", "mark:*|+bold:a |mark+bold:`|code+bold:b|mark+bold:`|+bold: c|mark:*"},

		{"lines of code", "see\n```go\nx := *p\n```\nend", "see\n|fence:```go\n|block:x := *p|fence:\n```\n|end"},
		{"without a language", "```\na\n  b\n```", "fence:```\n|block:a\n  b|fence:\n```"},
		{"code beside the fence", "```a := 1\nb```c", "fence:```|block:a := 1\nb|fence:```|c"},
		{"unclosed fence", "```\na @bob *b*", "fence:```\n|block:a @bob *b*"},
		{"empty fence", "```\n```", "```\n```"},
		{"only a fence", "```", "```"},
		{"fence in one line", "```a b```", "mark:```|code:a b|mark:```"},
		{"two blocks", "```\na\n```\n```\nb\n```", "fence:```\n|block:a|fence:\n```\n|fence:```\n|block:b|fence:\n```"},

		{"quote", "> a *b*\nc", "prefix>1:> |>1:a |mark>1:*|+bold>1:b|mark>1:*|>1:\n|c"},
		{"deep quote", ">>> a\n> > b", "prefix>3:>>> |>3:a\n|prefix>2:> > |>2:b"},
		{"empty quote", ">\n> a", "prefix>1:>|>1:\n|prefix>1:> |>1:a"},
		{"no quote", ">_< >:( ->", ">_< >:( ->"},
		{"quote of a face", "> >_<", "prefix>1:> |>1:>_<"},
		{"later in a line", "a > b", "a > b"},

		{"mention", "hi @bob, and @Zoë.", "hi |mention:@bob|, and |mention:@Zoë|."},
		{"mention with a dash", "@a-b @a.b- @eve's", "mention:@a-b| |mention:@a.b|- |mention:@eve|'s"},
		{"self", "@Ada: hi", "self:@Ada|: hi"},
		{"self in bold", "*@ada*", "mark:*|self+bold:@ada|mark:*"},
		{"no mention", "a@b.c @ @- x@", "a@b.c @ @- x@"},
		{"longer than self", "@adam @ada_", "mention:@adam| |mention:@ada_"},
		{"two", "@@bob", "@|mention:@bob"},

		{"room", "see #lobby, (#go-nuts)", "see |room:#lobby|, (|room:#go-nuts|)"},
		{"no room", "#1 &#x27; a#b ## # /#x", "#1 &#x27; a#b ## # /#x"},
		{"room of a year", "#2026-plans", "room:#2026-plans"},

		{"link", "see https://x.org/a_b?c=*d*#e.", "see |link:https://x.org/a_b?c=*d*#e|."},
		{"link in brackets", "(http://x.org/a_(b))", "(|link:http://x.org/a_(b)|)"},
		{"link in angles", "<HTTPS://X.org>", "<|link:HTTPS://X.org|>"},
		{"link in bold", "*https://x.org*", "mark:*|link+bold:https://x.org|mark:*"},
		{"mail", "mailto:a@b.c, mailto:x mailto:", "link:mailto:a@b.c|, mailto:x mailto:"},
		{"no link", "ftp://x javascript:alert(1) xhttp://y http:// https:// http:///x http://! C:\\", "ftp://x javascript:alert(1) xhttp://y http:// https:// http:///x http://! C:\\"},
		{"link in Chinese", "看https://x.org/路。好", "看https://x.org/路。好"},
		{"link beside Chinese", "看 https://x.org/路，好", "看 |link:https://x.org/路|，好"},
		{"address with a port", "http://[::1]:80/x", "link:http://[::1]:80/x"},
		{"mention in a link", "https://x.org/@bob#room", "link:https://x.org/@bob#room"},
		{"code in a link", "https://x.org/`a`", "link:https://x.org/|mark:`|code:a|mark:`"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(markup.Parse(safe.Body(tt.in), markup.Options{Self: "ada"})); got != tt.want {
				t.Errorf("Parse(%q)\n got %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestPlainFindsOnlyNamesAndLinks(t *testing.T) {
	in := "> *a* `b` @bob #lobby https://x.org\n```\nx"
	want := "> *a* `b` |mention:@bob| |room:#lobby| |link:https://x.org|\n```\nx"
	if got := show(markup.Parse(safe.Body(in), markup.Options{Plain: true})); got != want {
		t.Errorf("Parse = %s, want %s", got, want)
	}
}

func TestMentioned(t *testing.T) {
	for in, want := range map[string]bool{
		"hi @ada": true, "@ADA!": true, "hi ada": false, "@adam": false, "x@ada": false, "`@ada`": false,
		"@ada-b": true, // nobody else knows who that is; the server counts it too
	} {
		if got := markup.Mentioned(markup.Parse(safe.Body(in), markup.Options{Self: "ada"})); got != want {
			t.Errorf("Mentioned(%q) = %t", in, got)
		}
	}
	if markup.Mentioned(markup.Parse(safe.Body("@ and @x"), markup.Options{})) {
		t.Error("nobody is mentioned")
	}
}

func TestLinksLeadWhereTheySay(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.org":                               "https://x.org",
		"HTTP://X.Org:80/Ä?q=\u071c":                  "http://x.org:80/%C3%84?q=%DC%9C", // T45: no byte of it ends the sequence
		"https://аpple.com/":                          "https://xn--pple-43d.com/",       // T73
		"https://good.com@evil.org/":                  "https://evil.org/",               // T73
		"https://good.com:80@evil.org?a@b":            "https://evil.org?a@b",
		"https://bücher.example":                      "https://xn--bcher-kva.example",
		"https://例え.テスト/x":                            "https://xn--r8jz45g.xn--zckzah/x",
		"https://a.org/100%/%41|":                     "https://a.org/100%/%41",
		"https://[::1]/":                              "https://[::1]/",
		"https://[1::zz]/":                            "",
		"https://x.org:port/":                         "",
		"https://a..b/":                               "",
		"https://a℀b.org/":                            "",
		"https://x.org/" + strings.Repeat("a", 3000):  "",
		"mailto:a@b.c?subject=a'b":                    "mailto:a@b.c?subject=a'b",
		"https://" + strings.Repeat("a", 64) + ".org": "",
	} {
		spans := markup.Parse(safe.Body(in), markup.Options{})
		if len(spans) == 0 || spans[0].Kind != markup.Link || spans[0].Link != want {
			t.Errorf("%q leads to %q, want %q", in, spans[0].Link, want)
		}
	}
	if got := markup.Host("https://good@аpple.com:1/x"); got != "xn--pple-43d.com" {
		t.Errorf("Host = %q", got)
	}
	if got := markup.Host("mailto:a@b"); got != "" {
		t.Errorf("Host = %q", got)
	}
}

func TestRanges(t *testing.T) {
	text := "a `b` https://x.org/`c` ```d``` \n```go\ne\n```\nf"
	part := func(rs []markup.Range) (out []string) {
		for _, r := range rs {
			out = append(out, text[r.Start:r.End])
		}
		return out
	}
	if got, want := part(markup.CodeRanges(text)), []string{"`b`", "`c`", "```d```", "```go\ne\n```\n"}; !slices.Equal(got, want) {
		t.Errorf("CodeRanges = %q, want %q", got, want)
	}
	if got, want := part(markup.URLRanges(text)), []string{"https://x.org/"}; !slices.Equal(got, want) {
		t.Errorf("URLRanges = %q, want %q", got, want)
	}
	if got := len(markup.Verbatim(text)); got != 5 {
		t.Errorf("Verbatim has %d parts", got)
	}
	if markup.Verbatim("nothing here") != nil {
		t.Error("nothing is something")
	}
}
