package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/dustin/go-humanize"
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
	_, _ = fmt.Fprintf(m.out, "\r%s %s\x1b[K", m.what, howFar(done, size, done-m.first, now.Sub(m.begun)))
}

// end leaves the line.
func (m *meter) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.out != nil && !m.drawn.IsZero() {
		_, _ = fmt.Fprintln(m.out)
	}
}

// howFar says how far a file has come, how fast, and how long it takes still. Moved is
// how many of the bytes came in the time that passed.
func howFar(done, size, moved int64, passed time.Duration) string {
	percent := int64(100)
	if size > 0 {
		percent = done * 100 / size
	}
	text := fmt.Sprintf("%d %% of %s", percent, humanize.IBytes(uint64(max(size, 0)))) //nolint:gosec // not negative
	if passed < time.Second || moved <= 0 {
		return text
	}
	rate := float64(moved) / passed.Seconds()
	text += fmt.Sprintf(" · %s/s", humanize.IBytes(uint64(rate)))
	if done < size {
		text += fmt.Sprintf(" · %s left", time.Duration(float64(size-done)/rate*float64(time.Second)).Round(time.Second))
	}
	return text
}
