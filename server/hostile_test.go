package server_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
)

// A row is a line that should not be, sent where ada is welcome and in #lobby.
type row struct {
	line string
	want chat.Code // none: it is answered, or passed over
}

// rows are the lines of the torture list about the wire that make no
// difference to the connection, by number.
func rows() map[string]row {
	deep := func(n int) string {
		return `{"type":"ping","x":` + strings.Repeat("[", n) + strings.Repeat("]", n) + "}"
	}
	var keys strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&keys, `,"k%d":1`, i)
	}
	return map[string]row{
		"W01 a key twice":                  {`{"type":"msg","type":"admin"}`, chat.CodeBadJSON},
		"W02 keys in capitals":             {`{"Type":"msg","BODY":"x"}`, chat.CodeBadFrame},
		"W03 a key that folds to another":  {`{"type":"msg","to":"#lobby","ſeq":7}`, chat.CodeBadFrame},
		"W05 half a character":             {`{"type":"msg","to":"#lobby","body":"\ud800"}`, chat.CodeBadJSON},
		"W06 nothing in a text":            {`{"type":"msg","to":"#lobby","body":"a\u0000b"}`, chat.CodeBadJSON},
		"W07 a line end in a nick":         {`{"type":"nick","nick":"a\r\nb"}`, chat.CodeNickInvalid},
		"W07 a line end in a room":         {`{"type":"join","room":"#a\r\nb"}`, chat.CodeBadRoom},
		"W07 a line end in a reason":       {`{"type":"status","state":"away","text":"a\r\nb"}`, chat.CodeBadValue},
		"W09 a raw control character":      {"{\"type\":\"msg\",\"to\":\"#lobby\",\"body\":\"\x01\"}", chat.CodeBadJSON},
		"W11 a list":                       {`[1]`, chat.CodeBadJSON},
		"W11 null":                         {`null`, chat.CodeBadJSON},
		"W11 a text":                       {`"x"`, chat.CodeBadJSON},
		"W11 a number":                     {`1`, chat.CodeBadJSON},
		"W12 two on a line":                {`{"type":"ping"} {"type":"ping"}`, chat.CodeBadJSON},
		"W14 nine deep":                    {deep(9), chat.CodeBadJSON},
		"W14 ten thousand deep":            {deep(10000), chat.CodeBadJSON},
		"W15 a thousand keys":              {`{"type":"ping"` + keys.String() + `}`, ""},
		"W15 a key of 30 kB":               {`{"type":"ping","` + strings.Repeat("k", 30<<10) + `":1}`, ""},
		"W19 a fraction":                   {`{"type":"read","room":"#lobby","upto":1.0}`, chat.CodeBadJSON},
		"W19 an exponent":                  {`{"type":"read","room":"#lobby","upto":1e3}`, chat.CodeBadJSON},
		"W19 below nothing":                {`{"type":"read","room":"#lobby","upto":-1}`, chat.CodeBadValue},
		"W19 more than 2^53":               {`{"type":"read","room":"#lobby","upto":9007199254740993}`, chat.CodeBadJSON},
		"W19 2^64":                         {`{"type":"read","room":"#lobby","upto":18446744073709551616}`, chat.CodeBadJSON},
		"W20 type is a number":             {`{"type":5}`, chat.CodeBadFrame},
		"W20 to is a list":                 {`{"type":"msg","to":[],"body":"x"}`, chat.CodeBadFrame},
		"W20 body is an object":            {`{"type":"msg","to":"#lobby","body":{}}`, chat.CodeBadFrame},
		"W22 an unknown field":             {`{"type":"msg","to":"#lobby","body":"hi","extra":{"a":[null]}}`, ""},
		"W25 a welcome":                    {`{"type":"welcome"}`, chat.CodeUnknownType},
		"W25 an ok":                        {`{"type":"ok"}`, chat.CodeUnknownType},
		"W25 a challenge":                  {`{"type":"challenge"}`, chat.CodeUnknownType},
		"W29 no name":                      {`{"type":"join","room":""}`, chat.CodeBadRoom},
		"W29 only the sign":                {`{"type":"join","room":"#"}`, chat.CodeBadRoom},
		"W29 a space":                      {`{"type":"join","room":"#a b"}`, chat.CodeBadRoom},
		"W29 a path":                       {`{"type":"join","room":"../x"}`, chat.CodeBadRoom},
		"W29 65 bytes":                     {`{"type":"join","room":"#` + strings.Repeat("x", 65) + `"}`, chat.CodeBadRoom},
		"W30 no body":                      {`{"type":"msg","to":"#lobby","body":""}`, chat.CodeBodyEmpty},
		"W30 only spaces":                  {`{"type":"msg","to":"#lobby","body":" \n\t "}`, chat.CodeBodyEmpty},
		"W30 nothing to see":               {`{"type":"msg","to":"#lobby","body":"\u3164\u2800\u00ad"}`, chat.CodeBodyEmpty},
		"W32 an escape":                    {`{"type":"msg","to":"#lobby","body":"a\u001b[2J"}`, chat.CodeBadValue},
		"W32 its other form":               {`{"type":"msg","to":"#lobby","body":"a\u009b2J"}`, chat.CodeBadValue},
		"W32 a bell":                       {`{"type":"msg","to":"#lobby","body":"a\u0007"}`, chat.CodeBadValue},
		"W51 an escaped key":               {`{"\u0074ype":"ping"}`, ""},
		"W51 the same key escaped":         {`{"\u0074ype":"ping","type":"ping"}`, chat.CodeBadJSON},
		"W52 a list where none belongs":    {`{"type":"join","room":"#lobby","rooms":[` + strings.Repeat(`"#a",`, 5000) + `"#a"]}`, ""},
		"W52 nothing where a list belongs": {`{"type":"hello","nick":"ada","caps":null}`, chat.CodeBadFrame},
	}
}

// What cannot be is refused with its code, the connection goes on, and nobody
// else hears of it.
func TestHostileLines(t *testing.T) {
	for name, r := range rows() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, nil)
				bob := h.guest("bob", "#lobby")
				ada := h.guest("ada", "#lobby")
				bob.hear("join")
				ada.sayAll(r.line, `{"type":"ping","n":4711}`)
				got := chat.Code("")
				for f := ada.next(); f.num("n") != 4711; f = ada.next() {
					if f == nil {
						t.Fatal("the connection ended")
					}
					if f.str("type") == "error" {
						got = chat.Code(f.str("code"))
					}
				}
				if got != r.want {
					t.Errorf("refused with %q, want %q", got, r.want)
				}
				bob.sayAll(`{"type":"ping","n":4711}`)
				for f := bob.next(); f.num("n") != 4711; f = bob.next() {
					if r.want != "" {
						t.Errorf("bob hears %v", f)
					}
				}
			})
		})
	}
}

func TestW10EmptyLinesCountAsPings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) { o.Limits = server.DefaultLimits() })
		ada := h.guest("ada", "#lobby")
		for _, empty := range []string{"", " ", "\t  ", "\r"} {
			ada.sayAll(empty)
		}
		if f := ada.ask(`{"type":"ping","n":1}`); f.str("type") != "pong" {
			t.Fatalf("after four empty lines: %v", f)
		}
		ada.sayAll(strings.Repeat("\n", 150))
		if f := ada.hear("error"); f.str("code") != string(chat.CodeRateLimited) {
			t.Errorf("after 150 at once: %v", f)
		}
		time.Sleep(15 * time.Second) // of the bubble
		if f := ada.ask(`{"type":"msg","to":"#lobby","body":"still here"}`); f.str("type") != "ok" {
			t.Errorf("later: %v", f)
		}
	})
}

// PROTOCOL.md wins over the row in this: unknown fields are ignored, in every
// frame. What is signed is the whole line, so none can be added on the way.
func TestW23AnUnknownFieldInAHelloIsIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t, nil).peer()
		p.say(`{"type":"hello","nick":"ada","admin":true,"role":"owner"}`)
		if f := p.hear("welcome"); f.str("nick") != "ada" || f["role"] != nil {
			t.Errorf("welcome: %v", f)
		}
	})
}

func TestW17EndlessBytesAreCutAtTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		for name, p := range map[string]*peer{"before the welcome": h.peer(), "after it": h.guest("ada")} {
			var flood sync.WaitGroup
			flood.Go(func() {
				for range 1 << 10 {
					if _, err := p.c.Write([]byte(strings.Repeat("x", 1<<10))); err != nil {
						return
					}
				}
			})
			if f := p.hear("error"); f.str("code") != string(chat.CodeTooLong) {
				t.Errorf("%s: %v", name, f)
			}
			if f := p.next(); f != nil && f.str("type") != "bye" || f != nil && p.next() != nil {
				t.Errorf("%s: the connection goes on with %v", name, f)
			}
			flood.Wait()
		}
	})
}

func TestW28OneCidOneMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada", "#lobby", "#other")
		first := ada.ask(`{"type":"msg","to":"#lobby","body":"one","cid":"cid-0001"}`)
		for _, other := range []string{
			`{"type":"msg","to":"#lobby","body":"two","cid":"cid-0001"}`,
			`{"type":"msg","to":"#other","body":"one","cid":"cid-0001"}`,
			`{"type":"msg","to":"#lobby","body":"one","cid":"cid-0001","kind":"notice"}`,
		} {
			if got := ada.refused(other); got != chat.CodeCIDReused {
				t.Errorf("%s: %q", other, got)
			}
		}
		if again := ada.ask(`{"type":"msg","to":"#lobby","body":"one","cid":"cid-0001"}`); again.num("seq") != first.num("seq") || again["dup"] != true {
			t.Errorf("the same again: %v", again)
		}
	})
}

func TestW29NamesFoldToOneRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ada := open(t, nil).guest("ada")
		rid := ada.ask(`{"type":"join","room":"#caf\u00e9"}`).str("rid")
		for _, name := range []string{"#CAF\\u00c9", "#cafe\\u0301", "#Caf\\u00e9"} {
			if f := ada.ask(`{"type":"join","room":"` + name + `"}`); f.str("rid") != rid && f.str("type") != "error" {
				t.Errorf("%s is another room: %v", name, f)
			}
		}
	})
}

func TestW33NothingRunsBeforeTheProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		bob := h.guest("bob", "#lobby")
		eve := h.peer()
		const key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
		eve.sayAll(`{"type":"hello","nick":"ada","key":"`+key+`"}`, `{"type":"proof","sig":"AAAA"}`,
			`{"type":"join","room":"#lobby"}`, `{"type":"msg","to":"#lobby","body":"let me in"}`)
		for f := eve.next(); f != nil; f = eve.next() {
			if typ := f.str("type"); typ == "welcome" || typ == "joined" || typ == "ok" {
				t.Fatalf("eve was let in: %v", f)
			}
			if f.str("code") == string(chat.CodeNotWelcome) {
				break
			}
		}
		if f := bob.ask(`{"type":"ping","n":1}`); f.str("type") != "pong" {
			t.Errorf("bob hears %v", f)
		}
	})
}

func TestW35OneByteASecondIsTooSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) { o.Limits = server.DefaultLimits() })
		for name, tt := range map[string]struct {
			peer func() *peer
			want chat.Code
		}{
			"before the welcome": {h.peer, chat.CodeAuthTimeout},
			"after it":           {func() *peer { return h.guest("ada") }, chat.CodeSlowReader},
		} {
			began, p := time.Now(), tt.peer()
			var drip sync.WaitGroup
			drip.Go(func() {
				for _, c := range []byte(strings.Repeat("x", 120)) {
					if _, err := p.c.Write([]byte{c}); err != nil {
						return
					}
					time.Sleep(time.Second) // of the bubble
				}
			})
			code := ""
			for f := p.next(); f != nil; f = p.next() {
				if f.str("code") != "" {
					code = f.str("code")
				}
			}
			if took := time.Since(began); code != string(tt.want) || took > 45*time.Second {
				t.Errorf("%s: ended after %v with %q, want %q", name, took, code, tt.want)
			}
			drip.Wait()
		}
	})
}

func TestW46WhatFollowsAByeIsIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		bob, ada := h.guest("bob", "#lobby"), h.guest("ada", "#lobby")
		ada.sayAll(`{"type":"bye"}`, `{"type":"msg","to":"#lobby","body":"after it"}`)
		bob.hear("leave")
		if f := bob.ask(`{"type":"history","room":"#lobby"}`); strings.Contains(fmt.Sprint(f), "after it") {
			t.Errorf("it was said: %v", f)
		}
	})
}

func TestW47AnotherVersionIsToldWhatToDo(t *testing.T) {
	for _, v := range []int{0, 2, 3, 1 << 40} {
		synctest.Test(t, func(t *testing.T) {
			p := open(t, nil).peer()
			f := p.ask(`{"type":"hello","nick":"ada","v":` + strconv.Itoa(v) + `}`)
			if f.str("code") != string(chat.CodeUnsupportedVersion) || !strings.Contains(f.str("text"), "upgrade") {
				t.Errorf("version %d: %v", v, f)
			}
			for f := p.next(); f != nil; f = p.next() {
				if f.str("type") != "bye" {
					t.Errorf("then comes %v", f)
				}
			}
		})
	}
}

func TestW48UnknownAbilitiesAreIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		p := h.peer()
		p.say(`{"type":"hello","nick":"ada","caps":["teleport","","members","members","\u001b[2J"]}`)
		if f := p.hear("welcome"); strings.Contains(fmt.Sprint(f["caps"]), "teleport") {
			t.Errorf("welcome: %v", f)
		}
		q := h.peer()
		if f := q.ask(`{"type":"hello","nick":"bob","caps":[1,2]}`); f.str("code") != string(chat.CodeBadFrame) {
			t.Errorf("abilities that are numbers: %v", f)
		}
	})
}

func TestW52HowManyRoomsIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) {
			o.Limits = server.NoLimits()
			o.Limits.Rooms = 20
		})
		ada := h.guest("ada")
		for i := range 20 {
			if got := ada.refused(`{"type":"join","room":"#r` + strconv.Itoa(i) + `"}`); got != "" {
				t.Fatalf("room %d: %q", i, got)
			}
		}
		if got := ada.refused(`{"type":"join","room":"#onemore"}`); got == "" {
			t.Error("one more is let in")
		}
	})
}
