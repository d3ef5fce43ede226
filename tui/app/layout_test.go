package app

import (
	"testing"

	"pgregory.net/rapid"
)

func TestArrange(t *testing.T) {
	for name, tt := range map[string]struct {
		width, height, input int
		list, people         panel
		want                 layout
	}{
		"40x10":               {40, 10, 1, automatic, automatic, layout{list: 0, middle: 40, people: 0, header: 1, messages: 6, rule: 1, input: 1, status: 1}},
		"80x24":               {80, 24, 1, automatic, automatic, layout{list: 16, middle: 48, people: 14, header: 1, messages: 20, rule: 1, input: 1, status: 1}},
		"200x50":              {200, 50, 1, automatic, automatic, layout{list: 24, middle: 152, people: 22, header: 1, messages: 46, rule: 1, input: 1, status: 1}},
		"one cell":            {1, 1, 1, automatic, automatic, layout{middle: 1, input: 1}},
		"nothing":             {0, 0, 1, automatic, automatic, layout{}},
		"three rows":          {80, 3, 5, automatic, automatic, layout{list: 16, middle: 48, people: 14, messages: 1, input: 1, status: 1}},
		"much is typed":       {40, 12, 30, automatic, automatic, layout{middle: 40, header: 1, messages: 5, rule: 1, input: 4, status: 1}},
		"the list is wanted":  {40, 10, 1, shown, automatic, layout{list: 16, middle: 23, header: 1, messages: 6, rule: 1, input: 1, status: 1}},
		"too narrow for it":   {30, 10, 1, shown, automatic, layout{middle: 30, header: 1, messages: 6, rule: 1, input: 1, status: 1}},
		"panels are unwanted": {80, 24, 1, hidden, hidden, layout{middle: 80, header: 1, messages: 20, rule: 1, input: 1, status: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			tt.want.width, tt.want.height = tt.width, tt.height
			if got := arrange(tt.width, tt.height, tt.input, tt.list, tt.people); got != tt.want {
				t.Errorf("arrange() = %+v, want %+v", got, tt.want)
			}
		})
	}
}

// Every cell belongs to one part, and none lies outside.
func TestNothingLiesOutsideTheWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(0, 400)
		want := rapid.SampledFrom([]panel{automatic, shown, hidden})
		l := arrange(size.Draw(t, "width"), size.Draw(t, "height"), size.Draw(t, "input"), want.Draw(t, "list"), want.Draw(t, "people"))
		if rows := l.body() + l.rule + l.input + l.status; rows != l.height {
			t.Fatalf("%d rows of %d: %+v", rows, l.height, l)
		}
		columns := l.left() + l.middle
		if l.people > 0 {
			columns += 1 + l.people
		}
		if columns != l.width || l.middle < 0 || l.messages < 0 {
			t.Fatalf("%d columns of %d: %+v", columns, l.width, l)
		}
		if l.height > 0 && l.input == 0 {
			t.Fatal("nothing can be typed")
		}
	})
}
