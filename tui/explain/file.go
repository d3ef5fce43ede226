package explain

import (
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Size writes bytes so that they are read at once.
func Size(bytes int64) string { return humanize.IBytes(uint64(max(bytes, 0))) } //nolint:gosec // not negative

// File says in one line what a file is. It quotes others.
func File(f *chat.File) string {
	if f == nil {
		return "a file"
	}
	text := fmt.Sprintf("%s · %s", Flat(f.Name), Size(f.Size))
	if kind, _, _ := strings.Cut(f.MIME, ";"); kind != "" {
		text += " · " + Flat(kind)
	}
	return text
}

// HowFar says how far a file has come, how fast, and how long it takes still. Moved is
// how many of the bytes came in the time that passed.
func HowFar(done, size, moved int64, passed time.Duration) string {
	percent := int64(100)
	if size > 0 {
		percent = min(done*100/size, 100)
	}
	text := fmt.Sprintf("%d %% of %s", percent, Size(size))
	if passed < time.Second || moved <= 0 {
		return text
	}
	rate := float64(moved) / passed.Seconds()
	text += fmt.Sprintf(" · %s/s", Size(int64(rate)))
	if done < size {
		text += fmt.Sprintf(" · %s left", time.Duration(float64(size-done)/rate*float64(time.Second)).Round(time.Second))
	}
	return text
}
