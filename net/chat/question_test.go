package chat_test

import (
	"slices"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
)

// What AppendChoices writes, Choices reads.
func TestAQuestionIsReadAsItWasAsked(t *testing.T) {
	for _, want := range [][]string{{"yes", "no"}, {"a", "b b", "c", "d", "e", "f", "g", "h", "i"}} {
		question, choices := chat.Choices(chat.AppendChoices("Ship\n① it?", want...))
		var got []string
		for _, c := range choices {
			got = append(got, c.Text)
		}
		if question != "Ship\n① it?" || !slices.Equal(got, want) {
			t.Errorf("%q is read as %q, %q", want, question, got)
		}
	}
	if _, choices := chat.Choices("Tea?\n① yes\n② no"); choices[0].Sign != "①" || choices[1].Sign != "②" {
		t.Errorf("the signs are %q", choices)
	}
}

func TestWhatIsNoQuestionStays(t *testing.T) {
	for _, body := range []string{
		"", "tea", "Tea?\n① yes", "① yes\n② no", "Tea?\n② no\n① yes", "Tea?\n② no\n③ perhaps", "Tea?\n① yes\n② no\nor so",
		"Tea?\n① yes\n③ no", "Tea?\n① yes\n② ", "Tea?\n①yes\n②no", " \n① yes\n② no",
	} {
		if question, choices := chat.Choices(body); question != body || choices != nil {
			t.Errorf("%q is read as %q, %q", body, question, choices)
		}
	}
}

// The text comes from others: whatever it is, nothing of it is lost.
func FuzzChoices(f *testing.F) {
	f.Add("Tea?\n① yes\n② no")
	f.Fuzz(func(t *testing.T, body string) {
		question, choices := chat.Choices(body)
		again := question
		for _, c := range choices {
			again += "\n" + c.Sign + " " + c.Text
		}
		if again != body {
			t.Errorf("%q is read as %q, %q", body, question, choices)
		}
	})
}
