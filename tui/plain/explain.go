package plain

import "github.com/chat-tui/chat-tui/tui/explain"

// told says in one line what went wrong, and what to do next.
func told(err error) string { return one(explain.Both(explain.Error(err))) }
