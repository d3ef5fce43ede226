package server

import (
	"bytes"

	"github.com/chat-tui/chat-tui/server/queue"
)

// Lanes are what waits for a session, by what it may overtake; within a lane
// the first comes first. They belong to the lock of the outbox.
//
//  1. The rest of a line that is begun.
//  2. Answers that stand for themselves (pong, error, the ok of something said),
//     once much waits: who lags still hears at once what became of a request.
//  3. Frames of logs, and all answers and hints that must not change places with
//     them. What a session catches up with is fetched when nothing waits here.
//  4. News: who comes and goes. Only the newest of a kind about a person in a
//     room counts; what is too much is dropped, the oldest first.
//
// The lanes of frames and answers are plain slices and not a queue.Queue: a
// frame goes through them for each of its hearers, and may not cost 15 ns more.
type lanes struct {
	begun   []byte
	answers [][]byte
	frames  [][]byte
	news    *news // nil if there are none

	framed int // bytes of frames
}

// overtakeFrom is how many bytes of frames wait before answers overtake them.
// Below it, answers come in the order of the requests, which is easier to read.
const overtakeFrom = 8 << 10

// empty reports whether nothing waits.
func (l *lanes) empty() bool {
	return len(l.begun) == 0 && len(l.answers) == 0 && len(l.frames) == 0 && l.news == nil
}

// urgent reports whether anything but news waits.
func (l *lanes) urgent() bool { return len(l.begun) > 0 || len(l.answers) > 0 || len(l.frames) > 0 }

// add adds lines behind the frames.
func (l *lanes) add(lines []byte) {
	l.frames = append(l.frames, lines)
	l.framed += len(lines)
}

// first puts lines before all else, but for a line that is begun.
func (l *lanes) first(line []byte) { l.answers = append([][]byte{line}, l.answers...) }

// answer adds an answer that may overtake frames.
func (l *lanes) answer(line []byte) {
	if l.framed < overtakeFrom {
		l.add(line)
		return
	}
	l.answers = append(l.answers, line)
}

// take takes lines in the order they are to be written, of frames as many as
// come to about most bytes; news only if all else is taken, and if they are
// wanted.
func (l *lanes) take(most int, wantNews bool) (lines [][]byte) {
	if len(l.begun) == 0 && len(l.answers) == 0 && (l.news == nil || !wantNews) && l.framed <= most {
		lines, l.frames, l.framed = l.frames, nil, 0
		return lines
	}
	if len(l.begun) > 0 {
		lines = append(lines, l.begun)
	}
	lines = append(lines, l.answers...)
	l.begun, l.answers = nil, nil
	n := 0
	for n < len(l.frames) && most > 0 {
		most -= len(l.frames[n])
		l.framed -= len(l.frames[n])
		n++
	}
	lines = append(lines, l.frames[:n]...)
	clear(l.frames[:n])
	if l.frames = l.frames[n:]; len(l.frames) > 0 {
		return lines
	}
	l.frames = nil
	if wantNews && l.news != nil {
		for item := range l.news.waits.All() {
			lines = append(lines, item.Value.line)
		}
		l.news = nil
	}
	return lines
}

// giveBack puts lines back that were taken and not written, before all others;
// begun says that the first is the rest of one.
func (l *lanes) giveBack(lines [][]byte, begun bool) {
	if begun && len(lines) > 0 {
		end := bytes.IndexByte(lines[0], '\n') + 1
		if end == 0 {
			end = len(lines[0])
		}
		l.begun = lines[0][:end]
		if lines[0] = lines[0][end:]; len(lines[0]) == 0 {
			lines = lines[1:]
		}
	}
	for _, line := range lines {
		l.framed += len(line)
	}
	l.frames = append(lines, l.frames...)
}

// drop drops everything but the rest of a line that is begun, and returns how
// many bytes that was.
func (l *lanes) drop() (bytes int) {
	for _, line := range l.answers {
		bytes += len(line)
	}
	bytes += l.framed
	if l.news != nil {
		bytes += l.news.bytes
	}
	*l = lanes{begun: l.begun}
	return bytes
}

// News are hints of which only the newest of a kind counts.
type news struct {
	waits queue.Queue[newsItem] // FIFO, by their numbers
	byKey map[newsKey]uint64    // of those that wait
	last  uint64                // number
	bytes int
}

type newsItem struct {
	key  newsKey
	line []byte
}

// A newsKey says what a hint is about. Hints with the zero key are about many,
// and none takes another's place.
type newsKey struct {
	kind newsKind
	room string // rid; empty for everywhere
	who  string // id
}

type newsKind byte

// The kinds of news.
const (
	aboutPresence newsKind = iota + 1 // online, away, offline
	aboutCrowd                        // is in a room or not
	aboutTyping                       // says nothing once something waits
)

// post adds a hint in place of an older one of its kind, and drops the oldest
// while they have more bytes than most. It returns by how many bytes they grew,
// and how many were dropped.
func (l *lanes) post(key newsKey, line []byte, most int) (grown int, dropped uint64) {
	if l.news == nil {
		l.news = &news{byKey: make(map[newsKey]uint64)}
	}
	n := l.news
	before := n.bytes
	if number, ok := n.byKey[key]; ok {
		old, _ := n.waits.Remove(number)
		n.bytes -= len(old.Value.line)
	}
	n.last++
	n.waits.Push(queue.Item[newsItem]{Number: n.last, Value: newsItem{key, line}})
	n.bytes += len(line)
	if key != (newsKey{}) {
		n.byKey[key] = n.last
	}
	for n.bytes > most && n.waits.Len() > 0 {
		old, _ := n.waits.Pop()
		n.bytes -= len(old.Value.line)
		if n.byKey[old.Value.key] == old.Number {
			delete(n.byKey, old.Value.key)
		}
		dropped++
	}
	if n.waits.Len() == 0 {
		l.news = nil
		return -before, dropped
	}
	return n.bytes - before, dropped
}

// settle puts the news behind the frames: what is added next must not change
// places with them.
func (l *lanes) settle() {
	if l.news == nil {
		return
	}
	for item := range l.news.waits.All() {
		l.add(item.Value.line)
	}
	l.news = nil
}

// dropNews drops all news, and returns how many bytes and hints that was.
func (l *lanes) dropNews() (bytes int, dropped uint64) {
	if l.news == nil {
		return 0, 0
	}
	bytes, dropped = l.news.bytes, uint64(l.news.waits.Len())
	l.news = nil
	return bytes, dropped
}
