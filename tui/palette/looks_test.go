package palette_test

import (
	"errors"
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func TestHowItLooks(t *testing.T) {
	for _, size := range []struct{ width, height int }{{40, 10}, {80, 24}} {
		name := func(s string) string { return fmt.Sprintf("%s-%dx%d", s, size.width, size.height) }
		w := open(palette.New(everything()), size.width, size.height)
		tuitest.Golden(t, name("open"), w.text())
		w.write("go")
		tuitest.Golden(t, name("typed"), w.text())
		w.write("zzz")
		tuitest.Golden(t, name("nothing"), w.text())
		items := labelled("as a block of code", "as text", "not at all")
		for i, k := range []string{"c", "t", "n"} {
			items[i].Key = k
		}
		items[0].Detail = safe.Line("as it is, in one width")
		tuitest.Golden(t, name("choice"), open(palette.New(palette.Options{Title: "Paste 14 lines", Items: items, NoField: true}), size.width, size.height).text())
		in := open(palette.NewInput("Search", "words; in:#room, from:nick, before:2026-03-31 narrow it", "", func(string) error { return errors.New("type a word that was said") }, nil), size.width, size.height)
		in.press("a", "enter")
		tuitest.Golden(t, name("input"), in.text())
	}
}

// Every dialog fits every window, whatever others wrote and whatever is typed.
func TestDialogsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]cell.Method{cell.ByRune, cell.ByCluster}).Draw(t, "method")
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a\u0301\u0302bc", "👨‍👩‍👧 family 🇩🇪🇫🇷", "กำ ກຳ 한", "\x1b[31mred\u202e", "one\ntwo", "abc漢字"}))
		items := make([]palette.Item, rapid.IntRange(0, 9).Draw(t, "items"))
		for i := range items {
			items[i] = palette.Item{
				Group: rapid.SampledFrom([]string{"", "A group", "Another of them"}).Draw(t, "group"),
				Label: safe.Body(text.Draw(t, "label")), Detail: safe.Body(text.Draw(t, "detail")),
				Badge: rapid.SampledFrom([]string{"", "@12", "a long badge"}).Draw(t, "badge"),
				Mark:  rapid.SampledFrom([]string{"", "●"}).Draw(t, "mark"), Key: "k",
			}
		}
		p := palette.New(palette.Options{Title: "A title that is long enough to be cut", Prompt: "type something", Items: items, NoField: rapid.Bool().Draw(t, "bare"), Height: rapid.IntRange(0, 5).Draw(t, "most")})
		p.SetNote(safe.Body(text.Draw(t, "note")))
		in := palette.NewInput("Input", "what is wanted of you", text.Draw(t, "initial"), func(s string) error { return errors.New(s) }, nil)
		d := rapid.SampledFrom([]overlay.Dialog{p, in}).Draw(t, "dialog")
		k := overlay.Stack{}
		k.SetStyles(overlay.NewStyles(theme.Default(true)))
		k.Open(d)
		k.Update(tea.PasteMsg{Content: text.Draw(t, "pasted")})
		for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "漢", "left", "backspace", "down", "up", "pgdown", "end", "home", "ctrl+w", "ctrl+d"}), 0, 9).Draw(t, "keys") {
			k.Update(press(name))
		}
		if d == overlay.Dialog(in) {
			in.Update(press("enter"))
		}
		fits(t, &k, rapid.IntRange(1, 120).Draw(t, "width"), rapid.IntRange(0, 60).Draw(t, "height"), m)
	})
}

// fits draws a dialog over a window and measures it.
func fits(t *rapid.T, k *overlay.Stack, width, height int, m cell.Method) {
	rows := make([]string, height)
	for y := range rows {
		rows[y] = row.New(width, m, "").String()
	}
	k.Over(rows, width, m)
	for y, r := range rows {
		if w := m.StringWidth(r); w != width {
			t.Fatalf("row %d, %q, is %d cells wide, want %d", y, r, w, width)
		}
	}
	if x, y, ok := k.Cursor(); ok && (x < 0 || x >= width || y < 0 || y >= height) {
		t.Fatalf("the cursor is at %d,%d in %dx%d", x, y, width, height)
	}
}
