package rights_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/rights"
)

var update = flag.Bool("update", false, "write the table into PROTOCOL.md")

const protocol = "../../net/wire/PROTOCOL.md"

// The table in PROTOCOL.md is what the code decides.
func TestTheTableIsInTheProtocol(t *testing.T) {
	const begin, end = "<!-- rights -->\n", "<!-- /rights -->"
	text, err := os.ReadFile(protocol)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(text), begin)
	table, tail, found := strings.Cut(rest, end)
	if !found {
		t.Fatalf("PROTOCOL.md has no place for the table between %q and %q", begin, end)
	}
	if table == rights.Table() {
		return
	}
	if !*update {
		t.Fatalf("the table in PROTOCOL.md is another one; write it by -update:\n%s", rights.Table())
	}
	if err := os.WriteFile(protocol, []byte(head+begin+rights.Table()+end+tail), 0o600); err != nil {
		t.Fatal(err)
	}
}

// every calls check with every case there can be: each verb by each role on the
// server and in the room, about each role, in every kind of room.
func every(check func(c rights.Case)) {
	flags := []func(*rights.Case, bool){
		func(c *rights.Case, on bool) { c.Private = on },
		func(c *rights.Case, on bool) { c.ReadOnly = on },
		func(c *rights.Case, on bool) { c.TopicLock = on },
		func(c *rights.Case, on bool) { c.Muted = on },
		func(c *rights.Case, on bool) { c.Banned = on },
		func(c *rights.Case, on bool) { c.Self = on },
		func(c *rights.Case, on bool) { c.Closed = on },
		func(c *rights.Case, on bool) { c.Bot = on },
		func(c *rights.Case, on bool) { c.Invited = on },
		func(c *rights.Case, on bool) { c.Last = on },
	}
	for v := rights.Read; v <= rights.Reset; v++ {
		for server := rights.Guest; server <= rights.Operator; server++ {
			for room := rights.Outside; room <= rights.Owner; room++ {
				for bits := range 1 << len(flags) {
					c := rights.Case{Verb: v, Server: server, Room: room, Name: "#tea", TargetServer: rights.Guest}
					for i, set := range flags {
						set(&c, bits>>i&1 != 0)
					}
					check(c)
				}
			}
		}
	}
}

// abouts calls check with every case about each kind of person.
func abouts(c rights.Case, check func(c rights.Case)) {
	for c.TargetServer = rights.Guest; c.TargetServer <= rights.Owner; c.TargetServer++ {
		for c.TargetRoom = rights.Outside; c.TargetRoom <= rights.Owner; c.TargetRoom++ {
			for c.Gives = rights.Member; c.Gives <= rights.Owner; c.Gives++ {
				check(c)
			}
		}
	}
}

// People are the roles that are not the operator's: it is nobody in a room.
func person(c rights.Case) bool { return c.Server != rights.Operator }

// TestTheWholeTable walks every case there is and checks what must hold in all
// of them.
func TestTheWholeTable(t *testing.T) {
	failed := 0
	wrong := func(c rights.Case, text string) {
		if failed++; failed < 20 {
			t.Errorf("%s: %s by %s on the server, %s in the room: %+v", text, c.Verb, c.Server, c.Room, c)
		}
	}
	n := 0
	every(func(c rights.Case) {
		n++
		err := rights.Decide(c)
		inRoom := c.Verb < rights.MakeRoom
		speaks := c.Verb == rights.Say || c.Verb == rights.Topic || c.Verb == rights.Edit || c.Verb == rights.React ||
			c.Verb == rights.Type || c.Verb == rights.Push || c.Verb == rights.Begin
		if err != nil {
			if _, ok := errors.AsType[*chat.Error](err); !ok || err.Error() == "" {
				wrong(c, "a refusal without a sentence")
			}
		}
		switch {
		case inRoom && person(c) && c.Private && c.Room == rights.Outside && (c.Verb != rights.Join || !c.Invited):
			if chat.CodeOf(err) != chat.CodeNoSuchRoom {
				wrong(c, "an outsider of a private room")
			}
		case inRoom && person(c) && c.Banned && err == nil:
			wrong(c, "someone who is banned")
		case speaks && c.Muted && c.Server < rights.Owner && (c.Room < rights.Owner || !inRoom) && err == nil:
			wrong(c, "someone who is muted")
		case c.Verb == rights.Reset && c.Server != rights.Operator && err == nil:
			wrong(c, "not the operator")
		case c.Verb >= rights.Adjust && c.Verb <= rights.Rulings && c.Verb != rights.LetIn && err == nil &&
			c.Server < rights.Op && c.Room < rights.Op:
			wrong(c, "nobody's op")
		case c.Verb >= rights.ServerKick && c.Verb <= rights.ServerRulings && err == nil && c.Server < rights.Op:
			wrong(c, "nobody's op on the server")
		case (c.Verb == rights.Edit) && !c.Self && err == nil:
			wrong(c, "an edit of what another wrote")
		}
		if err == nil {
			higher(c, wrong)
		}
	})
	t.Logf("%d cases", n)
}

// higher checks that who has a higher role may do all that was allowed.
func higher(c rights.Case, wrong func(rights.Case, string)) {
	more := c
	if more.Server++; more.Server <= rights.Owner && rights.Decide(more) != nil {
		wrong(more, "a higher role on the server may do less")
	}
	more = c
	if more.Room++; c.Room != rights.Outside && more.Room <= rights.Owner && rights.Decide(more) != nil {
		wrong(more, "a higher role in the room may do less")
	}
}

// Nobody decides about someone whose role is not lower, but the operator; and an
// owner of the server about whoever does not own it.
func TestNobodyRulesTheirEquals(t *testing.T) {
	every(func(c rights.Case) {
		kick := c.Verb >= rights.Kick && c.Verb <= rights.Mute && c.Verb != rights.Unban
		onServer := c.Verb >= rights.ServerKick && c.Verb <= rights.ServerMute && c.Verb != rights.ServerUnban
		if !kick && !onServer || c.ReadOnly || c.TopicLock || c.Closed || c.Last {
			return
		}
		abouts(c, func(c rights.Case) {
			if rights.Decide(c) != nil || !person(c) {
				return
			}
			mine, theirs := c.Server, c.TargetServer
			if kick {
				mine, theirs = rights.In(c.Server, c.Room), max(c.TargetRoom, rights.In(c.TargetServer, c.TargetRoom))
				if c.Server == rights.Owner && c.TargetServer < rights.Owner {
					return
				}
			}
			if mine <= theirs || c.Self {
				t.Fatalf("allowed: %+v", c)
			}
		})
	})
}

// Of a conversation nobody else knows, and nobody rules it.
func TestAConversationIsOfTwo(t *testing.T) {
	every(func(c rights.Case) {
		if c.Verb >= rights.MakeRoom || c.Banned || c.Invited {
			return
		}
		c.Direct, c.Private = true, true
		err := rights.Decide(c)
		switch {
		case c.Room == rights.Outside && chat.CodeOf(err) != chat.CodeNoSuchRoom:
			t.Fatalf("an outsider: %v: %+v", err, c)
		case c.Verb >= rights.Adjust && err == nil:
			t.Fatalf("ruled: %+v", c)
		}
	})
}

// The audit room is seen by the owners and ops of the server, and written by
// the server alone.
func TestOnlyOpsSeeTheAuditRoom(t *testing.T) {
	every(func(c rights.Case) {
		if c.Verb >= rights.MakeRoom {
			return
		}
		c.Audit, c.Private, c.ReadOnly = true, true, true
		err := rights.Decide(c)
		switch {
		case c.Server < rights.Op && chat.CodeOf(err) != chat.CodeNoSuchRoom:
			t.Fatalf("seen: %v: %+v", err, c)
		case c.Verb > rights.Leave && err == nil:
			t.Fatalf("written or ruled: %+v", c)
		case c.Server >= rights.Op && (c.Verb == rights.Read || c.Verb == rights.Join) && !c.Banned && err != nil:
			t.Fatalf("not seen: %v: %+v", err, c)
		}
	})
}

// Whom one has blocked one says nothing to, and the block is no one's business.
func TestWhoIsBlockedIsNotSpokenTo(t *testing.T) {
	c := rights.Case{Verb: rights.Say, Server: rights.Member, Room: rights.Member, Direct: true, Private: true, Blocking: true, Self: true}
	if code := chat.CodeOf(rights.Decide(c)); code != chat.CodeForbidden {
		t.Errorf("a message to someone blocked: %q", code)
	}
	c.Blocking = false
	if err := rights.Decide(c); err != nil {
		t.Errorf("a message to someone who has blocked the author: %v", err)
	}
}

// Roles have the names of the wire.
func TestRolesHaveNames(t *testing.T) {
	for name, want := range map[string]rights.Role{
		"": rights.Member, chat.RoleGuest: rights.Guest, chat.RoleMember: rights.Member, chat.RoleOp: rights.Op, chat.RoleOwner: rights.Owner,
	} {
		if got, ok := rights.RoleOf(name); !ok || got != want {
			t.Errorf("RoleOf(%q) = %v, %v", name, got, ok)
		}
	}
	if _, ok := rights.RoleOf("king"); ok {
		t.Error("there is a king")
	}
}
