package client

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// idRoom is what an id of ours adds to a line at most, in bytes.
const idRoom = 32

// check reports why a command cannot be sent, or nil. What only the server
// can know, such as whether a nick is allowed, is left to it.
func check(cmd chat.Command) error {
	if cmd == nil || reflect.ValueOf(cmd).IsNil() {
		return chat.Errorf(chat.CodeBadFrame, "There is no command.")
	}
	if id := cmd.Base().ID; id != "" {
		if err := chat.CheckID(id); err != nil {
			return err
		}
	}
	switch cmd := cmd.(type) {
	case *chat.Say:
		return checkSay(cmd)
	case *chat.SetTopic:
		return checkTopic(cmd)
	case *chat.Edit:
		return checkEdit(cmd)
	case *chat.Join:
		return checkTarget("room", cmd.Room)
	case *chat.Leave:
		return checkTarget("room", cmd.Room)
	case *chat.Delete:
		return checkChange(cmd, cmd.Seq)
	case *chat.React:
		return checkReact(cmd)
	case *chat.Search:
		return checkSearch(cmd)
	case *chat.Read:
		return checkTarget("room", cmd.Room)
	case *chat.Typing:
		return checkTarget("room", cmd.Room)
	case *chat.History:
		return checkTarget("room", cmd.Room)
	case *chat.SetStatus:
		return chat.CheckText("status", cmd.Text, chat.MaxStatus)
	case *chat.Rename:
		return chat.CheckText("nick", cmd.Nick, chat.MaxNick)
	case *chat.Bye:
		return chat.CheckText("reason", cmd.Text, chat.MaxReason)
	case *chat.Hello, *chat.Proof, *chat.Ping, *chat.Pong:
		return chat.Errorf(chat.CodeBadValue, "The connection sends %s by itself.", cmd.Type())
	}
	return nil
}

func checkTopic(topic *chat.SetTopic) error {
	if err := checkTarget("room", topic.Room); err != nil {
		return err
	}
	return chat.CheckText("topic", topic.Topic, chat.MaxTopic)
}

func checkEdit(edit *chat.Edit) error {
	if err := checkChange(edit, edit.Seq); err != nil {
		return err
	}
	return checkBody(edit.Body)
}

func checkSay(say *chat.Say) error {
	if err := checkTarget("to", say.To); err != nil {
		return err
	}
	switch say.Kind {
	case "", chat.KindText, chat.KindAction, chat.KindNotice:
	default:
		return chat.Errorf(chat.CodeBadValue, "There is no kind of message called %q.", chat.Cut(say.Kind, chat.MaxID)).In("kind")
	}
	if say.CID != "" {
		if err := chat.CheckCID(say.CID); err != nil {
			return err
		}
	}
	return checkBody(say.Body)
}

func checkBody(body string) error {
	if !utf8.ValidString(body) {
		return chat.Errorf(chat.CodeBadValue, "The message is not text in UTF-8.").In("body")
	}
	return chat.CheckBody(body)
}

// checkChange checks what the changes of a message have in common.
func checkChange(cmd chat.Command, seq uint64) error {
	frame := logged(cmd)
	if err := checkTarget("room", *frame.room); err != nil {
		return err
	}
	if *frame.cid != "" {
		if err := chat.CheckCID(*frame.cid); err != nil {
			return err
		}
	}
	if seq == 0 || seq > chat.MaxInt {
		return chat.Errorf(chat.CodeBadValue, "There is no message number %d.", seq).In("seq")
	}
	return nil
}

// checkReact leaves to the server what is one emoji.
func checkReact(cmd *chat.React) error {
	if err := checkChange(cmd, cmd.Seq); err != nil {
		return err
	}
	if cmd.Emoji == "" {
		return chat.Errorf(chat.CodeBadValue, "There is no emoji.").In("emoji")
	}
	return checkText("emoji", cmd.Emoji, chat.MaxEmoji)
}

func checkSearch(cmd *chat.Search) error {
	if cmd.Room != "" {
		if err := checkTarget("room", cmd.Room); err != nil {
			return err
		}
	}
	if strings.TrimSpace(cmd.Query) == "" {
		return chat.Errorf(chat.CodeBadValue, "There is nothing to look for.").In("query")
	}
	if err := checkText("query", cmd.Query, chat.MaxQuery); err != nil {
		return err
	}
	return checkText("from", cmd.From, chat.MaxNick)
}

// checkText reports why s cannot be in a field, or nil.
func checkText(field, s string, most int) error {
	if !utf8.ValidString(s) {
		return chat.Errorf(chat.CodeBadValue, "The %s is not text in UTF-8.", field).In(field)
	}
	return chat.CheckText(field, s, most)
}

// checkTarget reports why s cannot be a #room or @nick, or nil.
func checkTarget(field, s string) error {
	if !chat.IsRoom(s) && !chat.IsPerson(s) || len(s) == 1 {
		return chat.Errorf(chat.CodeBadRoom, "%q is no target; write #room or @nick.", chat.Cut(s, chat.MaxNick)).In(field)
	}
	if !utf8.ValidString(s) {
		return chat.Errorf(chat.CodeBadRoom, "The target is not text in UTF-8.").In(field)
	}
	return chat.CheckText(field, s, chat.MaxRoom)
}

// checkLength reports whether a command makes a line that a server need not
// read.
func checkLength(cmd chat.Command) error {
	if n := len(wire.Append(nil, cmd)) + idRoom; n > chat.MaxLine {
		e := chat.Errorf(chat.CodeTooLong, "The line would be %d bytes; at most %d are allowed.", n, chat.MaxLine)
		e.Limit = chat.MaxLine
		return e
	}
	return nil
}
