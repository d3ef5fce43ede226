package syntax_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/tui/markup/syntax"
)

// show writes what is not plain as kind(text).
func show(lang, text string) string {
	kinds := [...]string{"", "key", "str", "com", "num", "name", "add", "del", "hunk"}
	var b strings.Builder
	start := 0
	for _, t := range syntax.Scan(nil, lang, text) {
		part := text[start:t.End]
		if k := kinds[t.Class]; k != "" {
			part = k + "(" + part + ")"
		}
		b.WriteString(part)
		start = t.End
	}
	return b.String()
}

func TestScan(t *testing.T) {
	for _, tt := range []struct{ lang, in, want string }{
		{"go", "func f(x int) { return `a\n\\` + \"b\\\"\" } // c", "key(func) name(f)(x key(int)) { key(return) str(`a\n\\`) + str(\"b\\\"\") } com(// c)"},
		{"go", "r := 'x' // it's\ny := 0x1f + 1.5e3", "r := str('x') com(// it's)\ny := num(0x1f) + num(1.5e3)"},
		{"golang", "/* a\nb */ type T struct", "com(/* a\nb */) key(type) name(T) key(struct)"},
		{"python", "@cached\nclass A:\n    '''doc\n'''  # x", "name(@cached)\nkey(class) name(A):\n    str('''doc\n''')  com(# x)"},
		{"ts", "const s: string = `a${b}\n`;", "key(const) s: key(string) = str(`a${b}\n`);"},
		{"c", "#include <x.h>\nint main(void)", "key(#include) <x.h>\nkey(int) name(main)(key(void))"},
		{"rust", "fn f<'a>(c: char) { 'x' }", "key(fn) name(f)<'a>(c: char) { str('x') }"},
		{"sh", "if [ $# -gt 1 ]; then # x\n  echo \"$HOME\" $HOME", "key(if) [ $# -gt num(1) ]; key(then) com(# x)\n  key(echo) str(\"$HOME\") name($HOME)"},
		{"sql", "SELECT a FROM t -- x", "key(SELECT) a key(FROM) t com(-- x)"},
		{"json", `{"a" : "b", "c": [1, null]}`, `{name("a") : str("b"), name("c"): [num(1), key(null)]}`},
		{"yaml", "- a b: 'x' # c\n  k: true\n  url: http://x", "- name(a b): str('x') com(# c)\n  name(k): key(true)\n  name(url): http://x"},
		{"toml", "[a.b]\nk-1 = \"x\" # c", "key([a.b])\nname(k-1 )= str(\"x\") com(# c)"},
		{"html", "<!-- c --><a href=\"x\">b < c</a>", "com(<!-- c -->)key(<a) name(href)=str(\"x\")key(>)b < ckey(</a>)"},
		{"diff", "--- a\n+++ b\n@@ -1 +1 @@ f\n a\n-b\n+c", "key(--- a)\nkey(+++ b)\nhunk(@@ -1 +1 @@ f)\n a\ndel(-b)\nadd(+c)"},
		{"go", "\"open\nx", "str(\"open)\nx"},
		{"go", "é if\u0301 x", "é if\u0301 x"},
		{"unknown", "if x", ""},
		{"", "if x", ""},
	} {
		if got := show(tt.lang, tt.in); got != tt.want {
			t.Errorf("Scan(%s, %q)\n got %q\nwant %q", tt.lang, tt.in, got, tt.want)
		}
	}
}

// all are languages of every form and with every sign.
var all = []string{"go", "python", "js", "c", "java", "rust", "sh", "ruby", "php", "sql", "css", "make", "json", "yaml", "toml", "html", "diff"}

// check tests that the tokens cover the text and tear no character apart.
func check(t *testing.T, lang, text string) {
	t.Helper()
	start := 0
	for _, tok := range syntax.Scan(nil, lang, text) {
		if tok.End <= start || tok.End > len(text) {
			t.Fatalf("%s: a token of %q ends at %d, after %d", lang, text, tok.End, start)
		}
		if tok.End < len(text) && text[tok.End] >= utf8.RuneSelf {
			t.Fatalf("%s: a token of %q begins with %q", lang, text, text[tok.End:])
		}
		start = tok.End
	}
	if start != len(text) {
		t.Fatalf("%s: the tokens of %q end at %d", lang, text, start)
	}
}

func FuzzScan(f *testing.F) {
	f.Add("func f() { `a` \"b\\\" 'c' // d\n/* e */ #f @g $h <i j=\"k\"> l: - m = [n]\n+o\n-p")
	f.Add("'''é'''\u0301'\u0301")
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range all {
			if !syntax.Known(lang) {
				t.Fatalf("%s is not known", lang)
			}
			check(t, lang, text)
		}
	})
}

// The longest message of the worst text takes about as long as any other.
func BenchmarkHostile(b *testing.B) {
	worst := map[string]string{
		"comments": "/*", "quotes": "'", "escapes": "\"\\", "keys": "- ", "key": "a-", "words": "a ", "tags": "<", "attributes": "<a '",
		"spaces": "\"\" ", "ticks": "`", "hashes": "#", "lines": "\n+",
	}
	for name, part := range worst {
		text := strings.Repeat(part, 8000/len(part))
		for _, lang := range []string{"go", "python", "rust", "yaml", "json", "html"} {
			b.Run(name+"/"+lang, func(b *testing.B) {
				var dst []syntax.Token
				for b.Loop() {
					dst = syntax.Scan(dst[:0], lang, text)
				}
			})
		}
	}
}
