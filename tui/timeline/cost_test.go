package timeline_test

import (
	"fmt"
	"testing"

	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// counted returns a timeline of n messages, and how many were drawn so far.
func counted(n int) (m *timeline.Model, drawn *int) {
	drawn = new(int)
	m = timeline.New(timeline.Options{Styles: timeline.Styles{Nick: func(string) row.Style {
		*drawn++
		return ""
	}}})
	m.SetSize(80, 24)
	for i := range n {
		m.Add(said(uint64(i+1), fmt.Sprint("p", i%50), "The quick brown fox jumps over the lazy dog and then it does so again."))
	}
	return m, drawn
}

func TestOnlyWhatShowsIsDrawn(t *testing.T) {
	m, drawn := counted(20000)
	if m.View(); *drawn > 25 {
		t.Errorf("the first frame drew %d of 20000", *drawn)
	}
	if *drawn = 0; true {
		m.View()
		m.NeedOlder()
		m.At(5)
	}
	if *drawn > 0 {
		t.Errorf("the second frame drew %d", *drawn)
	}
	m.Add(said(30000, "bob", "new"))
	if m.View(); *drawn > 1 {
		t.Errorf("a new message drew %d", *drawn)
	}
	*drawn = 0
	m.PageUp()
	if m.View(); *drawn > 25 {
		t.Errorf("a page drew %d", *drawn)
	}
	*drawn = 0
	m.SetSize(100, 30)
	if m.View(); *drawn > 60 {
		t.Errorf("a resize drew %d", *drawn)
	}
	*drawn = 0
	m.Home()
	if m.View(); *drawn > 60 {
		t.Errorf("Home drew %d", *drawn)
	}
}

func BenchmarkView(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		m, _ := counted(n)
		b.Run(fmt.Sprintf("warm/%d", n), func(b *testing.B) {
			for b.Loop() {
				m.View()
			}
		})
		b.Run(fmt.Sprintf("cold/%d", n), func(b *testing.B) {
			width := 80
			for b.Loop() {
				width ^= 1
				m.SetSize(width, 24)
				m.View()
			}
		})
		b.Run(fmt.Sprintf("scroll/%d", n), func(b *testing.B) {
			for b.Loop() {
				if m.Up(3); m.NeedOlder() {
					m.End()
				}
				m.View()
			}
		})
		b.Run(fmt.Sprintf("page-up/%d", n), func(b *testing.B) {
			for b.Loop() {
				if m.PageUp(); m.NeedOlder() {
					m.End()
				}
				m.View()
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	b.Run("live", func(b *testing.B) {
		m := newTimeline(80, 24)
		n := uint64(0)
		b.ReportAllocs()
		for b.Loop() {
			n++
			m.Add(said(n, "bob", "The quick brown fox jumps over the lazy dog."))
		}
	})
	b.Run("a page on top of 100000", func(b *testing.B) {
		m, _ := counted(100000)
		page := make([]timeline.Item, 100)
		b.ReportAllocs()
		for b.Loop() {
			for i := range page {
				page[i] = said(0, "bob", "older")
			}
			m.Prepend(page)
			b.StopTimer()
			if m.Len() > 110000 {
				m.Trim(100000)
			}
			b.StartTimer()
		}
	})
}
