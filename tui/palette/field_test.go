package palette

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"
)

// Whatever is typed, pasted and deleted: the field holds one line of valid
// text, not too much of it, and the cursor stands between characters.
func TestAFieldStaysInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := field{}
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				f.paste(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
					"a\nb\tc\r\n", "\xff\xfe", "👨‍👩‍👧", "🇩", "\u0301", "\u200d", "ᄀ", "ᅡ", strings.Repeat("漢", 400), "\x1b[31m",
				})).Draw(t, "pasted"))
			case 1:
				r := rapid.Rune().Draw(t, "typed")
				f.press(tea.KeyPressMsg{Code: r, Text: string(r)})
			default:
				f.press(rapid.SampledFrom([]tea.KeyPressMsg{
					{Code: tea.KeyLeft},
					{Code: tea.KeyRight},
					{Code: tea.KeyHome},
					{Code: tea.KeyEnd},
					{Code: tea.KeyBackspace},
					{Code: tea.KeyDelete},
					{Code: 'w', Mod: tea.ModCtrl},
					{Code: 'k', Mod: tea.ModCtrl},
					{Code: tea.KeyLeft, Mod: tea.ModCtrl},
					{Code: tea.KeyRight, Mod: tea.ModCtrl},
					{Code: 'd', Mod: tea.ModAlt},
					{Code: 'u', Mod: tea.ModCtrl},
				}).Draw(t, "key"))
			}
			if len(f.text) > mostTyped || !utf8.ValidString(f.text) || strings.ContainsFunc(f.text, unicode.IsControl) {
				t.Fatalf("%q is in the field", f.text)
			}
			between := f.pos == 0
			at := 0
			for g := graphemes.FromString(f.text); g.Next(); {
				at += len(g.Value())
				between = between || at == f.pos
			}
			if !between {
				t.Fatalf("the cursor is at byte %d of %q", f.pos, f.text)
			}
		}
	})
}

func TestWordsAreDeleted(t *testing.T) {
	for _, tt := range []struct {
		key        tea.KeyPressMsg
		text       string
		pos        int
		want       string
		wantCursor int
	}{
		{tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl}, "one two  ", 9, "one ", 4},
		{tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl}, "one", 0, "one", 0},
		{tea.KeyPressMsg{Code: 'd', Mod: tea.ModAlt}, "one two", 0, " two", 0},
		{tea.KeyPressMsg{Code: 'd', Mod: tea.ModAlt}, "one two", 3, "one", 3},
		{tea.KeyPressMsg{Code: tea.KeyBackspace}, "one e\u0301", 7, "one ", 4},
	} {
		f := field{text: tt.text, pos: tt.pos}
		if f.press(tt.key); f.text != tt.want || f.pos != tt.wantCursor {
			t.Errorf("%s in %q: %q, %d", tt.key, tt.text, f.text, f.pos)
		}
	}
}
