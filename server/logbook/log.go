package logbook

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A log is the files of one room.
type log struct {
	dir  string
	last uint64   // seq of the newest entry written
	day  string   // of file
	file *os.File // nil before the first entry
}

const (
	dayLayout = "2006-01-02"
	suffix    = ".log"
	// lineMost is more than the longest line takes.
	lineMost = 64 << 10
)

func makeFolder(dir string) error { return os.MkdirAll(dir, 0o700) }

// folderOf returns a room's name as the name of a folder: what has a meaning
// to a file system is written as its code.
func folderOf(room string) string {
	const hex = "0123456789abcdef"
	var name strings.Builder
	for i := range len(room) {
		switch c := room[i]; {
		case c == '/', c == '\\', c == ':', c == '%', c < 0x20, c == '.' && i < 2, c == '.' && i == len(room)-1:
			name.WriteByte('%')
			name.WriteByte(hex[c>>4])
			name.WriteByte(hex[c&15])
		default:
			name.WriteByte(c)
		}
	}
	return name.String()
}

// openLog opens a room's log, to go on behind its last line, or behind seq if
// it has none.
func openLog(dir, room string, seq uint64) (*log, error) {
	l := &log{dir: filepath.Join(dir, folderOf(room)), last: seq}
	if err := makeFolder(l.dir); err != nil {
		return nil, err
	}
	days, err := daysIn(l.dir)
	if err != nil {
		return nil, err
	}
	for _, day := range slices.Backward(days) {
		last, found, err := mend(filepath.Join(l.dir, day+suffix))
		if err != nil {
			return nil, err
		}
		if found {
			l.last = last
			return l, nil
		}
	}
	return l, l.mark()
}

// mark notes where a log begins of which there are no files yet, so that what
// is said before the next start is not left out, should nothing be written
// until then.
func (l *log) mark() error {
	path := filepath.Join(l.dir, "begins-after")
	if noted, err := os.ReadFile(path); err == nil {
		if seq, err := strconv.ParseUint(strings.TrimSpace(string(noted)), 10, 64); err == nil {
			l.last = seq
			return nil
		}
	}
	return os.WriteFile(path, []byte(strconv.FormatUint(l.last, 10)+"\n"), 0o600)
}

// daysIn returns the days of which there are files, in order.
func daysIn(dir string) ([]string, error) {
	files, err := os.ReadDir(dir) // by name, which is by day
	if err != nil {
		return nil, err
	}
	var days []string
	for _, f := range files {
		day, ok := strings.CutSuffix(f.Name(), suffix)
		if _, err := time.Parse(dayLayout, day); ok && err == nil && f.Type().IsRegular() {
			days = append(days, day)
		}
	}
	return days, nil
}

// mend cuts off a last line that was not finished, and returns the seq of the
// last entry.
func mend(path string) (seq uint64, found bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, false, err
	}
	from := max(0, size-2*lineMost)
	end := make([]byte, size-from)
	if _, err := f.ReadAt(end, from); err != nil && !errors.Is(err, io.EOF) {
		return 0, false, err
	}
	whole := bytes.LastIndexByte(end, '\n') + 1
	if whole < len(end) {
		if err := f.Truncate(from + int64(whole)); err != nil {
			return 0, false, err
		}
	}
	for line := range bytes.Lines(end[:whole]) {
		if n, ok := seqOf(string(line)); ok {
			seq, found = n, true
		}
	}
	return seq, found, nil
}

// seqOf returns the seq of the entry that a line begins.
func seqOf(line string) (uint64, bool) {
	clock, rest, _ := strings.Cut(line, " ")
	if _, err := time.Parse(time.TimeOnly, clock); err != nil {
		return 0, false
	}
	text, _, _ := strings.Cut(rest, " ")
	seq, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	return seq, err == nil
}

// add writes entries, those of one day at once.
func (l *log) add(entries []chat.Entry, loc *time.Location) error {
	for len(entries) > 0 {
		day, n := entries[0].At.In(loc).Format(dayLayout), 0
		var lines []byte
		for n < len(entries) && entries[n].At.In(loc).Format(dayLayout) == day {
			lines = AppendLine(lines, &entries[n], loc)
			n++
		}
		if err := l.append(max(day, l.day), lines); err != nil { // a clock set back opens no old file
			return err
		}
		l.last, entries = entries[n-1].Seq, entries[n:]
	}
	return nil
}

// append writes lines to the file of a day. After an error the file is closed,
// and mended when it is opened again.
func (l *log) append(day string, lines []byte) error {
	if l.file == nil || day != l.day {
		l.close()
		f, err := os.OpenFile(filepath.Join(l.dir, day+suffix), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		l.file, l.day = f, day
	}
	was, err := l.file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = l.file.Write(lines)
	}
	if err != nil {
		_ = l.file.Truncate(was) // what is half written is written again
		l.close()
	}
	return err
}

func (l *log) close() {
	if l.file != nil {
		_ = l.file.Close()
		l.file = nil
	}
}

// sweep removes files that are too old, once a day.
func (b *Book) sweep(now time.Time) {
	today := now.In(b.opts.Location).Format(dayLayout)
	if b.opts.Days <= 0 || today == b.swept {
		return
	}
	b.swept = today
	oldest := now.In(b.opts.Location).AddDate(0, 0, -b.opts.Days).Format(dayLayout)
	for _, l := range b.logs {
		days, err := daysIn(l.dir)
		if err != nil {
			continue
		}
		for _, day := range days {
			if day < oldest && day != l.day {
				_ = os.Remove(filepath.Join(l.dir, day+suffix))
			}
		}
	}
}
