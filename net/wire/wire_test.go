package wire_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

func TestCommandRefusesWhatIsNotStrict(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`{"a":`, n-1) + "{}" + strings.Repeat("}", n-1) }
	for name, tt := range map[string]struct {
		line  string
		want  chat.Code
		field string
	}{
		"W01 a key twice":                   {`{"type":"ping","type":"admin"}`, chat.CodeBadJSON, ""},
		"a key twice further in":            {`{"type":"ping","x":{"a":1,"a":2}}`, chat.CodeBadJSON, ""},
		"W02 keys are case-exact":           {`{"Type":"ping"}`, chat.CodeBadFrame, "type"},
		"W03 a key that folds to another":   {`{"type":"read","room":"#a","ſeq":7,"upto":1}`, "", ""},
		"W03 a required key that folds":     {`{"type":"meſſage"}`, chat.CodeUnknownType, ""},
		"W05 half a surrogate pair":         {`{"type":"ping","x":"\ud800"}`, chat.CodeBadJSON, ""},
		"W05 the halves swapped":            {`{"type":"ping","x":"\udc00\ud800"}`, chat.CodeBadJSON, ""},
		"a whole surrogate pair":            {`{"type":"nick","nick":"\ud83d\ude00"}`, "", ""},
		"W06 U+0000":                        {`{"type":"ping","x":"a\u0000b"}`, chat.CodeBadJSON, ""},
		"W09 a raw control character":       {"{\"type\":\"ping\",\"x\":\"\x01\"}", chat.CodeBadJSON, ""},
		"broken UTF-8":                      {"{\"type\":\"ping\",\"x\":\"\xff\"}", chat.CodeBadJSON, ""},
		"W11 an array":                      {`[1]`, chat.CodeBadJSON, ""},
		"W11 null":                          {`null`, chat.CodeBadJSON, ""},
		"W11 a text":                        {`"x"`, chat.CodeBadJSON, ""},
		"W11 a number":                      {`1`, chat.CodeBadJSON, ""},
		"W12 two objects":                   {`{"type":"ping"} {"type":"ping"}`, chat.CodeBadJSON, ""},
		"W14 eight deep":                    {`{"type":"ping","x":` + deep(7) + `}`, "", ""},
		"W14 nine deep":                     {`{"type":"ping","x":` + deep(8) + `}`, chat.CodeBadJSON, ""},
		"W14 ten thousand deep":             {strings.Repeat("[", 10000), chat.CodeBadJSON, ""},
		"W14 ten thousand deep inside":      {`{"x":` + strings.Repeat("[", 10000), chat.CodeBadJSON, ""},
		"W15 a thousand unknown keys":       {`{"type":"ping"` + manyKeys(1000) + `}`, "", ""},
		"the last of a thousand keys again": {`{"type":"ping"` + manyKeys(1000) + `,"k999":1}`, chat.CodeBadJSON, ""},
		"W19 a fraction":                    {`{"type":"read","room":"#a","upto":1.0}`, chat.CodeBadJSON, ""},
		"W19 an exponent":                   {`{"type":"read","room":"#a","upto":1e3}`, chat.CodeBadJSON, ""},
		"W19 negative":                      {`{"type":"read","room":"#a","upto":-1}`, chat.CodeBadValue, "upto"},
		"W19 2^53+1":                        {`{"type":"read","room":"#a","upto":9007199254740993}`, chat.CodeBadJSON, ""},
		"W19 2^64":                          {`{"type":"read","room":"#a","upto":18446744073709551616}`, chat.CodeBadJSON, ""},
		"W19 2^53-1":                        {`{"type":"read","room":"#a","upto":9007199254740991}`, "", ""},
		"a leading zero":                    {`{"type":"read","room":"#a","upto":01}`, chat.CodeBadJSON, ""},
		"W20 type is a number":              {`{"type":5}`, chat.CodeBadFrame, "type"},
		"W20 room is an array":              {`{"type":"join","room":[]}`, chat.CodeBadFrame, "room"},
		"W20 body is an object":             {`{"type":"msg","to":"#a","body":{}}`, chat.CodeBadFrame, "body"},
		"a field is null":                   {`{"type":"msg","to":"#a","body":null}`, chat.CodeBadFrame, "body"},
		"a field is missing":                {`{"type":"msg","to":"#a"}`, chat.CodeBadFrame, "body"},
		"type is missing":                   {`{}`, chat.CodeBadFrame, "type"},
		"type is empty":                     {`{"type":""}`, chat.CodeUnknownType, ""},
		"W22 an unknown field":              {`{"type":"ping","extra":{"a":[true,false,null]}}`, "", ""},
		"W25 a frame of the server":         {`{"type":"welcome"}`, chat.CodeUnknownType, ""},
		"W51 an escaped key":                {`{"\u0074ype":"ping"}`, "", ""},
		"W51 an escaped key again":          {`{"\u0074ype":"ping","type":"ping"}`, chat.CodeBadJSON, ""},
		"an id with a space":                {`{"type":"ping","id":"a b"}`, chat.CodeBadValue, "id"},
		"an id that is empty":               {`{"type":"ping","id":""}`, chat.CodeBadValue, "id"},
		"white space around":                {" { \"type\" : \"ping\" } \t", "", ""},
		"a trailing comma":                  {`{"type":"ping",}`, chat.CodeBadJSON, ""},
		"no colon":                          {`{"type" "ping"}`, chat.CodeBadJSON, ""},
		"a text without end":                {`{"type":"ping`, chat.CodeBadJSON, ""},
		"an escape without end":             {`{"type":"ping\`, chat.CodeBadJSON, ""},
		"an unknown escape":                 {`{"type":"pin\g"}`, chat.CodeBadJSON, ""},
		"nothing":                           {``, chat.CodeBadJSON, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := wire.Command([]byte(tt.line))
			if got := chat.CodeOf(err); got != tt.want {
				t.Fatalf("Command() = %q (%v), want %q", got, err, tt.want)
			}
			if e, ok := errors.AsType[*chat.Error](err); ok && tt.field != "" && e.Field != tt.field {
				t.Errorf("the error names the field %q, want %q", e.Field, tt.field)
			}
		})
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`,"k` + itoa(i) + `":1`)
	}
	return b.String()
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func TestHeadSurvivesARefusal(t *testing.T) {
	head, _, err := wire.Command([]byte(`{"body":7,"cid":"c-0001-ada","id":"9","type":"msg","to":"#a"}`))
	if chat.CodeOf(err) != chat.CodeBadFrame {
		t.Fatalf("Command() = %v, want bad_frame", err)
	}
	if want := (wire.Head{Type: "msg", ID: "9", CID: "c-0001-ada"}); head != want {
		t.Errorf("head = %+v, want %+v", head, want)
	}
}

func TestFramesComeBackAsTheyWere(t *testing.T) {
	at := time.Date(2026, 3, 4, 5, 6, 7, 89e6, time.UTC)
	for _, frame := range []chat.Event{
		&chat.Entry{Kind: chat.EntryMessage, Room: "#a", RID: "r1234567", Seq: 1, From: "ada", At: at, Body: "a\"b\\c\n\t👋"},
		&chat.Entry{Kind: chat.EntryTopic, Room: "#a", RID: "r1234567", Seq: 2, From: "ada", At: at, Topic: ""},
		&chat.Welcome{V: 1, Nick: "ada", Session: "s", Caps: []string{"a"}, Rooms: []chat.RoomMark{{Room: "#a", Seq: 7}}, Server: chat.ServerInfo{Name: "x", Time: at}},
		&chat.HistoryPage{Room: "#a", RID: "r1234567", Messages: []chat.Entry{{Kind: chat.EntryMessage, Room: "#a", RID: "r1234567", Seq: 1, From: "ada", At: at, Deleted: true}}, First: 1, Last: 1},
		&chat.OK{Answer: chat.Answer{Re: "1"}},
		&chat.Failure{Code: chat.CodeRateLimited, Text: "Slow down.", RetryMS: 100},
	} {
		line := wire.Append(nil, frame)
		if line[len(line)-1] != '\n' {
			t.Fatalf("%s has no line end", line)
		}
		got, err := wire.Event(line[:len(line)-1])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if again := wire.Append(nil, got); string(again) != string(line) {
			t.Errorf("%s came back as %s", line, again)
		}
	}
}

func TestATopicMayBeEmptyOnTheWire(t *testing.T) {
	line := wire.Append(nil, &chat.Entry{Kind: chat.EntryTopic, Room: "#a"})
	if !strings.Contains(string(line), `"topic":""`) {
		t.Errorf("%s holds no topic", line)
	}
}

func TestEventIgnoresWhatItDoesNotKnow(t *testing.T) {
	if e, err := wire.Event([]byte(`{"type":"hologram","x":1}`)); e != nil || err != nil {
		t.Errorf("Event() = %v, %v; want nothing", e, err)
	}
}
