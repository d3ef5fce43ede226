package composer_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/composer"
	"github.com/chat-tui/chat-tui/tui/keymap"
)

// Whatever is typed and pasted, in both ways of counting cells, the text stays
// one that may be sent, every row has the composer's width and the cursor
// stands inside.
func FuzzComposer(f *testing.F) {
	f.Add("hello "+family+" 漢字\n\tnext", []byte{0, 1, 2, 3, 4, 5, 6, 7}, 12)
	f.Add(strings.Repeat("long", 100), []byte("abcdefgh"), 3)
	f.Add("\u0301a\u200d🇫🇷\u202e\xff\r", []byte{25, 4, 26, 2, 27, 8, 28}, 1)
	f.Add(strings.Repeat("é\n", 3000), []byte{14, 22, 4, 16}, 30)
	keys := []string{
		"<left>", "<right>", "<up>", "<down>", "<back>", "<del>", "<c-a>", "<c-e>", "<c-u>", "<c-w>", "<c-k>", "<c-y>", "<c-j>",
		"<c-_>", "<a-b>", "<a-f>", "<a-d>", "<a-back>", "<tab>", "<s-tab>", "<esc>", "<enter>", "é", "👍🏽", "@", ":wav",
		"\u200d", "\u0301", "🇫", " ",
	}
	f.Fuzz(func(t *testing.T, text string, steps []byte, width int) {
		width = 1 + (width&0x7fff)%60
		for _, method := range []cell.Method{cell.ByRune, cell.ByCluster} {
			m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: candidates, Method: method})
			m.SetSize(width, 4)
			m = paste(m, text)
			for i, s := range steps[:min(len(steps), 64)] {
				if s >= 250 {
					m.Take()
				}
				m = press(m, keys[int(s)%len(keys)])
				if i%8 == 0 {
					whole(t, &m, method, width)
				}
			}
			whole(t, &m, method, width)
		}
	})
}

func whole(t *testing.T, m *composer.Model, method cell.Method, width int) {
	t.Helper()
	if !utf8.ValidString(m.Text()) || len(m.Text()) > chat.MaxBody || strings.ContainsAny(m.Text(), "\r\x1b\x00\u202e") {
		t.Fatalf("text %q", m.Text())
	}
	rows, at := m.View()
	if len(rows) != m.Height() || len(rows) > 4 || at.Y < 0 || at.Y >= len(rows) || at.X < 0 || at.X >= width {
		t.Fatalf("%d rows, height %d, cursor %v", len(rows), m.Height(), at)
	}
	popup, x := m.Popup(5)
	if x < 0 || x >= width {
		t.Fatalf("the popup is at column %d of %d", x, width)
	}
	for _, r := range rows {
		if w := method.StringWidth(r); w != width || strings.Contains(r, "\n") {
			t.Fatalf("row %q is %d cells wide, want %d", r, w, width)
		}
	}
	for _, r := range popup {
		if w := method.StringWidth(r); x+w > width {
			t.Fatalf("row %q of the popup is %d cells wide at %d of %d", r, w, x, width)
		}
	}
}

func BenchmarkKey(b *testing.B) {
	for name, text := range map[string]string{
		"empty":      "",
		"8000 bytes": strings.Repeat("the quick brown fox ", 399),
		"wide":       strings.Repeat("你好，世界 ", 399),
	} {
		b.Run(name, func(b *testing.B) {
			m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: candidates})
			m.SetSize(80, 8)
			m = paste(m, text)
			keys := []tea.KeyPressMsg{{Text: "x", Code: 'x'}, {Code: tea.KeyBackspace}}
			for i := 0; b.Loop(); i++ {
				m, _ = m.Update(keys[i%2])
				m.View()
			}
		})
	}
}

func BenchmarkView(b *testing.B) {
	m := composer.New(composer.Options{Keys: keymap.Default().Write})
	m.SetSize(80, 8)
	m = paste(m, strings.Repeat("the quick brown fox ", 399))
	for b.Loop() {
		m.View()
	}
}
