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
		if !e.Deleted {
			dst = append(dst, `,"body":`...)
			dst = appendText(dst, e.Body)
		}
	case chat.EntryTopic:
		dst = append(dst, `,"topic":`...)
		dst = appendText(dst, e.Topic)
	}
	if !e.Edited.IsZero() {
		dst = append(dst, `,"edited":`...)
		dst = appendTime(dst, e.Edited)
	}
	if e.Deleted {
		dst = append(dst, `,"deleted":true`...)
	}
	return append(dst, '}')
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
	Edited  time.Time `json:"edited,omitzero"`
	Deleted bool      `json:"deleted,omitempty"`
}

func (f *entryFields) entry() chat.Entry {
	return chat.Entry{
		Kind: chat.EntryKind(f.Type), Room: f.Room, RID: f.RID, Seq: f.Seq,
		From: f.From, Account: f.Account, At: f.At, CID: f.CID,
		Body: f.Body, Say: f.Kind, Reply: f.Reply, Topic: f.Topic,
		Edited: f.Edited, Deleted: f.Deleted,
	}
}
