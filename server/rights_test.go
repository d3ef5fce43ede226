package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/rights"
)

// member is a person with an account who is in rooms.
func (h *house) member(nick string, rooms ...string) *peer {
	h.t.Helper()
	p, w := h.login(nick, newKey(h.t), nil)
	if w.str("account") == "" {
		h.t.Fatalf("%s: %v", nick, w)
	}
	for _, room := range rooms {
		p.does(fmt.Sprintf(`{"type":"join","room":%q}`, room))
	}
	return p
}

// does asks and expects that it is done.
func (p *peer) does(request string) frame {
	p.t.Helper()
	f := p.ask(request)
	if f.str("type") == "error" {
		p.t.Fatalf("%s: %v", request, f)
	}
	return f
}

// told waits for a line of this type, whatever comes before it.
func (p *peer) told(typ string) frame {
	p.t.Helper()
	for {
		f := p.next()
		if f == nil {
			p.t.Fatalf("the connection ended before a %s", typ)
		}
		if f.str("type") == typ {
			return f
		}
	}
}

// ends waits for the end of the connection, and returns the line before it.
func (p *peer) ends() (last frame) {
	p.t.Helper()
	for {
		f := p.next()
		if f == nil {
			return last
		}
		last = f
	}
}

// The server does in rooms what the table says, for each verb and each role.
func TestTheServerDoesWhatTheTableSays(t *testing.T) {
	requests := map[rights.Verb]string{
		rights.Read:     `{"type":"history","room":"#tea"}`,
		rights.Say:      `{"type":"msg","to":"#tea","body":"hi"}`,
		rights.Topic:    `{"type":"topic","room":"#tea","topic":"%s"}`,
		rights.Edit:     `{"type":"edit","room":"#tea","seq":1,"body":"%s"}`,
		rights.Delete:   `{"type":"delete","room":"#tea","seq":%d}`,
		rights.React:    `{"type":"react","room":"#tea","seq":1,"emoji":"👍"}`,
		rights.Type:     `{"type":"typing","room":"#tea"}`,
		rights.SendFile: `{"type":"file.offer","to":"#tea","name":"a","size":1,"sha256":"` + strings.Repeat("0", 64) + `"}`,
		rights.Adjust:   `{"type":"room","room":"#tea","slow_ms":0}`,
		rights.Secure:   `{"type":"room","room":"#tea","retention_days":0}`,
		rights.LetIn:    `{"type":"invite","room":"#tea","nick":"zoe"}`,
		rights.Mute:     `{"type":"mute","room":"#tea","nick":"zoe"}`,
		rights.Unmute:   `{"type":"unmute","room":"#tea","nick":"zoe"}`,
		rights.Ban:      `{"type":"ban","room":"#tea","nick":"zoe"}`,
		rights.Unban:    `{"type":"unban","room":"#tea","nick":"zoe"}`,
		rights.Appoint:  `{"type":"role","room":"#tea","nick":"zoe","role":"member"}`,
		rights.Rulings:  `{"type":"rulings","room":"#tea"}`,
	}
	order := []rights.Verb{
		rights.Read, rights.Say, rights.Topic, rights.Edit, rights.Delete, rights.React, rights.Type, rights.SendFile, rights.Adjust, rights.Secure,
		rights.LetIn, rights.Mute, rights.Unmute, rights.Ban, rights.Unban, rights.Appoint, rights.Rulings,
	}
	for _, setting := range []string{`"slow_ms":0`, `"private":true`, `"readonly":true`, `"topic_lock":true`} {
		synctest.Test(t, func(t *testing.T) {
			h := open(t, withFiles(t, t.TempDir(), nil))
			owner := h.member("holder")
			owner.does(`{"type":"room","room":"#tea"}`)
			owner.does(`{"type":"join","room":"#tea"}`)
			people := map[rights.Role]*peer{
				rights.Outside: h.member("outsider"), rights.Guest: h.guest("passer", "#tea"),
				rights.Member: h.member("mate", "#tea"), rights.Op: h.member("helper", "#tea"), rights.Owner: owner,
			}
			h.member("zoe", "#tea")
			for range 9 {
				owner.does(`{"type":"msg","to":"#tea","body":"something"}`)
			}
			owner.does(`{"type":"role","room":"#tea","nick":"helper","role":"op"}`)
			owner.does(`{"type":"room","room":"#tea",` + setting + `}`)
			seq := 1
			for role := rights.Outside; role <= rights.Owner; role++ {
				for _, v := range order {
					c := rights.Case{Verb: v, Server: rights.Member, Room: role, TargetServer: rights.Member, TargetRoom: rights.Member, Name: "#tea"}
					if role == rights.Guest {
						c.Server = rights.Guest
					}
					c.Private = strings.Contains(setting, "private")
					c.ReadOnly, c.TopicLock = strings.Contains(setting, "readonly"), strings.Contains(setting, "topic_lock")
					request := requests[v]
					switch {
					case v == rights.Delete:
						seq++
						request = fmt.Sprintf(request, seq)
						c.Self = role == rights.Owner
					case strings.Contains(request, "%s"):
						request = fmt.Sprintf(request, role)
					}
					c.Self = c.Self || role == rights.Owner && v == rights.Edit
					want := chat.CodeOf(rights.Decide(c))
					if got := people[role].refused(request); got != want {
						t.Errorf("%s: %s by a person who is %s: %q, the table has %q", setting, v, role, got, want)
					}
				}
			}
		})
	}
}

func TestWhoMakesARoomOwnsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob, guest := h.member("ada"), h.member("bob"), h.guest("guest")
		if got := guest.refused(`{"type":"room","room":"#own"}`); got != chat.CodeForbidden {
			t.Errorf("a guest makes a room of its own: %q", got)
		}
		f := ada.does(`{"type":"room","room":"#Own","topic":"ours","slow_ms":250,"topic_lock":true}`)
		if f.str("rid") == "" || f.str("room") != "#own" {
			t.Errorf("the answer is %v", f)
		}
		j := ada.does(`{"type":"join","room":"#own"}`)
		if j.str("role") != chat.RoleOwner || j.str("topic") != "ours" || j.num("slow_ms") != 250 || j["topic_lock"] != true {
			t.Errorf("joined is %v", j)
		}
		if got := bob.refused(`{"type":"room","room":"#own","private":true}`); got != chat.CodeNotMember {
			t.Errorf("another one changes it: %q", got)
		}
		if j := bob.does(`{"type":"join","room":"#own"}`); j["role"] != nil {
			t.Errorf("another one has the role %v", j["role"])
		}
		bob.does(`{"type":"join","room":"#bobs"}`)
		if j := bob.does(`{"type":"join","room":"#bobs"}`); j.str("role") != chat.RoleOwner {
			t.Errorf("a join of a new name: %v", j)
		}
		ada.does(`{"type":"role","room":"#own","nick":"bob","role":"op"}`)
		if f := bob.told("ruling"); f.str("verb") != "role" || f.str("nick") != "bob" || f.str("role") != chat.RoleOp || f.str("by") != "ada" {
			t.Errorf("bob is told %v", f)
		}
		bob.does(`{"type":"room","room":"#own","readonly":true,"topic":"new"}`)
		if f := ada.told("room"); f["readonly"] != true || f.num("slow_ms") != 250 || f.str("by") != "bob" {
			t.Errorf("ada is told %v", f)
		}
		if f := ada.told("topic"); f.str("topic") != "new" || f.str("from") != "bob" {
			t.Errorf("ada is told %v", f)
		}
		if got := ada.refused(`{"type":"role","room":"#own","nick":"ada","role":"member"}`); got != chat.CodeForbidden {
			t.Errorf("the last owner steps down: %q", got)
		}
		roles := map[string]string{}
		for _, m := range ada.does(`{"type":"who","room":"#own"}`)["members"].([]any) {
			f := frame(m.(map[string]any))
			roles[f.str("nick")] = f.str("role")
		}
		if roles["ada"] != chat.RoleOwner || roles["bob"] != chat.RoleOp {
			t.Errorf("who says %v", roles)
		}
	})
}

func TestAPrivateRoomIsInvisible(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, eve := h.member("ada"), h.member("eve")
		guest := h.guest("guest")
		rid := ada.does(`{"type":"room","room":"#secret","private":true}`).str("rid")
		ada.does(`{"type":"join","room":"#secret"}`)
		ada.does(`{"type":"msg","to":"#secret","body":"psst"}`)
		for _, request := range []string{
			`{"type":"join","room":"#secret"}`, `{"type":"history","room":"#secret"}`, `{"type":"msg","to":"#secret","body":"hi"}`,
			`{"type":"who","room":"#secret"}`, `{"type":"search","query":"psst","room":"#secret"}`, `{"type":"typing","room":"#secret"}`,
			`{"type":"kick","room":"#secret","nick":"ada"}`, `{"type":"rulings","room":"#secret"}`, `{"type":"leave","room":"#secret"}`,
			`{"type":"history","room":"#other","rid":"` + rid + `"}`,
		} {
			if got := eve.refused(request); got != chat.CodeNoSuchRoom {
				t.Errorf("%s: %q", request, got)
			}
			if got := guest.refused(request); got != chat.CodeNoSuchRoom {
				t.Errorf("%s by a guest: %q", request, got)
			}
		}
		if got := eve.refused(`{"type":"room","room":"#secret"}`); got != chat.CodeNoSuchRoom {
			t.Errorf("a room of that name: %q", got)
		}
		if list := names(eve.does(`{"type":"rooms"}`)["rooms"], "room"); slices.Contains(list, "#secret") || slices.Contains(list, server.AuditRoom) {
			t.Errorf("rooms are %v", list)
		}
		if list := names(ada.does(`{"type":"rooms"}`)["rooms"], "room"); !slices.Contains(list, "#secret") {
			t.Errorf("its member sees the rooms %v", list)
		}
		for _, p := range []*peer{eve, guest} {
			nick := "eve"
			if p == guest {
				nick = "guest"
			}
			ada.does(fmt.Sprintf(`{"type":"invite","room":"#secret","nick":%q}`, nick))
			if f := p.told("ruling"); f.str("verb") != "invite" || f.str("room") != "#secret" || f.str("by") != "ada" {
				t.Errorf("who was let in is told %v", f)
			}
			if got := p.refused(`{"type":"history","room":"#secret"}`); got != chat.CodeNoSuchRoom {
				t.Errorf("before joining it: %q", got)
			}
			p.does(`{"type":"join","room":"#secret"}`)
			p.does(`{"type":"msg","to":"#secret","body":"thanks"}`)
			ada.does(fmt.Sprintf(`{"type":"kick","room":"#secret","nick":%q,"reason":"enough"}`, nick))
			for {
				f := p.told("leave")
				if f.str("nick") != nick {
					continue
				}
				if f.str("by") != "ada" || f["left"] != true || f.str("reason") != "enough" {
					t.Errorf("who was kicked is told %v", f)
				}
				break
			}
			for _, request := range []string{`{"type":"msg","to":"#secret","body":"hi"}`, `{"type":"join","room":"#secret"}`, `{"type":"typing","room":"#secret"}`} {
				if got := p.refused(request); got != chat.CodeNoSuchRoom {
					t.Errorf("after it: %s: %q", request, got)
				}
			}
		}
	})
}

func TestKickedFromAPublicRoomOneMayComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.member("ada", "#tea")
		for nick, p := range map[string]*peer{"bob": h.member("bob", "#tea"), "zoe": h.guest("zoe", "#tea")} {
			ada.does(fmt.Sprintf(`{"type":"kick","room":"#tea","nick":%q}`, nick))
			if got := p.refused(`{"type":"msg","to":"#tea","body":"hi"}`); got != chat.CodeNotMember {
				t.Errorf("%s speaks after the kick: %q", nick, got)
			}
			if got := ada.refused(fmt.Sprintf(`{"type":"kick","room":"#tea","nick":%q}`, nick)); got != chat.CodeNoSuchUser {
				t.Errorf("%s is kicked again: %q", nick, got)
			}
			p.does(`{"type":"join","room":"#tea"}`)
			p.does(`{"type":"msg","to":"#tea","body":"hi again"}`)
		}
	})
}

func TestABanFromARoomEndsWithItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob := h.member("ada", "#tea"), h.member("bob", "#tea")
		ada.does(`{"type":"ban","room":"#tea","nick":"bob","for_s":600,"reason":"noise"}`)
		for _, request := range []string{
			`{"type":"join","room":"#tea"}`, `{"type":"history","room":"#tea"}`, `{"type":"msg","to":"#tea","body":"hi"}`,
		} {
			if got := bob.refused(request); got != chat.CodeForbidden {
				t.Errorf("%s: %q", request, got)
			}
		}
		list := ada.does(`{"type":"rulings","room":"#tea"}`)["rulings"].([]any)
		if f := frame(list[0].(map[string]any)); len(list) != 1 || f.str("nick") != "bob" || f.str("by") != "ada" || f.str("reason") != "noise" || f.str("until") == "" {
			t.Errorf("the rulings are %v", list)
		}
		bob.does(`{"type":"join","room":"#other"}`)
		time.Sleep(11 * time.Minute)
		bob.does(`{"type":"join","room":"#tea"}`)
		ada.does(`{"type":"ban","room":"#tea","nick":"bob"}`)
		ada.does(`{"type":"unban","room":"#tea","nick":"bob"}`)
		bob.does(`{"type":"join","room":"#tea"}`)
	})
}

func TestMutedPeopleAreNotHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob := h.member("ada", "#tea"), h.member("bob", "#tea", "#other")
		h.guest("guest")
		ada.does(`{"type":"mute","room":"#tea","nick":"bob","for_s":60}`)
		f := bob.ask(`{"type":"msg","to":"#tea","body":"hi"}`)
		if f.str("code") != string(chat.CodeMuted) || f.num("retry_ms") <= 0 || f.num("retry_ms") > 60_000 {
			t.Errorf("in the room: %v", f)
		}
		bob.does(`{"type":"msg","to":"#other","body":"hi"}`)
		bob.does(`{"type":"msg","to":"@ada","body":"please"}`)
		time.Sleep(61 * time.Second)
		bob.does(`{"type":"msg","to":"#tea","body":"hi"}`)
		console := h.console()
		console.does(`{"type":"mute","nick":"bob"}`)
		for _, request := range []string{
			`{"type":"msg","to":"#tea","body":"hi"}`, `{"type":"msg","to":"@ada","body":"hi"}`, `{"type":"msg","to":"@guest","body":"hi"}`,
			`{"type":"react","room":"#tea","seq":1,"emoji":"👍"}`,
		} {
			if got := bob.refused(request); got != chat.CodeMuted {
				t.Errorf("everywhere: %s: %q", request, got)
			}
		}
		console.does(`{"type":"unmute","nick":"bob"}`)
		bob.does(`{"type":"msg","to":"#tea","body":"hi"}`)
	})
}

func TestSlowModeIsForEveryoneButOps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob := h.member("ada", "#tea"), h.member("bob", "#tea")
		ada.does(`{"type":"room","room":"#tea","slow_ms":5000}`)
		ada.does(`{"type":"msg","to":"#tea","body":"one"}`)
		ada.does(`{"type":"msg","to":"#tea","body":"two"}`)
		bob.does(`{"type":"msg","to":"#tea","body":"three","cid":"cid-of-three"}`)
		bob.does(`{"type":"react","room":"#tea","seq":1,"emoji":"👍"}`)
		f := bob.ask(`{"type":"msg","to":"#tea","body":"four","cid":"cid-of-four"}`)
		if f.str("code") != string(chat.CodeRateLimited) || f.num("retry_ms") <= 0 || f.num("retry_ms") > 5000 {
			t.Errorf("too soon: %v", f)
		}
		if f := bob.does(`{"type":"msg","to":"#tea","body":"three","cid":"cid-of-three"}`); f["dup"] != true {
			t.Errorf("the first one again: %v", f)
		}
		time.Sleep(5 * time.Second)
		bob.does(`{"type":"msg","to":"#tea","body":"four","cid":"cid-of-four"}`)
	})
}

func TestWhatIsDecidedIsInTheAuditRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob := h.member("ada", "#tea"), h.member("bob", "#tea")
		console := h.console()
		ada.does(`{"type":"mute","room":"#tea","nick":"bob","reason":"noise"}`)
		ada.does(`{"type":"room","room":"#hidden-lair","private":true}`)
		ada.does(`{"type":"room","room":"#hidden-lair","slow_ms":7}`)
		if got := ada.refused(`{"type":"join","room":"#audit"}`); got != chat.CodeNoSuchRoom {
			t.Errorf("someone sees it: %q", got)
		}
		console.does(`{"type":"role","nick":"ada","role":"op"}`)
		synctest.Wait() // it is written down beside
		j := ada.does(`{"type":"join","room":"#audit","since":0}`)
		if j["private"] != true {
			t.Errorf("joined is %v", j)
		}
		said := ""
		for _, f := range ada.hears("#audit", j.num("seq")) {
			if f.str("from") != "server" {
				t.Errorf("from %v", f)
			}
			said += f.str("body") + "\n"
		}
		for _, want := range []string{"ada: mute bob in #tea (noise)", "settings of a private room", "role ada on the server is op now"} {
			if !strings.Contains(said, want) {
				t.Errorf("%q is not in\n%s", want, said)
			}
		}
		if strings.Contains(said, "lair") {
			t.Errorf("a private room is named:\n%s", said)
		}
		if got := ada.refused(`{"type":"msg","to":"#audit","body":"I was here"}`); got != chat.CodeForbidden {
			t.Errorf("an op writes into it: %q", got)
		}
		bob.does(`{"type":"who"}`)
		console.does(`{"type":"role","nick":"ada","role":"member"}`)
		synctest.Wait()
		console.does(`{"type":"mute","nick":"bob"}`)
		synctest.Wait()
		if got := ada.refused(`{"type":"history","room":"#audit"}`); got != chat.CodeNoSuchRoom {
			t.Errorf("an op no more: %q", got)
		}
		ada.say(`{"type":"bye"}`)
		for f := ada.next(); f != nil; f = ada.next() {
			if f.str("room") == "#audit" && f.str("type") == "msg" && strings.Contains(f.str("body"), "mute bob on the server") {
				t.Errorf("is told %v", f)
			}
		}
	})
}

// Whoever is taken out of a private room while coming into it is out.
func TestAKickWinsAgainstAJoinOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, eve := h.member("ada"), h.member("eve")
		ada.does(`{"type":"room","room":"#den","private":true}`)
		ada.does(`{"type":"join","room":"#den"}`)
		kicked := 0
		for range 300 {
			ada.does(`{"type":"invite","room":"#den","nick":"eve"}`)
			done := make(chan frame)
			go func() { done <- eve.ask(`{"type":"join","room":"#den"}`) }()
			ada.does(`{"type":"kick","room":"#den","nick":"eve"}`)
			if f := <-done; f.str("type") == "joined" {
				kicked++
			}
			for _, request := range []string{`{"type":"history","room":"#den"}`, `{"type":"msg","to":"#den","body":"still here"}`, `{"type":"join","room":"#den"}`} {
				if got := eve.refused(request); got != chat.CodeNoSuchRoom {
					t.Fatalf("after the kick: %s: %q", request, got)
				}
			}
		}
		t.Logf("%d joins came before the kick", kicked)
	})
}
