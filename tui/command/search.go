package command

import (
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Search reads what is to be looked for: in:#room, from:nick and before:day say
// where, the rest what. Its error is an *Error: that is no day.
func Search(typed string, now time.Time) (s chat.Search, err error) {
	var words []string
	for _, w := range strings.Fields(typed) {
		field, value, _ := strings.Cut(w, ":")
		if value == "" {
			field = ""
		}
		switch strings.ToLower(field) {
		case "in":
			if s.Room = value; !chat.IsPerson(value) && !chat.IsRoom(value) {
				s.Room = "#" + value
			}
		case "from":
			s.From = strings.TrimPrefix(value, "@")
		case "before":
			day, err := Day(value, now)
			if err != nil {
				return s, err
			}
			s.Before = day.UTC().Format(time.RFC3339)
		default:
			words = append(words, w)
		}
	}
	s.Query = strings.Join(words, " ")
	return s, nil
}
