package chat_test

import (
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
)

func TestCheckBody(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		want chat.Code
	}{
		"plain":                         {"hello", ""},
		"lines and tabs":                {"a\n\tb", ""},
		"longest":                       {strings.Repeat("x", chat.MaxBody), ""},
		"one byte over":                 {strings.Repeat("x", chat.MaxBody+1), chat.CodeBodyTooLong},
		"most lines":                    {strings.Repeat("x\n", chat.MaxBodyLines-1) + "x", ""},
		"one line over":                 {strings.Repeat("x\n", chat.MaxBodyLines), chat.CodeBodyTooLong},
		"W30 empty":                     {"", chat.CodeBodyEmpty},
		"W30 only spaces":               {" \t\n\u00a0\u3000", chat.CodeBodyEmpty},
		"T53 Hangul filler":             {"\u3164", chat.CodeBodyEmpty},
		"T53 empty Braille":             {"\u2800", chat.CodeBodyEmpty},
		"T53 Hangul choseong filler":    {"\u115f", chat.CodeBodyEmpty},
		"T53 soft hyphen":               {"\u00ad", chat.CodeBodyEmpty},
		"T53 grapheme joiner":           {"\u034f", chat.CodeBodyEmpty},
		"zero-width characters":         {"\u200b\u200c\u200d\ufeff\u2060", chat.CodeBodyEmpty},
		"variation selectors":           {"\ufe0f\U000e0100", chat.CodeBodyEmpty},
		"tag characters":                {"\U000e0041\U000e007f", chat.CodeBodyEmpty},
		"W32 escape":                    {"a\u001b[2J", chat.CodeBadValue},
		"W32 C1":                        {"a\u009b2J", chat.CodeBadValue},
		"W32 bell":                      {"a\u0007", chat.CodeBadValue},
		"delete":                        {"a\u007f", chat.CodeBadValue},
		"carriage return":               {"a\r\nb", chat.CodeBadValue},
		"direction override":            {"a\u202eb", chat.CodeBadValue},
		"direction isolate":             {"a\u2066b", chat.CodeBadValue},
		"a family, joined":              {"👩\u200d👩\u200d👧", ""},
		"Persian with a non-joiner":     {"می\u200cخواهم", ""},
		"a heart with its presentation": {"❤\ufe0f", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := chat.CodeOf(chat.CheckBody(tt.body)); got != tt.want {
				t.Errorf("CheckBody() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCheckText(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want chat.Code
	}{
		"empty":         {"", ""},
		"longest":       {strings.Repeat("x", 200), ""},
		"one byte over": {strings.Repeat("x", 201), chat.CodeBadValue},
		"W07 line end":  {"a\r\nb", chat.CodeBadValue},
		"tab":           {"a\tb", chat.CodeBadValue},
		"override":      {"\u202e", chat.CodeBadValue},
	} {
		t.Run(name, func(t *testing.T) {
			if got := chat.CodeOf(chat.CheckText("reason", tt.text, chat.MaxReason)); got != tt.want {
				t.Errorf("CheckText() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCheckCID(t *testing.T) {
	for cid, want := range map[string]chat.Code{
		"c-0001-ada":            "",
		"1234567":               chat.CodeBadValue,
		strings.Repeat("x", 64): "",
		strings.Repeat("x", 65): chat.CodeBadValue,
		"with space":            chat.CodeBadValue,
		"quote\"quote":          chat.CodeBadValue,
	} {
		if got := chat.CodeOf(chat.CheckCID(cid)); got != want {
			t.Errorf("CheckCID(%q) = %q, want %q", cid, got, want)
		}
	}
}

func TestCutKeepsCharactersWhole(t *testing.T) {
	for _, tt := range []struct {
		in    string
		limit int
		want  string
	}{{"abc", 3, "abc"}, {"abcd", 3, "abc"}, {"aé", 2, "a"}, {"👋", 3, ""}} {
		if got := chat.Cut(tt.in, tt.limit); got != tt.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}
