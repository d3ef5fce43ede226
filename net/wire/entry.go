package wire

import (
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// AppendEntry appends a log frame without a line end. It is written out by
// hand, because every message passes here.
func AppendEntry(dst []byte, e *chat.Entry) []byte {
	dst = append(dst, `{"type":`...)
	dst = appendText(dst, string(e.Kind))
	dst = append(dst, `,"room":`...)
	dst = appendText(dst, e.Room)
	dst = append(dst, `,"rid":`...)
	dst = appendText(dst, e.RID)
	dst = append(dst, `,"seq":`...)
	dst = strconv.AppendUint(dst, e.Seq, 10)
	dst = append(dst, `,"from":`...)
	dst = appendText(dst, e.From)
	dst = appendOptional(dst, `,"account":`, e.Account)
	dst = append(dst, `,"at":`...)
	dst = appendTime(dst, e.At)
	dst = appendOptional(dst, `,"cid":`, e.CID)
	switch e.Kind {
	case chat.EntryMessage:
		if e.Say != chat.KindText {
			dst = appendOptional(dst, `,"kind":`, e.Say)
		}
		if e.Reply != 0 {
			dst = append(dst, `,"reply":`...)
			dst = strconv.AppendUint(dst, e.Reply, 10)
		}
		dst = appendBody(dst, e)
	case chat.EntryTopic:
		dst = append(dst, `,"topic":`...)
		dst = appendText(dst, e.Topic)
	case chat.EntryPush:
		dst = append(dst, `,"priority":`...)
		dst = strconv.AppendInt(dst, int64(e.Priority), 10)
		dst = appendBody(dst, e)
	case chat.EntryFile:
		dst = appendFile(dst, e.File)
	case chat.EntryEdit, chat.EntryDelete, chat.EntryReact, chat.EntryTake, chat.EntryDone, chat.EntryRelease:
		dst = appendChange(dst, e)
	}
	return append(appendState(dst, e), '}')
}

// appendBody appends the text of a message, unless it is gone.
func appendBody(dst []byte, e *chat.Entry) []byte {
	if e.Deleted || e.Damaged {
		return dst
	}
	return appendText(append(dst, `,"body":`...), e.Body)
}

// appendFile appends what is told of a file, unless it is gone.
func appendFile(dst []byte, f *chat.File) []byte {
	if f == nil {
		return dst
	}
	dst = appendText(append(dst, `,"file":`...), f.ID)
	dst = appendText(append(dst, `,"name":`...), f.Name)
	dst = strconv.AppendInt(append(dst, `,"size":`...), f.Size, 10)
	dst = appendText(append(dst, `,"sha256":`...), f.SHA256)
	return appendOptional(dst, `,"mime":`, f.MIME)
}

// appendChange appends what is changed of which message.
func appendChange(dst []byte, e *chat.Entry) []byte {
	dst = append(dst, `,"target":`...)
	dst = strconv.AppendUint(dst, e.Target, 10)
	switch e.Kind {
	case chat.EntryEdit:
		dst = appendBody(appendOptional(dst, `,"kind":`, e.Say), e)
	case chat.EntryReact:
		dst = appendText(append(dst, `,"emoji":`...), e.Emoji)
		if e.Remove {
			dst = append(dst, `,"remove":true`...)
		}
	case chat.EntryRelease:
		if e.Gone {
			dst = append(dst, `,"gone":true`...)
		}
	case chat.EntryMessage, chat.EntryTopic, chat.EntryDelete, chat.EntryPush, chat.EntryTake, chat.EntryDone, chat.EntryFile:
	}
	return dst
}

// appendState appends how the entry stands now.
func appendState(dst []byte, e *chat.Entry) []byte {
	if !e.Edited.IsZero() {
		dst = append(dst, `,"edited":`...)
		dst = appendTime(dst, e.Edited)
	}
	if e.Deleted {
		dst = append(dst, `,"deleted":true`...)
	}
	if e.Damaged {
		dst = append(dst, `,"damaged":true`...)
	}
	if e.Item != nil {
		dst = appendText(append(dst, `,"state":`...), e.Item.State)
		dst = appendOptional(dst, `,"holder":`, e.Item.Holder)
		dst = appendTime(append(dst, `,"since":`...), e.Item.Since)
	}
	for i, r := range e.Reactions {
		dst = append(dst, next(i, `,"reactions":[`)...)
		dst = appendText(append(dst, `{"emoji":`...), r.Emoji)
		dst = strconv.AppendInt(append(dst, `,"count":`...), r.Count, 10)
		dst = append(dst, `,"nicks":[`...)
		for k, nick := range r.Nicks {
			dst = appendText(append(dst, next(k, "")...), nick)
		}
		dst = append(dst, ']')
		if r.Mine {
			dst = append(dst, `,"mine":true`...)
		}
		dst = append(dst, '}')
	}
	if len(e.Reactions) > 0 {
		dst = append(dst, ']')
	}
	return dst
}

// next returns what stands before item i of a list: its beginning, or a comma.
func next(i int, begin string) string {
	if i == 0 {
		return begin
	}
	return ","
}

func appendOptional(dst []byte, prefix, s string) []byte {
	if s == "" {
		return dst
	}
	return appendText(append(dst, prefix...), s)
}

// entryFields is a log frame as it stands on the wire, for reading.
type entryFields struct {
	Type    string    `json:"type"`
	Room    string    `json:"room" wire:"required"`
	RID     string    `json:"rid" wire:"required"`
	Seq     uint64    `json:"seq" wire:"required"`
	From    string    `json:"from" wire:"required"`
	Account string    `json:"account,omitempty"`
	At      time.Time `json:"at,omitzero"`
	CID     string    `json:"cid,omitempty"`
	Kind    string    `json:"kind,omitempty"`
	Reply   uint64    `json:"reply,omitempty"`
	Body    string    `json:"body"`
	Topic   string    `json:"topic"`
	Target  uint64    `json:"target,omitempty"`
	Emoji   string    `json:"emoji,omitempty"`
	Remove  bool      `json:"remove,omitempty"`
	Edited  time.Time `json:"edited,omitzero"`
	Deleted bool      `json:"deleted,omitempty"`
	Damaged bool      `json:"damaged,omitempty"`

	Priority int64     `json:"priority,omitempty"`
	Gone     bool      `json:"gone,omitempty"`
	State    string    `json:"state,omitempty"`
	Holder   string    `json:"holder,omitempty"`
	Since    time.Time `json:"since,omitzero"`

	File   string `json:"file,omitempty"`
	Name   string `json:"name,omitempty"`
	Size   int64  `json:"size,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
	MIME   string `json:"mime,omitempty"`

	Reactions []chat.Reaction `json:"reactions,omitempty"`
}

func (f *entryFields) entry() chat.Entry {
	e := chat.Entry{
		Kind: chat.EntryKind(f.Type), Room: f.Room, RID: f.RID, Seq: f.Seq,
		From: f.From, Account: f.Account, At: f.At, CID: f.CID,
		Body: f.Body, Say: f.Kind, Reply: f.Reply, Topic: f.Topic,
		Target: f.Target, Emoji: f.Emoji, Remove: f.Remove,
		Edited: f.Edited, Deleted: f.Deleted, Damaged: f.Damaged, Reactions: f.Reactions,
		Priority: uint8(min(max(f.Priority, 0), chat.MaxPriority)), Gone: f.Gone,
	}
	if f.File != "" {
		e.File = &chat.File{ID: f.File, Name: f.Name, Size: max(f.Size, 0), SHA256: f.SHA256, MIME: f.MIME}
	}
	if f.State != "" {
		e.Item = &chat.ItemState{State: f.State, Holder: f.Holder, Since: f.Since}
	}
	return e
}
