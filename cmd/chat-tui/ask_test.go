package main

import (
	"bufio"
	"fmt"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// answer waits for a question in a room and chooses one of its answers, over a
// plain connection: `answer PORT NICK ROOM NUMBER`.
func answer(ts *testscript.TestScript, _ bool, args []string) {
	c, err := dialWhat(args[0])
	ts.Check(err)
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	room := args[2]
	_, err = fmt.Fprintf(c, `{"type":"hello","nick":%q}`+"\n"+`{"type":"join","room":%q,"since":0}`+"\n", args[1], room)
	ts.Check(err)
	for in := bufio.NewScanner(c); in.Scan(); {
		ev, err := wire.Event(in.Bytes())
		ts.Check(err)
		e, ok := ev.(*chat.Entry)
		if !ok {
			continue
		}
		_, choices := chat.Choices(e.Body)
		for i, choice := range choices {
			if args[3] == fmt.Sprint(i+1) {
				_, err := fmt.Fprintf(c, `{"type":"react","id":"r","room":%q,"seq":%d,"emoji":%q}`+"\n", room, e.Seq, choice.Sign)
				ts.Check(err)
			}
		}
		if e.Kind == chat.EntryEdit && strings.Contains(e.Body, "→") {
			_, _ = fmt.Fprintln(ts.Stdout(), e.Body)
			return
		}
	}
	ts.Fatalf("nothing was decided")
}
