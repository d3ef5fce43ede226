package composer

import (
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
)

func TestLayout(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		width int
		want  []string
	}{
		"nothing":                {"", 5, []string{""}},
		"a line":                 {"abc", 5, []string{"abc"}},
		"a full line":            {"abcde", 5, []string{"abcde"}},
		"one over":               {"abcdef", 5, []string{"abcde", "f"}},
		"at a space":             {"ab cdef", 5, []string{"ab ", "cdef"}},
		"a space hangs over":     {"abcde f", 5, []string{"abcde ", "f"}},
		"one space only":         {"abcde  f", 5, []string{"abcde ", " f"}},
		"line ends":              {"a\n\nb\n", 5, []string{"a", "", "b", ""}},
		"wide":                   {"漢字漢字", 5, []string{"漢字", "漢字"}},
		"wide beside a word":     {"ab漢字cd", 5, []string{"ab漢", "字cd"}},
		"a long word of its own": {"a bcdefgh", 5, []string{"a ", "bcdef", "gh"}},
		"a word, then a wide":    {" abcd漢", 5, []string{" abcd", "漢"}},
		"wide in one cell":       {"漢字", 1, []string{"漢", "字"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range layout(tt.text, tt.width, cell.ByRune) {
				got = append(got, tt.text[s.start:s.end])
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("layout(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

// anyText is made of all that is awkward.
func anyText() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{
		"a", "hello", " ", "  ", "\n", "\t", "漢", "字", "한", "👩\u200d👩\u200d👧", "👍🏽", "❤️", "🇫🇷", "🇫", "e\u0301", "\u0301",
		"\u200d", "\u200b", "\u00ad", "น้ำ", "क्षि", "\U000e0041", "-", "x:y",
	})
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOf(part).Draw(t, "parts"), "") })
}

func TestRowsCoverTheTextAndFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, width := anyText().Draw(t, "text"), rapid.IntRange(2, 20).Draw(t, "width")
		method := rapid.SampledFrom([]cell.Method{cell.ByRune, cell.ByCluster}).Draw(t, "method")
		at := 0
		for _, s := range layout(text, width, method) {
			if s.start != at || s.end < s.start {
				t.Fatalf("row %v begins after %d", s, at)
			}
			at = s.end
			if !s.soft {
				at++ // the line end
			}
			// What is left out between two characters may join them; one of
			// those drawn alone may be wider than the row.
			line := strings.TrimSuffix(text[s.start:s.end], " ")
			if w := row.Width(shown(line), method); w > width && !single(line) {
				t.Fatalf("%q is %d cells wide, more than %d", line, w, width)
			}
		}
		if at != len(text)+1 {
			t.Fatalf("the rows end at %d of %d", at, len(text)+1)
		}
	})
}

func single(s string) bool {
	g := graphemes.FromString(s)
	return g.Next() && len(g.Value()) == len(s)
}

// Whatever is done, the cursor never stands within a character.
func TestTheCursorStandsBetweenCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := buffer{}
		b.set(anyText().Draw(t, "text"))
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0:
				b.insert(typed, anyText().Draw(t, "typed"))
			case 1:
				b.move(b.back(b.pos))
			case 2:
				b.move(b.forward(b.pos))
			case 3:
				b.move(b.wordBack(b.pos))
			case 4:
				b.move(b.wordForward(b.pos))
			case 5:
				b.cut(b.spaceBack(b.pos), b.pos)
			case 6:
				b.change(deleted, b.back(b.pos), b.pos, "")
			case 7:
				b.change(deleted, b.pos, b.forward(b.pos), "")
			case 8:
				b.undoLast()
			case 9:
				b.cut(b.pos, b.wordForward(b.pos))
			}
			at := 0
			for g := graphemes.FromString(b.text); at < b.pos && g.Next(); {
				at += len(g.Value())
			}
			if at != b.pos {
				t.Fatalf("the cursor is at %d of %+q", b.pos, b.text)
			}
		}
	})
}
