package wire

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/chat-tui/chat-tui/net/chat"
)

// ErrUnfinished says that the input ended inside a line. What was begun is
// not read as a line.
var ErrUnfinished = errors.New("the input ended inside a line")

// A Reader keeps a buffer of modest bytes while it waits, for most connections
// wait most of the time. One whose reads bring more has a roomy one.
const (
	modest = 512
	roomy  = 4 << 10
)

// roomyBuffers are those that no Reader has now.
var roomyBuffers = sync.Pool{New: func() any { return new([roomy]byte) }} //nolint:gochecknoglobals // a pool of scratch memory

// A Reader cuts a stream into lines and never holds more than its limit. It
// belongs to one goroutine.
type Reader struct {
	src        io.Reader
	buf        []byte
	start, end int // what is read and not yet given out
	seen       int // of that, how much is known to hold no line end
	limit      int
	small      int // reads since one has brought much
	err        error
}

// NewReader returns a Reader of lines of at most limit bytes, LF included.
func NewReader(src io.Reader, limit int) *Reader { return &Reader{src: src, limit: limit} }

// SetLimit changes the longest line, LF included.
func (r *Reader) SetLimit(limit int) { r.limit = limit }

// Buffered reports whether Next would return without reading.
func (r *Reader) Buffered() bool {
	return r.err != nil || bytes.IndexByte(r.buf[r.start+r.seen:r.end], '\n') >= 0
}

// Beyond returns a copy of what was read beyond the last line, and forgets it: from
// there on the source is read by others.
func (r *Reader) Beyond() []byte {
	rest := bytes.Clone(r.buf[r.start:r.end])
	r.start, r.end, r.seen = 0, 0, 0
	return rest
}

// Next returns the next line without its line end; it is valid until the next
// call. At the end of the input it returns io.EOF, ErrUnfinished when that
// was inside a line, and a *chat.Error with CodeTooLong for a line over the
// limit, after which there is no way to go on.
func (r *Reader) Next() ([]byte, error) {
	for {
		if line, ok := r.cut(); ok {
			if len(line)+1 > r.limit {
				return nil, r.tooLong()
			}
			return bytes.TrimSuffix(line, []byte{'\r'}), nil
		}
		switch {
		case r.end-r.start >= r.limit:
			return nil, r.tooLong()
		case errors.Is(r.err, io.EOF) && len(bytes.TrimSpace(r.buf[r.start:r.end])) > 0:
			r.start, r.end = 0, 0
			return nil, ErrUnfinished
		case r.err != nil:
			return nil, r.err
		}
		r.fill()
	}
}

func (r *Reader) cut() ([]byte, bool) {
	i := bytes.IndexByte(r.buf[r.start+r.seen:r.end], '\n')
	if i < 0 {
		r.seen = r.end - r.start
		return nil, false
	}
	line := r.buf[r.start : r.start+r.seen+i]
	r.start += r.seen + i + 1
	r.seen = 0
	return line, true
}

// fill reads once, into a buffer with room.
func (r *Reader) fill() {
	have := r.end - r.start
	switch {
	case have == 0:
		r.fit()
	case r.end == len(r.buf):
		buf := r.buf
		if have > len(buf)/2 {
			buf = make([]byte, min(2*len(buf), r.limit))
		}
		copy(buf, r.buf[r.start:r.end])
		r.buf = buf
		r.start, r.end = 0, have
	}
	if have == 0 {
		r.start, r.end = 0, 0
	}
	n, err := r.src.Read(r.buf[r.end:])
	r.end += n
	if r.err = err; n >= modest {
		r.small = 0
	} else {
		r.small++
	}
}

// fit makes the empty buffer as large as what came last suggests.
func (r *Reader) fit() {
	const few = 8
	want := min(modest, r.limit)
	if r.limit >= roomy && (r.small == 0 && r.buf != nil || len(r.buf) == roomy && r.small < few) {
		want = roomy
	}
	if len(r.buf) == want {
		return
	}
	if len(r.buf) == roomy && cap(r.buf) == roomy {
		roomyBuffers.Put((*[roomy]byte)(r.buf))
	}
	if r.buf = nil; want == roomy {
		r.buf = roomyBuffers.Get().(*[roomy]byte)[:]
	} else {
		r.buf = make([]byte, want)
	}
}

func (r *Reader) tooLong() error {
	e := chat.Errorf(chat.CodeTooLong, "The line is longer than %d bytes.", r.limit)
	e.Limit = r.limit
	return e
}
