package safe_test

import (
	"strings"
	"testing"

	"github.com/kyokomi/emoji/v2"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// kept is what people write: not a byte of it may change.
var kept = map[string]string{
	"English":             "It's 5 o'clock — “tea”? naïve café… £5, 20 °C, ±½, →",
	"T76 Vietnamese":      "Tiếng Việt có thanh điệu: ế ồ ữ ặ",
	"T76 Vietnamese, NFD": "Tie\u0302\u0301ng Vie\u0323\u0302t",
	"T76 Devanagari":      "नमस्ते दुनिया, क्षत्रिय, र्‍य, क्‍ष, श्री",
	"T76 Thai":            "สวัสดีชาวโลก น้ำ ที่นี่",
	"T76 Korean":          "안녕하세요 ㅋㅋㅋ ㅠㅠ",
	"T76 Korean, jamo":    "한국 각",
	"T76 Persian":         "می‌خواهم کتاب‌ها را بخوانم",
	"Arabic":              "مَرْحَبًا بِالعَالَم، كيف الحال؟ ﷺ",
	"Hebrew":              "שָׁלוֹם עוֹלָם",
	"Bengali":             "র‍্যাব বাংলা ক্ষমা",
	"Malayalam":           "അവന്‍ മലയാളം",
	"Sinhala":             "ශ්‍රී ලංකාව",
	"Tamil":               "தமிழ் வணக்கம்",
	"Burmese":             "မြန်မာ ကြွှေ",
	"Khmer":               "សួស្តីពិភពលោក",
	"Tibetan":             "བཀྲ་ཤིས་བདེ་ལེགས།",
	"Mongolian":           "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠋",
	"Chinese":             "你好，世界！「引號」",
	"Japanese":            "こんにちは、世界。ｶﾞｷﾞ ﾊﾟ 葛\U000e0100城 か゚",
	"Greek":               "Γειά σου Κόσμε, ᾧ",
	"Cyrillic":            "Привет, мир! й ё",
	"Georgian":            "გამარჯობა",
	"Amharic":             "ሰላም ለዓለም",
	"Cherokee":            "ᎣᏏᏲ",
	"mathematics":         "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, 𝒜 𝔹 x̄ v⃗",
	"drawing":             "┌──┐ ▀▄█ ░▒▓ ⠿⣿ ╭╮ ▎",
	"faces":               "¯\\_(ツ)_/¯ ( ͡° ͜ʖ ͡°) ʕ•ᴥ•ʔ ಠ_ಠ",
	"spaces":              "a\u00a0b\u202fc\u3000d",
	"family":              "👨‍👩‍👧‍👦 👩‍❤️‍💋‍👨 🧑🏻‍🤝‍🧑🏿",
	"tones":               "👍🏽 👋🏿 🤦🏼‍♀️ ☝🏻 🚶🏻‍♀️‍➡️",
	"flags":               "🇫🇷🇩🇪 🏳️‍🌈 🏴‍☠️ 🏳️‍⚧️",
	"flags of regions":    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
	"keycaps":             "1️⃣ #️⃣ *️⃣ 9⃣",
	"hearts":              "❤️ ❤ ❤️‍🔥 ♥️ ☺︎ ©️ ™",
	"professions":         "👩‍⚕️ 👨🏾‍✈️ 👁️‍🗨️ 🐻‍❄️ ⛓️‍💥 🕵️‍♂️",
	"control pictures":    "␛␍␈ � ◌",
	"long":                strings.Repeat("line of text\n", 400),
}

func TestKept(t *testing.T) {
	for name, s := range kept {
		t.Run(name, func(t *testing.T) {
			if got := safe.Body(s).String(); got != s {
				t.Errorf("Body changes\n     %+q\nto   %+q", s, got)
			}
			check(t, s)
		})
	}
}

// Each emoji that can be written as a code is drawn as it is, but for the
// skin tones, which need something to tint.
func TestEveryEmojiIsKept(t *testing.T) {
	for code, e := range emoji.CodeMap() {
		if code == ":m:" {
			continue // ⓜ has no emoji form; the map means Ⓜ
		}
		got := safe.Body(e).String()
		if r := []rune(e); len(r) == 1 && 0x1f3fb <= r[0] && r[0] <= 0x1f3ff {
			if got != "�" {
				t.Errorf("Body(%s) = %q, want U+FFFD", code, got)
			}
			got, e = safe.Body("👋"+e).String(), "👋"+e
		}
		if got != e {
			t.Errorf("Body(%s) = %+q, want %+q", code, got, e)
		}
	}
}

func TestCleanTextIsNotCopied(t *testing.T) {
	for _, s := range []string{"hello, world", "Привет, мир", "你好，世界"} {
		if n := testing.AllocsPerRun(100, func() { _ = safe.Body(s) }); n != 0 {
			t.Errorf("Body(%q) allocates %v times", s, n)
		}
	}
}
