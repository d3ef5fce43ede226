package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	advice "github.com/chat-tui/chat-tui/tui/explain" // main has a function of that name
)

// meterEvery is how often a meter is drawn.
const meterEvery = 200 * time.Millisecond

// A meter shows how far a file has come, on a line of a terminal; elsewhere nothing.
type meter struct {
	out   io.Writer // nil shows nothing
	what  string
	begun time.Time

	mu    sync.Mutex
	first int64 // bytes that were there before
	drawn time.Time
	width int // bytes of the line that stands there
}

func newMeter(out io.Writer, what string) *meter {
	m := &meter{what: clean(what), begun: time.Now(), first: -1}
	if f, ok := out.(*os.File); ok && isTerminal(f) {
		m.out = out
	}
	return m
}

// told is a client.Progress.
func (m *meter) told(done, size int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	if m.first < 0 {
		m.first = done
	}
	if m.out == nil || done < size && now.Sub(m.drawn) < meterEvery {
		return
	}
	m.drawn = now
	line := m.what + " " + advice.HowFar(done, size, done-m.first, now.Sub(m.begun))
	_, _ = fmt.Fprintf(m.out, "\r%-*s", m.width, line) // over what stood there
	m.width = len(line)
}

// end leaves the line.
func (m *meter) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.out != nil && !m.drawn.IsZero() {
		_, _ = fmt.Fprintln(m.out)
	}
}
