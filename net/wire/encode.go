package wire

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Append appends frame, a chat.Command or chat.Event, as a line with its LF.
// It may be called at once from many goroutines.
func Append(dst []byte, frame interface{ Type() string }) []byte {
	if e, ok := frame.(*chat.Entry); ok {
		return append(AppendEntry(dst, e), '\n')
	}
	v := reflect.ValueOf(frame).Elem()
	p := plans[v.Type()]
	if p == nil {
		panic(fmt.Sprintf("wire: %T is no frame", frame))
	}
	dst = append(dst, `{"type":`...)
	dst = appendText(dst, frame.Type())
	dst = appendFields(dst, v, p)
	return append(dst, '}', '\n')
}

// appendFields appends the fields of v, each with a comma before it.
func appendFields(dst []byte, v reflect.Value, p *plan) []byte {
	for i := range p.fields {
		f := &p.fields[i]
		fv := v.FieldByIndex(f.index)
		if f.omit && (fv.IsZero() || fv.Kind() == reflect.Slice && fv.Len() == 0) {
			continue
		}
		dst = append(dst, f.prefix...)
		dst = appendValue(dst, fv, f.sub)
	}
	return dst
}

func appendValue(dst []byte, v reflect.Value, sub *plan) []byte {
	switch v.Kind() { //nolint:exhaustive // frames have no others
	case reflect.String:
		return appendText(dst, v.String())
	case reflect.Bool:
		return strconv.AppendBool(dst, v.Bool())
	case reflect.Int64, reflect.Int:
		return strconv.AppendInt(dst, v.Int(), 10)
	case reflect.Uint64:
		return strconv.AppendUint(dst, v.Uint(), 10)
	case reflect.Pointer:
		if v.IsNil() {
			return append(dst, "null"...)
		}
		return appendValue(dst, v.Elem(), sub)
	case reflect.Slice:
		dst = append(dst, '[')
		for i := range v.Len() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendValue(dst, v.Index(i), sub)
		}
		return append(dst, ']')
	case reflect.Struct:
		switch x := v.Addr().Interface().(type) {
		case *time.Time:
			return appendTime(dst, *x)
		case *chat.Entry:
			return AppendEntry(dst, x)
		}
		start := len(dst)
		dst = appendFields(dst, v, sub)
		if len(dst) == start {
			return append(dst, '{', '}')
		}
		dst[start] = '{' // for the first comma
		return append(dst, '}')
	}
	panic("wire: no form for a " + v.Type().String())
}

// timeLayout is RFC 3339 in UTC with milliseconds.
const timeLayout = `"2006-01-02T15:04:05.000Z"`

func appendTime(dst []byte, t time.Time) []byte { return t.UTC().AppendFormat(dst, timeLayout) }
