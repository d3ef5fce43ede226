package palette_test

import (
	"fmt"
	"testing"

	"github.com/sahilm/fuzzy"

	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// names returns so many names of rooms, people and commands.
func names(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("#%s-%s-%d", []string{"garden", "go", "music", "night", "lobby"}[i%5], []string{"talk", "help", "news", "nuts"}[i%4], i)
	}
	return list
}

// A letter typed into a palette of 5000 things.
func BenchmarkNarrow5000(b *testing.B) {
	items := make([]palette.Item, 0, 5000)
	for i, n := range names(5000) {
		items = append(items, palette.Item{Group: []string{"Rooms", "People"}[i%2], Label: safe.Line(n), Detail: safe.Line("a topic of some length"), Keywords: "room", Weight: i})
	}
	for _, query := range []string{"g", "gn", "go nuts", "zzz"} {
		b.Run(query, func(b *testing.B) {
			p := palette.New(palette.Options{Items: items})
			for b.Loop() {
				p.SetQuery(query)
			}
		})
		b.Run(query+"/from a source", func(b *testing.B) {
			p := palette.New(palette.Options{Source: func(string) []palette.Item { return items }})
			for b.Loop() {
				p.SetQuery(query)
			}
		})
		b.Run(query+"/fuzzy alone", func(b *testing.B) {
			list := names(5000)
			for b.Loop() {
				fuzzy.Find(query, list)
			}
		})
	}
}
