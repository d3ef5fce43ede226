// Package syscalls reads what strace tells of a program, for tests of what the
// program does in which order: that an answer leaves after the fsync that
// covers it, and what a power cut at any moment would leave of its files.
//
// The trace is made with
//
//	strace -f -yy -xx -s 1048576 -e trace=write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync,ftruncate,unlink
package syscalls

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Options are what strace needs to be told for Read to understand it.
func Options() []string {
	return []string{
		"-f", "-yy", "-xx", "-s", "1048576", "-e", "signal=none",
		"-e", "trace=write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync,ftruncate",
	}
}

// A Call is one system call of one thread. Begin and End are its places in the
// order of all beginnings and ends, so that a call whose End is less than
// another's Begin had returned before.
type Call struct {
	Thread     int
	Name       string
	File       string // what its first argument is: a path, or TCP:[from->to]
	Data       []byte // what was written; all pieces one after the other
	Offset     int64  // of a pwrite64; the length of an ftruncate
	Result     int64  // -1 for an error, or if it never returned
	Begin, End int
}

// Read reads a trace. Lines that are no calls are left out.
func Read(trace io.Reader) ([]Call, error) {
	lines := bufio.NewReaderSize(trace, 1<<20)
	var calls []Call
	open := map[int]pending{} // by thread
	for n := 0; ; n++ {
		line, err := lines.ReadString('\n')
		if err == io.EOF && line == "" {
			break
		}
		if err != nil && err != io.EOF {
			return nil, err
		}
		thread, text := split(strings.TrimRight(line, "\n"))
		switch {
		case strings.HasSuffix(text, unfinished):
			open[thread] = pending{n, strings.TrimSuffix(text, unfinished)}
			continue
		case strings.HasPrefix(text, "<... "):
			begun, ok := open[thread]
			_, rest, found := strings.Cut(text, " resumed>")
			if !ok || !found {
				continue
			}
			delete(open, thread)
			if c, ok := parse(begun.text + rest); ok {
				c.Thread, c.Begin, c.End = thread, begun.line, n
				calls = append(calls, c)
			}
			continue
		}
		if c, ok := parse(text); ok {
			c.Thread, c.Begin, c.End = thread, n, n
			calls = append(calls, c)
		}
	}
	for thread, p := range open { // it died in the middle
		if c, ok := parse(p.text + ") = -1"); ok {
			c.Thread, c.Begin, c.End, c.Result = thread, p.line, 1<<60, -1
			calls = append(calls, c)
		}
	}
	return calls, nil
}

const unfinished = " <unfinished ...>"

// A pending is a call that has begun.
type pending struct {
	line int
	text string
}

// split takes the number of the thread from the beginning of a line.
func split(line string) (thread int, text string) {
	head, text, ok := strings.Cut(line, " ")
	if ok {
		if thread, err := strconv.Atoi(strings.Trim(head, "[]pid")); err == nil {
			return thread, strings.TrimLeft(text, " ")
		}
	}
	return 0, line
}

var (
	shape  = regexp.MustCompile(`(?s)^(\w+)\((.*)\)\s+= (-?\d+)`)
	first  = regexp.MustCompile(`^\d+<((?:->|[^<>])*)>`)
	quoted = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
	last   = regexp.MustCompile(`, (-?\d+)$`)
)

// parse reads a whole call.
func parse(text string) (Call, bool) {
	m := shape.FindStringSubmatch(text)
	if m == nil {
		return Call{}, false
	}
	c := Call{Name: m[1]}
	c.Result, _ = strconv.ParseInt(m[3], 10, 64)
	if f := first.FindStringSubmatch(m[2]); f != nil {
		c.File = unhex(f[1])
	}
	for _, q := range quoted.FindAllStringSubmatch(m[2], -1) {
		c.Data = append(c.Data, bytesOf(q[1])...)
	}
	if n := last.FindStringSubmatch(m[2]); n != nil {
		c.Offset, _ = strconv.ParseInt(n[1], 10, 64)
	}
	return c, true
}

// bytesOf reads \x61\x62.
func bytesOf(s string) []byte {
	raw, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	if err != nil {
		panic(fmt.Sprintf("syscalls: %q passed the pattern and is no hex", s))
	}
	return raw
}

// unhex reads a path, which newer versions write in hex too.
func unhex(path string) string {
	if strings.HasPrefix(path, `\x`) {
		return string(bytesOf(path))
	}
	return path
}
