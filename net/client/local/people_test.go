package local_test

import (
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
)

func TestWhomAPersonKnowsIsKept(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	c.People().Save("bob", chat.Acquaintance{Account: "B1", At: at(1)})
	c.People().Save("eve", chat.Acquaintance{Account: "E1", At: at(2)})
	c.People().Save("bob", chat.Acquaintance{Account: "B2", At: at(3)})
	for range 2 {
		got, err := c.People().Load()
		if err != nil || len(got) != 2 || got["bob"].Account != "B2" || !got["bob"].At.Equal(at(3)) || got["eve"].Account != "E1" {
			t.Errorf("Load() = %v, %v", got, err)
		}
		shut(t, c)
		c = open(t, path)
	}
}
