package logbook

import (
	"strconv"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// AppendLine appends an entry as a line of a log, with its LF, the time in
// loc; nothing for an edit that is not the last of a program that writes on. No control character is in it but the LF and tab of a text of several
// lines, whatever the entry holds.
func AppendLine(dst []byte, e *chat.Entry, loc *time.Location) []byte {
	if e.Kind == chat.EntryEdit && e.Say == chat.KindLive {
		return dst // another follows soon
	}
	dst = e.At.In(loc).AppendFormat(dst, time.TimeOnly)
	dst = append(dst, ' ')
	dst = strconv.AppendUint(dst, e.Seq, 10)
	dst = append(dst, ' ')
	dst = append(dst, plain(sentence(e))...)
	return append(dst, '\n')
}

// sentence says what an entry is.
func sentence(e *chat.Entry) string {
	target := strconv.FormatUint(e.Target, 10)
	switch e.Kind {
	case chat.EntryTopic:
		return e.From + " sets the topic: " + e.Topic
	case chat.EntryEdit:
		if e.Deleted {
			return e.From + ": " + target + " was edited"
		}
		return e.From + ": " + target + " is now: " + e.Body
	case chat.EntryDelete:
		return e.From + " deletes " + target
	case chat.EntryReact:
		if e.Remove {
			return e.From + " takes back " + e.Emoji + " from " + target
		}
		return e.From + " reacts to " + target + " with " + e.Emoji
	case chat.EntryTake:
		return e.From + " takes item " + target
	case chat.EntryDone:
		return e.From + " finishes item " + target
	case chat.EntryRelease:
		if e.Gone {
			return e.From + " is gone; item " + target + " waits again"
		}
		return e.From + " gives item " + target + " back"
	case chat.EntryPush:
		if !e.Deleted && !e.Damaged {
			return "<" + e.From + "> item (priority " + strconv.Itoa(int(e.Priority)) + "): " + e.Body
		}
	case chat.EntryFile:
		return fileLine(e)
	case chat.EntryMessage:
	}
	body := e.Body
	switch {
	case e.Deleted:
		body = "(deleted)"
	case e.Damaged:
		body = "(damaged on disk)"
	}
	switch e.Say {
	case chat.KindAction:
		return "* " + e.From + " " + body
	case chat.KindNotice:
		return "-" + e.From + "- " + body
	}
	return "<" + e.From + "> " + body
}

// plain indents further lines, and replaces what a terminal would obey.
func plain(s string) string {
	clean := strings.Map(func(r rune) rune {
		if chat.Control(r) && r != '\n' && r != '\t' {
			return '�'
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return strings.ReplaceAll(clean, "\n", "\n\t")
}

// fileLine says what a file is.
func fileLine(e *chat.Entry) string {
	f := e.File
	if f == nil {
		return "<" + e.From + "> (a file that is gone)"
	}
	return "<" + e.From + "> file " + f.ID + ": " + f.Name + " (" + strconv.FormatInt(f.Size, 10) + " bytes, SHA-256 " + f.SHA256 + ")"
}
