package notify

import (
	"encoding/base64"
	"strings"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
)

const (
	// MaxCells bounds a title and a body each.
	MaxCells = 200
	// maxBytes bounds them for terminals that keep little of a sequence; kitty
	// takes 2048 bytes at once, urxvt and tmux more.
	maxBytes = 1600

	bell = "\a"
	st   = "\x1b\\"
)

// Encode returns what to write to the terminal so that it calls the reader
// with a title and a body. Off, and only Off, is nothing at all. Where a
// sequence would get lost, the bell is rung instead or besides.
func Encode(how How, title, body safe.Text, env Env) string {
	if how == Off {
		return ""
	}
	rings := how == Bell || env.Tmux // tmux marks the window by it, and may pass nothing on
	if how == Auto {
		how, rings = env.best()
		rings = rings || env.Tmux
	}
	if env.screen() {
		how, rings = Bell, true // GNU screen draws what it does not know
	}
	var b strings.Builder
	for _, osc := range sequences(how, one(title), one(body)) {
		b.WriteString(env.pass(osc))
	}
	if rings || b.Len() == 0 {
		b.WriteString(bell)
	}
	return b.String()
}

// sequences returns those of one way, for texts that are clean.
func sequences(how How, title, body string) []string {
	if title == "" && body == "" {
		return nil
	}
	if title == "" {
		title, body = body, ""
	}
	switch how {
	case OSC9:
		return []string{"\x1b]9;" + wordFirst(sentence(title, body)) + bell}
	case OSC99:
		return kitty(title, body)
	case OSC777:
		// Whoever reads it splits it at the semicolons.
		return []string{"\x1b]777;notify;" + strings.ReplaceAll(title, ";", ",") + ";" + body + bell}
	case Auto, Off, Bell:
	}
	return nil
}

// kitty returns the parts of a notification of kitty's protocol. A later one
// takes the place of one with the same id, so that they do not pile up.
func kitty(title, body string) []string {
	part := func(about, text string) string {
		return "\x1b]99;i=chat-tui:" + about + ":e=1;" + base64.StdEncoding.EncodeToString([]byte(text)) + st
	}
	if body == "" {
		return []string{part("d=1:p=title", title)}
	}
	return []string{part("d=0:p=title", title), part("d=1:p=body", body)}
}

func sentence(title, body string) string {
	if body == "" {
		return title
	}
	return title + ": " + body
}

// wordFirst keeps a text from beginning with a number: some terminals take
// "4;…" for progress, "7;…" for a program to run.
func wordFirst(text string) string {
	if text != "" && strings.IndexByte("0123456789+-;", text[0]) >= 0 {
		return "chat-tui: " + text
	}
	return text
}

// one makes a text one row of bounded length.
func one(text safe.Text) string {
	s := strings.TrimSpace(cell.ByCluster.Truncate(safe.Line(text.String()).String(), MaxCells, "…"))
	for i := range s {
		if i > maxBytes {
			return safe.Line(s[:i] + "…").String()
		}
	}
	return s
}
