package overlay_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// manyHits returns a dialog with n hits of different heights.
func manyHits(n int, more func() tea.Cmd) *overlay.Results {
	r := overlay.NewResults("Search", []string{"tea"}, safe.Text{})
	hits := make([]overlay.Hit, n)
	for i := range hits {
		hits[i] = hit(uint64(i+1), fmt.Sprintf("hit %d with tea%s", i+1, strings.Repeat(" and more", i%4*6)))
	}
	note := "That is all."
	if more != nil {
		note = "There is more: press m."
	}
	r.Add(hits, more, safe.Literal(note))
	return r
}

func TestEnterOpensTheSelectedHit(t *testing.T) {
	for keys, want := range map[string]uint64{"enter": 1, "down down enter": 3, "down down up enter": 2, "end enter": 9, "up enter": 1} {
		var opened uint64
		r := manyHits(9, nil)
		r.OnOpen(func(h overlay.Hit) tea.Cmd { opened = h.Seq; return nil })
		k := overlay.Stack{}
		k.Open(r)
		for _, key := range strings.Fields(keys) {
			drawn(&k, 80, 24)
			k.Update(press(key))
		}
		if opened != want || !k.Empty() {
			t.Errorf("%s: opened %d, want %d", keys, opened, want)
		}
	}
}

func TestAClickOpensAHit(t *testing.T) {
	var opened uint64
	r := manyHits(9, nil)
	r.OnOpen(func(h overlay.Hit) tea.Cmd { opened = h.Seq; return nil })
	k := overlay.Stack{}
	k.Open(r)
	k.Update(nil)
	x, y, _ := drawn(&k, 80, 24).Find("hit 3 with")
	k.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	if opened != 3 {
		t.Errorf("opened %d", opened)
	}
}

// Wherever one goes, the selected hit is on the screen, whole if it fits.
func TestTheSelectedHitIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := manyHits(rapid.IntRange(1, 20).Draw(t, "hits"), nil)
		r.OnOpen(func(overlay.Hit) tea.Cmd { return nil })
		wheel := false // turned last: a part of the hit is enough
		for range 20 {
			width, height := rapid.IntRange(20, 90).Draw(t, "width"), rapid.IntRange(5, 30).Draw(t, "height")
			rows := r.Rows(width, height, cell.ByRune, overlay.Styles{})
			h, _ := r.Selected()
			if wheel && height >= 12 && !strings.Contains(strings.Join(rows, "\n"), "›") && !strings.Contains(strings.Join(rows, "\n"), "│ ") {
				t.Fatalf("hit %d is not seen in\n%s", h.Seq, strings.Join(rows, "\n"))
			}
			if text := strings.Join(rows, "\n"); height >= 12 && !wheel && (!strings.Contains(text, "›") || !strings.Contains(text, fmt.Sprintf("│ hit %d ", h.Seq))) {
				t.Fatalf("hit %d is not seen in\n%s", h.Seq, text)
			}
			key := rapid.SampledFrom([]string{"up", "down", "end", "home", "pgup", "pgdown", "wheel up", "wheel down"}).Draw(t, "key")
			wheel = strings.HasPrefix(key, "wheel")
			switch key {
			case "wheel up":
				r.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
			case "wheel down":
				r.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
			case "home":
				r.Update(tea.KeyPressMsg{Code: tea.KeyHome})
			case "up":
				r.Update(tea.KeyPressMsg{Code: tea.KeyUp})
			case "pgup":
				r.Update(tea.KeyPressMsg{Code: tea.KeyPgUp})
			case "pgdown":
				r.Update(tea.KeyPressMsg{Code: tea.KeyPgDown})
			default:
				r.Update(press(key))
			}
		}
	})
}

func TestGoingOnAtTheEndAsksForMore(t *testing.T) {
	asked := 0
	r := manyHits(3, func() tea.Cmd { asked++; return nil })
	k := overlay.Stack{}
	k.Open(r)
	for range 5 {
		drawn(&k, 60, 12)
		k.Update(press("down"))
	}
	if h, _ := r.Selected(); asked != 1 || h.Seq != 3 {
		t.Errorf("asked %d times, at %d", asked, h.Seq)
	}
	if text := drawn(&k, 60, 12).Text(); !strings.Contains(text, "Looking for more…") {
		t.Errorf("what happens is not said:\n%s", text)
	}
	r.Add([]overlay.Hit{hit(9, "late")}, nil, safe.Line("That is all."))
	drawn(&k, 60, 12)
	k.Update(press("down"))
	if h, _ := r.Selected(); h.Seq != 9 {
		t.Errorf("at %d", h.Seq)
	}
}

func TestHowResultsLook(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}} {
		r := manyHits(9, func() tea.Cmd { return nil })
		r.OnOpen(func(overlay.Hit) tea.Cmd { return nil })
		k := overlay.Stack{}
		k.Open(r)
		drawn(&k, size[0], size[1])
		k.Update(press("down"))
		tuitest.Golden(t, fmt.Sprintf("results-%dx%d", size[0], size[1]), drawn(&k, size[0], size[1]).Text())
	}
}
