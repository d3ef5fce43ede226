// Package notify decides whether something that arrived is worth calling a
// reader who looks elsewhere, gathers what comes at once, and writes the call
// as the sequences that terminals understand.
//
// It is pure: the time, the focus and the environment are passed in, and what
// it returns is written by the caller. A [Policy] and an [Env] are values and
// may be used at once; a [Gatherer] belongs to one goroutine. Whatever texts
// of others hold, nothing but the sequence meant leaves [Encode].
package notify
