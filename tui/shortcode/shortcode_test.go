package shortcode_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/kyokomi/emoji/v2"

	"github.com/chat-tui/chat-tui/tui/shortcode"
)

// All 4,790 codes can be typed as they are written; in capitals, all but
// :star_of_David:, which means another star than :star_of_david:.
func TestEveryCodeIsReachable(t *testing.T) {
	table := shortcode.New()
	known := emoji.CodeMap()
	if len(known) != 4790 {
		t.Errorf("there are %d codes", len(known))
	}
	for name, want := range known {
		for _, text := range []string{name, "(" + name + ")", "a " + name + " b", name + name} {
			if got := table.Expand(text); got != strings.ReplaceAll(text, name, want) {
				t.Errorf("Expand(%q) = %q, want %q", text, got, want)
			}
		}
		if name == ":star_of_David:" {
			continue
		}
		upper := strings.ToUpper(name)
		if strings.EqualFold(upper, name) && table.Expand(upper) != want {
			t.Errorf("Expand(%q) = %q, want %q", upper, table.Expand(upper), want)
		}
	}
}

func TestExpand(t *testing.T) {
	table := shortcode.New()
	for in, want := range map[string]string{
		"":                              "",
		"hello":                         "hello",
		":wave:":                        "👋",
		"hi :wave:!":                    "hi 👋!",
		":WAVE: :Wave:":                 "👋 👋",
		":wave::tada:":                  "👋🎉",
		"::wave::":                      ":👋:",
		":::wave:":                      "::👋",
		":nosuchcode:":                  ":nosuchcode:",
		":nosuch:wave:":                 ":nosuch:wave:",
		"a :b c: :wave:":                "a :b c: 👋",
		"x:wave:":                       "x:wave:",
		"x:y:wave:":                     "x:y:wave:",
		"é:wave:":                       "é:wave:",
		"👍:wave:":                       "👍👋",
		"10:100:":                       "10:100:",
		"at 10:30:00":                   "at 10:30:00",
		"at :100:30":                    "at :100:30",
		":100: percent":                 "💯 percent",
		"localhost:5555":                "localhost:5555",
		"host:x:1":                      "host:x:1",
		"fe80::100:1":                   "fe80::100:1",
		"std::heart::beat":              "std::heart::beat",
		"a ::heart::":                   "a :❤️:",
		"`:wave:` :wave:":               "`:wave:` 👋",
		"```\n:wave:\n``` :wave:":       "```\n:wave:\n``` 👋",
		"`:wave:":                       "`👋",
		"https://x.org/:wave:/ :wave:":  "https://x.org/:wave:/ 👋",
		"mailto:a@b.c:wave:":            "mailto:a@b.c:wave:",
		"*:wave:*":                      "*👋*",
		":flag_Côte_d’Ivoire:":          "🇨🇮",
		":flag_Turks_&_Caicos_Islands:": "🇹🇨",
		":A_button_(blood_type):":       "\U0001f170",
		":keycap_#: :keycap_*:":         "#️⃣ *️⃣",
		":black_right_pointing_triangle_with_double_vertical_bar:": "⏯️",
		":wave:\xff:wave:":                    "👋\xff👋",
		":wave::skin-tone-3:":                 "👋🏼",
		":" + strings.Repeat("a", 1000) + ":": ":" + strings.Repeat("a", 1000) + ":",
	} {
		if got := table.Expand(in); got != want {
			t.Errorf("Expand(%q) = %+q, want %+q", in, got, want)
		}
	}
}

func TestEmoji(t *testing.T) {
	table := shortcode.New()
	for in, want := range map[string]string{"wave": "👋", ":wave:": "👋", "WAVE": "👋", "": "", ":": "", "::": "", ":wave": "", "nosuch": ""} {
		if got, ok := table.Emoji(in); got != want || ok != (want != "") {
			t.Errorf("Emoji(%q) = %q, %t", in, got, ok)
		}
	}
	lower, _ := table.Emoji("star_of_david")
	other, _ := table.Emoji("star_of_David")
	if lower == other {
		t.Errorf("both stars are %q", lower)
	}
}

func TestComplete(t *testing.T) {
	table := shortcode.New()
	for _, tt := range []struct {
		typed string
		first []string
	}{
		{":wav", []string{"wave"}},
		{"WAV", []string{"wave"}},
		{":h", []string{"heart"}},
		{":fire", []string{"fire"}},
		{":f", []string{"fire", "facepalm"}},
		{":fr", nil}, // see below: exact
		{":smi", []string{"smile"}},
		{":+", []string{"+1"}},
		{":popper", []string{"party_popper"}},
		{":", []string{"+1", "heart", "joy"}},
	} {
		got := table.Complete(tt.typed, 8)
		for i, alias := range tt.first {
			if i >= len(got) || got[i].Alias != alias {
				t.Errorf("Complete(%q) = %v, want %q first", tt.typed, got, tt.first)
				break
			}
		}
	}
	if got := table.Complete("fr", 3); len(got) != 3 || got[0].Emoji != "🇫🇷" || isFlag(got[1].Emoji) {
		t.Errorf("Complete(fr) = %v", got)
	}
	for _, typed := range []string{"a b", "a:b", "zzzzzz", "\n"} {
		if got := table.Complete(typed, 5); len(got) != 0 {
			t.Errorf("Complete(%q) = %v", typed, got)
		}
	}
	if got := table.Complete("a", 0); got != nil {
		t.Errorf("Complete of none = %v", got)
	}
}

func isFlag(s string) bool {
	for _, r := range s {
		return 0x1f1e6 <= r && r <= 0x1f1ff
	}
	return false
}

func TestCompleteGivesEachEmojiOnceAndWhatExpandKnows(t *testing.T) {
	table := shortcode.New()
	for _, typed := range []string{"", "s", "th", "face", "flag"} {
		seen := map[string]bool{}
		for _, m := range table.Complete(typed, 500) {
			if seen[m.Emoji] {
				t.Errorf("Complete(%q) gives %s twice", typed, m.Emoji)
			}
			seen[m.Emoji] = true
			if got := table.Expand(":" + m.Alias + ":"); got != m.Emoji {
				t.Errorf("%s is %q, not %q", m.Alias, got, m.Emoji)
			}
		}
	}
}

func TestUsualCodesExist(t *testing.T) {
	table := shortcode.New()
	got := table.Complete("", 1000)
	if len(got) < 55 {
		t.Errorf("only %d usual codes are known: %v", len(got), got)
	}
}

// A parser that is not linear would be felt here.
func TestLongTexts(_ *testing.T) {
	table := shortcode.New()
	for _, in := range []string{
		strings.Repeat(":", 1<<20), strings.Repeat(":a", 1<<19), strings.Repeat(" :wave", 1<<17), strings.Repeat(":wave:", 1<<17),
		strings.Repeat("`:wave:` ", 1<<15), strings.Repeat("x:", 1<<19), ":" + strings.Repeat("wave", 1<<18) + ":",
	} {
		_ = table.Expand(in)
	}
}

func FuzzExpand(f *testing.F) {
	table := shortcode.New()
	for _, s := range []string{":wave:", "x:y:wave:", "`:wave:` https://x/:wave: :100:30", "::::", ":É:", ":\xff:", "```\n:wave:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := table.Expand(in)
		if !strings.Contains(in, ":") && out != in {
			t.Fatalf("Expand(%q) = %q", in, out)
		}
		// Letters and digits outside of codes stay in order.
		kept := strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return r
			}
			return -1
		}, in)
		if got := strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return r
			}
			return -1
		}, out); got != kept {
			t.Fatalf("Expand(%q) = %q loses spaces", in, out)
		}
		_ = table.Complete(in, 3)
	})
}

func BenchmarkExpand(b *testing.B) {
	table := shortcode.New()
	for name, text := range map[string]string{
		"none": "the quick brown fox jumps over the lazy dog, and then it goes on to do the very same thing again ok",
		"two":  "the quick brown fox :fox_face: jumps over the lazy dog :dog: and then it goes on to do so again ok",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_ = table.Expand(text)
			}
		})
	}
}

func BenchmarkComplete(b *testing.B) {
	table := shortcode.New()
	for b.Loop() {
		_ = table.Complete("he", 8)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		_ = shortcode.New()
	}
}
