package picture

import (
	"slices"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// A Frame is one screen.
type Frame struct {
	Lines  [][]uv.Cell // all of the same length
	Cursor *Cursor     // nil is hidden
}

// A Cursor is where the cursor stands.
type Cursor struct{ Column, Line int }

// A Film is frames one after the other, each for a while. Its zero value is
// empty.
type Film struct {
	frames []Frame
	until  []time.Duration // from the beginning, for each frame
}

// Add lets a frame be seen for a while, after those added before.
func (f *Film) Add(frame Frame, d time.Duration) {
	end := f.Length() + d
	if n := len(f.frames); n > 0 && f.frames[n-1].same(frame) {
		f.until[n-1] = end
		return
	}
	if d <= 0 {
		return
	}
	f.frames = append(f.frames, frame)
	f.until = append(f.until, end)
}

// Last is the number of the frame that was added last.
func (f *Film) Last() int { return max(len(f.frames)-1, 0) }

// Length is how long the film is.
func (f *Film) Length() time.Duration {
	if len(f.until) == 0 {
		return 0
	}
	return f.until[len(f.until)-1]
}

// same reports whether two frames show the same.
func (f Frame) same(g Frame) bool {
	if (f.Cursor == nil) != (g.Cursor == nil) || f.Cursor != nil && *f.Cursor != *g.Cursor {
		return false
	}
	return slices.EqualFunc(f.Lines, g.Lines, func(a, b []uv.Cell) bool {
		return slices.EqualFunc(a, b, func(a, b uv.Cell) bool { return a.Equal(&b) })
	})
}
