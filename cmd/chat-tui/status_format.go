package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
)

// An unread is how much a person has not read yet.
type unread struct {
	Unread   int64        `json:"unread"`
	Mentions int64        `json:"mentions"`
	More     bool         `json:"more"` // there is more than was counted
	Rooms    []unreadRoom `json:"rooms"`
}

// An unreadRoom is a room or conversation in which something is unread.
type unreadRoom struct {
	Room     string `json:"room"` // cleaned
	Unread   int64  `json:"unread"`
	Mentions int64  `json:"mentions"`
}

// mostCounted is where the server stops to count a room.
const mostCounted = 999

// countUnread adds up the marks of a welcome: where one is mentioned first,
// then by what was said last.
func countUnread(w *chat.Welcome) unread {
	u := unread{More: w.More, Rooms: []unreadRoom{}}
	for _, mark := range w.Rooms {
		r := unreadRoom{Room: clean(mark.Room), Unread: within(mark.Unread), Mentions: within(mark.Mentions)}
		if r.Unread == 0 && r.Mentions == 0 {
			continue
		}
		u.Unread += r.Unread
		u.Mentions += r.Mentions
		u.More = u.More || r.Unread == mostCounted
		u.Rooms = append(u.Rooms, r)
	}
	slices.SortStableFunc(u.Rooms, func(a, b unreadRoom) int { return min(1, int(b.Mentions)) - min(1, int(a.Mentions)) })
	return u
}

// within bounds a number that a server sent.
func within(n int64) int64 { return max(0, min(n, mostCounted)) }

// zero reports whether nothing is unread.
func (u unread) zero() bool { return u.Unread == 0 && u.Mentions == 0 }

// number writes a number of messages; a + says that there are more.
func (u unread) number(n int64) string {
	if u.More && n > 0 {
		return strconv.FormatInt(n, 10) + "+"
	}
	return strconv.FormatInt(n, 10)
}

// plain is for people: 3 unread, 1 mention.
func (u unread) plain() string {
	switch u.Mentions {
	case 0:
		return u.number(u.Unread) + " unread"
	case 1:
		return u.number(u.Unread) + " unread, 1 mention"
	}
	return fmt.Sprintf("%s unread, %d mentions", u.number(u.Unread), u.Mentions)
}

// rooms lists where something is unread, escaped: #ops 2, @bob 1.
func (u unread) rooms(escape func(string) string) string {
	const most = 5
	var b strings.Builder
	for i, r := range u.Rooms {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(u.Rooms)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s %d", escape(r.Room), r.Unread)
	}
	return b.String()
}

// json is one object on one line.
func (u unread) json() string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(u) // numbers and texts always can be
	return strings.TrimSpace(b.String())
}

// A statusFormat writes what is unread; an empty line is not printed.
type statusFormat func(u unread, hideZero bool) string

// parseStatusFormat reads a format: plain, tmux, json, or a text with
// placeholders.
func parseStatusFormat(format string) (statusFormat, error) {
	hiding := func(write func(unread) string) statusFormat {
		return func(u unread, hideZero bool) string {
			if hideZero && u.zero() {
				return ""
			}
			return write(u)
		}
	}
	switch format {
	case "plain":
		return hiding(unread.plain), nil
	case "json":
		return hiding(unread.json), nil
	case "tmux":
		return func(u unread, _ bool) string {
			if u.zero() {
				return ""
			}
			return u.plain() + ": " + u.rooms(forTmux)
		}, nil
	}
	text, escape := format, func(s string) string { return s }
	if rest, ok := strings.CutPrefix(format, "tmux:"); ok {
		text, escape = rest, forTmux
	} else if rest, ok := strings.CutPrefix(format, "zsh:"); ok {
		text, escape = rest, forZsh
	}
	if _, err := fill(text, unread{}, escape); err != nil {
		return nil, err
	}
	return hiding(func(u unread) string {
		line, _ := fill(text, u, escape) // it was tried above
		return line
	}), nil
}

// fill puts what is unread in the places of a text.
func fill(text string, u unread, escape func(string) string) (string, error) {
	var b strings.Builder
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			break
		}
		b.WriteString(text[:i])
		text = text[i:]
		if strings.HasPrefix(text, "{{") || strings.HasPrefix(text, "}}") {
			b.WriteByte(text[0])
			text = text[2:]
			continue
		}
		name, rest, closed := strings.Cut(text[1:], "}")
		switch {
		case text[0] == '}' || !closed:
			return "", fmt.Errorf("--format has a brace too many or too few at %q; write {{ and }} for braces", text)
		case name == "unread":
			b.WriteString(u.number(u.Unread))
		case name == "mentions":
			b.WriteString(u.number(u.Mentions))
		case name == "rooms":
			b.WriteString(u.rooms(escape))
		default:
			return "", fmt.Errorf("--format knows no {%s}; there are {unread}, {mentions} and {rooms}", name)
		}
		text = rest
	}
	return b.String() + text, nil
}

// forTmux keeps tmux from taking a name for a style or a command: # begins
// both, ## is a #.
func forTmux(s string) string { return strings.ReplaceAll(s, "#", "##") }

// forZsh keeps zsh from taking a name for an order of its prompt.
func forZsh(s string) string { return strings.ReplaceAll(s, "%", "%%") }
