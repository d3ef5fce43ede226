package timeline_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func line(s string) safe.Text { return safe.Line(s) }

func TestAnEditReplacesTheTextInPlace(t *testing.T) {
	m := newTimeline(60, 6)
	talk(m, 3)
	m.Edit(2, 10, line("another text"), "raw", true)
	inOrder(t, m, "text 1", "▌ another text (edited)", "text 3")
	m.Edit(2, 9, line("an earlier one"), "", false)
	inOrder(t, m, "another text (edited)")
	m.Edit(7, 11, line("of nothing"), "", false)
	if strings.Contains(screen(m), "nothing") {
		t.Errorf("got\n%s", screen(m))
	}
}

func TestOfADeletedMessageNothingStays(t *testing.T) {
	m := newTimeline(60, 6)
	it := said(1, "ada", "regret")
	it.Own, it.Raw = true, "regret"
	m.Add(it)
	m.React(1, 2, line("👍"), line("bob"), false, false)
	m.Delete(1, 3)
	m.Edit(1, 4, line("regret again"), "regret again", false)
	m.React(1, 5, line("🎉"), line("bob"), false, false)
	if got := screen(m); strings.Contains(got, "regret") || strings.Contains(got, "👍") || strings.Contains(got, "🎉") || !strings.Contains(got, "(deleted)") {
		t.Errorf("got\n%s", got)
	}
	if _, ok := m.Latest(func(*timeline.Item) bool { return true }); ok {
		t.Error("a deleted message counts as the latest")
	}
	if it, _ := m.At(5); !it.Text.Empty() || it.Raw != "" || it.Reactions != nil {
		t.Errorf("left is %+v", it)
	}
}

func TestReactionsAreGathered(t *testing.T) {
	m := newTimeline(40, 8)
	m.Add(said(1, "bob", "hello"))
	seq := uint64(1)
	react := func(emoji, nick string, own, remove bool) {
		seq++
		m.React(1, seq, line(emoji), safe.Name(nick), own, remove)
	}
	react("👍", "cleo", false, false)
	react("👍", "ada", true, false)
	react("🎉", "dan", false, false)
	if got := rowOf(m, "🎉"); !strings.Contains(got, "[👍 2]  🎉 1") {
		t.Errorf("got %q", got)
	}
	m.React(1, seq, line("🎉"), line("dan"), false, false) // told already
	react("👍", "ada", true, true)
	react("🚀", "eve", false, true) // nobody put it
	if got := strings.TrimSpace(rowOf(m, "🎉")); got != "👍 1  🎉 1" {
		t.Errorf("got %q", got)
	}
	react("🎉", "dan", false, true)
	if got := screen(m); strings.Contains(got, "🎉") {
		t.Errorf("got\n%s", got)
	}
	if it, ok := m.Latest(func(it *timeline.Item) bool { return len(it.Reactions) == 1 }); !ok || it.Reactions[0].Nicks[0] != safe.Name("cleo") {
		t.Errorf("the nicks are %+v", it.Reactions)
	}
}

func TestAPageCountsAsOfWhenItWasMade(t *testing.T) {
	m := newTimeline(60, 8)
	at := func(asOf uint64, count int) timeline.Item {
		it := said(1, "bob", "hello")
		it.AsOf, it.Reactions = asOf, []timeline.Reaction{{Emoji: line("👍"), Count: count}}
		return it
	}
	m.Add(at(10, 3))
	m.React(1, 9, line("👍"), line("a"), false, false)
	m.React(1, 11, line("👍"), line("b"), false, false)
	inOrder(t, m, "👍 4")
	m.Add(at(10, 3)) // a page that was overtaken by the live frame
	inOrder(t, m, "👍 4")
	m.Load(timeline.Page{Items: []timeline.Item{at(12, 9)}, First: 1, Last: 12, AsOf: 12}, false)
	inOrder(t, m, "👍 9")
}

func TestAPageTakesAwayWhatTheLogNoLongerHas(t *testing.T) {
	m := newTimeline(60, 10)
	talk(m, 5)
	m.Load(timeline.Page{Items: []timeline.Item{said(2, "bob", "text 2"), said(4, "bob", "text 4")}, First: 2, Last: 4, AsOf: 9}, false)
	inOrder(t, m, "text 1", "text 2", "text 4", "text 5")
	if strings.Contains(screen(m), "text 3") {
		t.Errorf("got\n%s", screen(m))
	}
}

func TestAHoleShrinksAsItIsFilled(t *testing.T) {
	m := newTimeline(60, 12)
	talk(m, 3)
	m.AddHole(4, 9, line("not loaded here"), true)
	m.Add(said(10, "bob", "text 10"))
	inOrder(t, m, "text 3", "6 messages are not loaded here", "text 10")
	if first, last, _, ok := m.Gap(); first != 4 || last != 9 || !ok {
		t.Errorf("the gap is %d to %d, %v", first, last, ok)
	}
	load := func(first, last uint64) {
		p := timeline.Page{First: first, Last: last, AsOf: 10}
		for seq := first; seq <= last; seq++ {
			it := said(seq, "bob", fmt.Sprint("text ", seq))
			it.AsOf = 10
			p.Items = append(p.Items, it)
		}
		m.Load(p, false)
	}
	load(8, 9)
	inOrder(t, m, "text 3", "4 messages are not loaded here", "text 8", "text 9", "text 10")
	load(4, 4)
	inOrder(t, m, "text 4", "3 messages are not loaded here", "text 8")
	load(6, 6)
	inOrder(t, m, "text 4", "1 message is not loaded here", "text 6", "1 message is not loaded here", "text 8")
	load(1, 10)
	inOrder(t, m, "text 1", "text 2", "text 3", "text 4", "text 5", "text 6", "text 7", "text 8", "text 9", "text 10")
	if _, _, _, ok := m.Gap(); ok {
		t.Error("there still is a gap")
	}
}

func TestWhatLacksChangesIsKnown(t *testing.T) {
	m := newTimeline(60, 6)
	talk(m, 5)
	if _, ok := m.Stale(); ok {
		t.Error("it lacks something before anything was missed")
	}
	m.AddHole(6, 20, line("missing"), true)
	m.SetStale(20)
	m.Add(said(21, "bob", "text 21"))
	if seq, ok := m.Stale(); !ok || seq > 5 {
		t.Errorf("got %d, %v", seq, ok)
	}
	m.React(3, 22, line("👍"), line("bob"), false, false)
	var items []timeline.Item
	for seq := range uint64(5) {
		it := said(seq+1, "bob", "text")
		it.AsOf = 22
		items = append(items, it)
	}
	m.Load(timeline.Page{Items: items, First: 1, Last: 5, AsOf: 22}, false)
	if seq, ok := m.Stale(); ok {
		t.Errorf("%d still lacks something", seq)
	}
	if strings.Contains(screen(m), "👍") {
		t.Error("a page does not replace what lacked changes")
	}
}

// Whatever changes above or in what the reader looks at, what is below it in
// the view stays.
func TestChangesAboveDoNotYankTheReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newTimeline(rapid.IntRange(20, 70).Draw(t, "width"), rapid.IntRange(4, 14).Draw(t, "height"))
		talk(m, 60)
		m.Up(rapid.IntRange(5, 40).Draw(t, "up"))
		last, _ := m.At(len(m.View()) - 1)
		lower := m.View()[len(m.View())-1]
		seq := uint64(100)
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			seq++
			target := rapid.Uint64Range(1, 60).Draw(t, "target")
			if target == last.Seq {
				continue
			}
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				m.Edit(target, seq, safe.Body(strings.Repeat("long text ", rapid.IntRange(0, 40).Draw(t, "length"))), "", false)
			case 1:
				m.Delete(target, seq)
			case 2:
				m.React(target, seq, line("👍"), line("bob"), false, false)
			case 3:
				m.Damage(target, seq)
			}
		}
		if rows := m.View(); rows[len(rows)-1] != lower {
			t.Fatalf("at the lower edge stands %q, not %q", rows[len(rows)-1], lower)
		}
		if m.Below() != 0 {
			t.Fatalf("%d count as new", m.Below())
		}
	})
}

func TestFailedMessagesCanBeTakenAway(t *testing.T) {
	m := newTimeline(60, 8)
	for _, cid := range []string{"c1", "c2", "c3"} {
		m.Add(mine(cid, "text "+cid))
	}
	m.SetState("c3", timeline.Failed, 0, line("because"))
	m.SetState("c1", timeline.Failed, 0, line("because"))
	list := m.Failed()
	if len(list) != 2 || list[0].CID != "c1" || list[1].CID != "c3" {
		t.Fatalf("failed are %+v", list)
	}
	m.Discard("c1")
	m.Discard("nothing")
	inOrder(t, m, "… text c2", "✗ text c3")
	if strings.Contains(screen(m), "text c1") || m.Logged("c2") {
		t.Errorf("got\n%s", screen(m))
	}
}

// changed is a room in which everything was changed.
func changed(m *timeline.Model) {
	talk(m, 4)
	m.AddHole(5, 1204, line("not loaded here · PgUp loads them"), true)
	m.AddHole(1205, 1207, line("missing here: the server no longer keeps them"), false)
	m.Add(said(1208, "cleo", "a text that is just as long as there is room for in this window, or longer"))
	m.Add(said(1209, "cleo", "```\nfmt.Println()\n```"))
	m.Add(said(1210, "dan", "damaged soon"))
	seq := uint64(1300)
	for i, emoji := range []string{"👍", "🎉", "👨\u200d👩\u200d👧\u200d👦", "🇫🇷", "❤\ufe0f", "漢字かな交じり文", "x", "🚀", "👍🏽"} {
		for range i*i + 1 {
			seq++
			m.React(1208, seq, line(emoji), line("bob"), i%3 == 1, false)
		}
	}
	m.Edit(2, seq+1, line("another text"), "", false)
	m.Edit(1208, seq+2, line("a text that is just as long as there is room for in this window, or longer"), "", false)
	m.Edit(1209, seq+3, safe.Body("```\nfmt.Print()\n```"), "", false)
	m.Delete(3, seq+4)
	m.Damage(1210, seq+5)
}

func TestChangedScreens(t *testing.T) {
	for _, width := range []int{22, 40, 72} {
		for name, method := range map[string]cell.Method{"rune": cell.ByRune, "cluster": cell.ByCluster} {
			t.Run(fmt.Sprintf("%d-%s", width, name), func(t *testing.T) {
				m := timeline.New(timeline.Options{Styles: styles(), Method: method, Self: "ada"})
				height := 24
				if width < 40 {
					height = 44
				}
				m.SetSize(width, height)
				changed(m)
				exact(t, m, method, [2]int{width, height})
				s := tuitest.Draw(strings.Join(m.View(), "\n"), tuitest.Options{Width: width, Height: height, Unicode: method == cell.ByCluster})
				got := s.Text()
				if width == 72 {
					got = s.Styled()
				}
				tuitest.Golden(t, fmt.Sprintf("changed-%d-%s", width, name), got)
			})
		}
	}
}

func TestHostileReactionsStayInTheirRows(t *testing.T) {
	for name, text := range map[string]string{
		"T67 one long word": strings.Repeat("x", 200),
		"T68 line ends":     strings.Repeat("\n", 200),
		"T86 families":      strings.Repeat("👨\u200d👩\u200d👧\u200d👦", 15),
		"T58 marks":         "a" + strings.Repeat("\u0301", 200),
		"T22 erasing":       "\x1b[2J\x1b[H",
	} {
		for _, method := range []cell.Method{cell.ByRune, cell.ByCluster} {
			for _, width := range []int{1, 5, 60} {
				m := newTimeline(width, 20)
				m.SetLook(timeline.Styles{}, method, "ada")
				m.Add(said(1, "bob", "x"))
				for i := range uint64(250) {
					m.React(1, i+2, line(fmt.Sprint(text, i)), line(text), i%2 == 0, false)
				}
				exact(t, m, method, [2]int{width, 20})
				if it, _ := m.Latest(func(*timeline.Item) bool { return true }); len(it.Reactions) > 200 {
					t.Errorf("%s: %d are kept", name, len(it.Reactions))
				}
			}
		}
	}
}
