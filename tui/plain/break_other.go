//go:build !unix

package plain

import "io"

// breakable returns r, whose Read cannot be broken off: to do so the console
// would have to be switched to single keys, and people edit lines here.
func breakable(r io.Reader) (io.Reader, func() bool) { return r, nil }
