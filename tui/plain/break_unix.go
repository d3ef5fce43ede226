//go:build unix

package plain

import (
	"io"

	"github.com/muesli/cancelreader"
)

// breakable returns a reader of r whose Read can be broken off, and what does
// so; nil where that cannot be, as with a file, which needs it least.
func breakable(r io.Reader) (io.Reader, func() bool) {
	c, err := cancelreader.NewReader(r)
	if err != nil {
		return r, nil
	}
	return c, func() bool { return c.Cancel() }
}
