package wire

import (
	"bytes"
	"cmp"
	"reflect"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Head is what a line says about itself, also where the rest is wrong, so
// that a refusal can name the request it refuses. Fields that are absent or
// not well formed are empty.
type Head struct {
	Type string
	ID   string
	CID  string
}

// Command reads a line from a client, without its line end. The error is a
// *chat.Error that says what is wrong; the Head holds what could be read all
// the same.
func Command(line []byte) (Head, chat.Command, error) {
	if err := check(line); err != nil {
		return Head{}, nil, err
	}
	head, err := headOf(line)
	if err != nil {
		return head, nil, err
	}
	k := commands[head.Type]
	if k == nil {
		return head, nil, chat.Errorf(chat.CodeUnknownType, "This server knows no frame of type %q.", chat.Cut(head.Type, chat.MaxID))
	}
	v := reflect.New(k.typ)
	if err := fill(v.Elem(), k.plan, line); err != nil {
		return head, nil, err
	}
	return head, v.Interface().(chat.Command), nil
}

// headOf reads the head of an object that check has accepted, as far as it is
// well formed, and reports the first thing that is not.
func headOf(line []byte) (head Head, first error) {
	first = chat.Errorf(chat.CodeBadFrame, "The frame has no type.").In("type")
	var wrong error
	for name, value := range members(line) {
		switch {
		case value[0] != '"': // fill says which field is of the wrong type
		case string(name) == "type":
			head.Type, first = unquote(value), nil
		case string(name) == "id":
			if id := unquote(value); chat.CheckID(id) == nil {
				head.ID = id
			} else {
				wrong = chat.CheckID(id)
			}
		case string(name) == "cid":
			if cid := unquote(value); chat.CheckCID(cid) == nil {
				head.CID = cid
			} else {
				wrong = chat.CheckCID(cid)
			}
		}
	}
	return head, cmp.Or(first, wrong)
}

// Event reads a line from a server, without its line end. A frame of a type
// that is not known here is nil without an error.
func Event(line []byte) (chat.Event, error) {
	if err := check(line); err != nil {
		return nil, err
	}
	typ := ""
	for name, value := range members(line) {
		if string(name) == "type" && value[0] == '"' {
			typ = unquote(value)
		}
	}
	switch chat.EntryKind(typ) {
	case chat.EntryMessage, chat.EntryTopic, chat.EntryEdit, chat.EntryDelete, chat.EntryReact,
		chat.EntryPush, chat.EntryTake, chat.EntryDone, chat.EntryRelease, chat.EntryFile:
		e := new(chat.Entry)
		return e, fillEntry(e, line)
	}
	k := events[typ]
	if k == nil {
		return nil, nil
	}
	v := reflect.New(k.typ)
	if err := fill(v.Elem(), k.plan, line); err != nil {
		return nil, err
	}
	return v.Interface().(chat.Event), nil
}

// entryPlan reads log frames; a constant.
var entryPlan = planOf(reflect.TypeFor[entryFields]()) //nolint:gochecknoglobals // constant

func fillEntry(e *chat.Entry, object []byte) error {
	var f entryFields
	if err := fill(reflect.ValueOf(&f).Elem(), entryPlan, object); err != nil {
		return err
	}
	*e = f.entry()
	return nil
}

// members walks over the members of an object that check has accepted: each
// key as it means, each value as it stands.
func members(object []byte) func(yield func(name, value []byte) bool) {
	return func(yield func(name, value []byte) bool) {
		s := scanner{b: object}
		s.space()
		s.i++ // {
		for s.space(); s.peek() == '"'; s.space() {
			start := s.i
			_ = s.text()
			name := s.b[start+1 : s.i-1]
			if bytes.IndexByte(name, '\\') >= 0 {
				name = appendUnquoted(nil, name)
			}
			s.space()
			s.i++ // :
			s.space()
			start = s.i
			_ = s.value(0)
			if !yield(name, s.b[start:s.i]) {
				return
			}
			s.space()
			s.i++ // , or }
		}
	}
}

func unquote(value []byte) string {
	raw := value[1 : len(value)-1]
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw)
	}
	return string(appendUnquoted(make([]byte, 0, len(raw)), raw))
}

// fill sets the fields of v from an object. Members that p does not know are
// ignored.
func fill(v reflect.Value, p *plan, object []byte) error {
	var seen uint64
	at := 0
	for name, value := range members(object) {
		f, i := p.find(name, at)
		if f == nil {
			continue
		}
		seen |= 1 << i
		at = i + 1
		if err := set(v.FieldByIndex(f.index), f, value); err != nil {
			return err
		}
	}
	for i := range p.fields {
		if f := &p.fields[i]; f.required && seen&(1<<i) == 0 {
			return chat.Errorf(chat.CodeBadFrame, "The field %s is missing.", f.name).In(f.name)
		}
	}
	return nil
}

// set gives v the meaning of value, which check has accepted.
func set(v reflect.Value, f *field, value []byte) error {
	switch v.Kind() { //nolint:exhaustive // frames have no others
	case reflect.String:
		if value[0] == '"' {
			v.SetString(unquote(value))
			return nil
		}
	case reflect.Bool:
		if value[0] == 't' || value[0] == 'f' {
			v.SetBool(value[0] == 't')
			return nil
		}
	case reflect.Int64, reflect.Int, reflect.Uint64:
		return setNumber(v, f, value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return set(v.Elem(), f, value)
	case reflect.Slice:
		return setSlice(v, f, value)
	case reflect.Struct:
		return setStruct(v, f, value)
	}
	return wrongType(f)
}

func wrongType(f *field) error {
	return chat.Errorf(chat.CodeBadFrame, "The field %s is of the wrong type.", f.name).In(f.name)
}

func setNumber(v reflect.Value, f *field, value []byte) error {
	n, err := strconv.ParseInt(string(value), 10, 64)
	switch {
	case err != nil:
		return wrongType(f)
	case v.Kind() != reflect.Uint64:
		v.SetInt(n)
		return nil
	case n < 0:
		return chat.Errorf(chat.CodeBadValue, "The field %s is negative.", f.name).In(f.name)
	}
	v.SetUint(uint64(n))
	return nil
}

func setStruct(v reflect.Value, f *field, value []byte) error {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		if value[0] != '"' {
			return wrongType(f)
		}
		t, err := time.Parse(time.RFC3339, unquote(value))
		if err != nil {
			return chat.Errorf(chat.CodeBadValue, "The field %s is no time.", f.name).In(f.name)
		}
		*x = t
		return nil
	case *chat.Entry:
		if value[0] != '{' {
			return wrongType(f)
		}
		return fillEntry(x, value)
	}
	if value[0] != '{' {
		return wrongType(f)
	}
	return fill(v, f.sub, value)
}

func setSlice(v reflect.Value, f *field, value []byte) error {
	if value[0] != '[' {
		return wrongType(f)
	}
	s := scanner{b: value, i: 1}
	out := reflect.MakeSlice(v.Type(), 0, 0)
	for s.space(); s.peek() != ']'; s.space() {
		start := s.i
		_ = s.value(0)
		item := reflect.New(v.Type().Elem()).Elem()
		if err := set(item, f, value[start:s.i]); err != nil {
			return err
		}
		out = reflect.Append(out, item)
		s.space()
		if s.peek() == ',' {
			s.i++
		}
	}
	v.Set(out)
	return nil
}
