package app_test

import (
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
)

func TestAQueueIsWorkedAtFromTheScreen(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		item := s.message("#lobby", "bob", "the door does not close")
		item.Kind, item.Priority = chat.EntryPush, 7
		s.hear(item)
		s.Shows("the door does not close", "item 1 · priority 7 · waits")
		s.Type("/take\n")
		priority := int64(7)
		answer[*chat.Take](s, func(re chat.Answer) chat.Event {
			return &chat.OK{Answer: re, Seq: 2, Target: 1, Body: item.Body, Priority: &priority, From: "bob", Pushed: item.At}
		})
		s.Shows("Item 1 is yours, from bob")
		s.hear(s.change(chat.EntryTake, "#lobby", "ada", 1, ""))
		s.Shows("taken by ada")
		s.Type("/done\n")
		if c, ok := last[*chat.Done](s.conn); !ok || c.Target != 1 {
			t.Errorf("sent %+v", c)
		}
		s.hear(s.change(chat.EntryDone, "#lobby", "ada", 1, ""))
		s.Shows("item 1 · priority 7 · done by ada")
		s.Type("/board\n")
		answer[*chat.ListQueue](s, func(re chat.Answer) chat.Event {
			return &chat.QueueList{Answer: re, Room: "#lobby", RID: "rid-#lobby", Waiting: 1, Taken: 1, Items: []chat.Entry{
				{Kind: chat.EntryPush, Seq: 8, From: "eve", Body: "tea is out", Item: &chat.ItemState{State: chat.StateTaken, Holder: "bob", Since: item.At}},
				{Kind: chat.EntryPush, Seq: 9, From: "eve", Body: "no cups", Priority: 3, At: item.At},
			}}
		})
		s.Shows("Queue", "#lobby: 1 waiting, 1 taken", "8 bob has it", "tea is out", "9 !3 eve", "no cups")
		s.Press("esc")
		s.Type("/done\n")
		s.Shows("You have taken nothing here")
	})
}

// Who waits in a queue is called when the turn comes.
func TestWhoseItemIsTakenIsCalled(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		item := s.message("#lobby", "ada", "my hand is up")
		item.Kind, item.Account = chat.EntryPush, "A"
		s.hear(item, s.change(chat.EntryTake, "#lobby", "bob", 1, ""))
		s.Shows("bob took item 1, which is yours.", "taken by bob")
		s.hear(s.change(chat.EntryRelease, "#lobby", "bob", 1, ""))
		s.Shows("item 1 · waits")
	})
}
