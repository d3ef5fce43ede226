package wire_test

import (
	"encoding/json"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

func seedLines(f *testing.F) {
	for _, line := range []string{
		`{"type":"hello","nick":"ada","id":"1","caps":["members"],"v":1}`,
		`{"type":"join","id":"2","room":"#lobby","since":41,"at":"2026-01-02T03:04:05.678Z"}`,
		`{"type":"msg","id":"3","cid":"c-0001-ada","to":"#lobby","body":"hi bob 👋 \ud83d\ude00\n\"\\"}`,
		`{"type":"history","room":"@bob","before":9007199254740991,"limit":50}`,
		`{"type":"history","room":"#a","rid":"r1234567","messages":[{"type":"msg","room":"#a","rid":"r1234567","seq":1,"from":"ada","at":"2026-01-02T03:04:05.678Z","body":"x"}],"first":1,"last":1,"asof":1,"more":false}`,
		`{"type":"error","re":"4","of":"msg","code":"no_such_user","text":"There is no one called nobody here."}`,
		`{"\u0074ype":"ping","n":-9007199254740991,"x":[{"a":[[[[[1]]]]]},true,false,null]}`,
		`{"type":"ping","a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":1,"p":1,"q":1,"n":1}`,
	} {
		f.Add([]byte(line))
	}
}

// Whatever a client sends is a command or an error with a code, is JSON to
// others too if it is to us, and what was read is written as it was.
func FuzzCommand(f *testing.F) {
	seedLines(f)
	f.Fuzz(func(t *testing.T, line []byte) {
		_, c, err := wire.Command(line)
		if err != nil {
			switch code := chat.CodeOf(err); code {
			case chat.CodeBadJSON, chat.CodeBadFrame, chat.CodeBadValue, chat.CodeUnknownType:
			default:
				t.Fatalf("unnamed error %q: %v", code, err)
			}
			return
		}
		if !json.Valid(line) {
			t.Fatalf("accepted what encoding/json refuses: %q", line)
		}
		once := wire.Append(nil, c)
		_, again, err := wire.Command(once[:len(once)-1])
		if err != nil {
			t.Fatalf("%q was written as %q, which is refused: %v", line, once, err)
		}
		if twice := wire.Append(nil, again); string(twice) != string(once) {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}

// Whatever a server sends is an event, nothing, or an error with a code.
func FuzzEvent(f *testing.F) {
	seedLines(f)
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := wire.Event(line)
		if err != nil {
			if chat.CodeOf(err) == chat.CodeInternal {
				t.Fatalf("unnamed error: %v", err)
			}
			return
		}
		if e == nil {
			return
		}
		once := wire.Append(nil, e)
		if _, err := wire.Event(once[:len(once)-1]); err != nil {
			t.Fatalf("%q was written as %q, which is refused: %v", line, once, err)
		}
	})
}

// reference reads a message the way most programs would.
type reference struct {
	Type, ID, CID, To, Body string
}

func BenchmarkCommand(b *testing.B) {
	line := []byte(`{"type":"msg","id":"3","cid":"c-0001-ada","to":"#lobby","body":"The quick brown fox jumps over the lazy dog and then it does so again, a little slower this time."}`)
	b.Run("wire", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := wire.Command(line); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("reference-encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var r reference
			if err := json.Unmarshal(line, &r); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	e := &chat.Entry{
		Kind: chat.EntryMessage, Room: "#lobby", RID: "r-12345678", Seq: 4711, From: "ada", CID: "c-0001-ada",
		Body: "The quick brown fox jumps over the lazy dog and then it does so again, a little slower this time.",
	}
	b.Run("wire", func(b *testing.B) {
		b.ReportAllocs()
		var buf []byte
		for b.Loop() {
			buf = wire.Append(buf[:0], e)
		}
	})
	b.Run("reference-encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := json.Marshal(e); err != nil {
				b.Fatal(err)
			}
		}
	})
}
