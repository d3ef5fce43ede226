package sqlite

import (
	"database/sql"
	"encoding/binary"
	"hash/crc32"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Kinds of entries as numbers.
const (
	kindMessage = 1
	kindTopic   = 2
	kindEdit    = 3
	kindDelete  = 4
	kindReact   = 5
	kindPush    = 6
	kindTake    = 7
	kindDone    = 8
	kindRelease = 9
	kindFile    = 10
)

// kindNames are the kinds of entries, by number.
//
//nolint:gochecknoglobals // never changed
var kindNames = [...]chat.EntryKind{
	kindMessage: chat.EntryMessage, kindTopic: chat.EntryTopic,
	kindEdit: chat.EntryEdit, kindDelete: chat.EntryDelete, kindReact: chat.EntryReact,
	kindPush: chat.EntryPush, kindTake: chat.EntryTake, kindDone: chat.EntryDone, kindRelease: chat.EntryRelease,
	kindFile: chat.EntryFile,
}

// kindNumber returns the number of a kind; 0 for a stranger.
func kindNumber(kind chat.EntryKind) int64 {
	for n, name := range kindNames {
		if n > 0 && name == kind {
			return int64(n)
		}
	}
	return 0
}

// A row is an entry as the table holds it.
type row struct {
	id      int64
	room    int64
	seq     int64
	kind    int64
	author  int64
	nick    string
	account int64
	at      int64
	cid     sql.NullString
	sum     []byte
	say     sql.NullString
	ref     sql.NullInt64
	body    sql.NullString
	remove  sql.NullInt64
	edited  sql.NullInt64
	deleted int64
	check   int64

	buf []byte // of crc, used again
}

// rowColumns are the columns of a row that say what it means, as e. Each
// column costs when a page is read, so three small ones are one.
const rowColumns = `e.room, e.seq, e.kind + 64 * e.deleted + 128 * (e.remove IS 1), e.author, e.nick, e.account, e.at,
	e.cid, e.say, e.ref, e.body, e.edited, e.check_`

// dest are where the columns are read to; unpack comes after.
func (r *row) dest() []any {
	return []any{
		&r.room, &r.seq, &r.kind, &r.author, &r.nick, &r.account, &r.at,
		&r.cid, &r.say, &r.ref, &r.body, &r.edited, &r.check,
	}
}

// unpack takes apart what rowColumns has put together.
func (r *row) unpack() {
	r.deleted, r.remove = r.kind>>6&1, sql.NullInt64{Int64: r.kind >> 7 & 1, Valid: r.kind&128 != 0}
	r.kind &= 63
}

// changes reports whether the row is about another one.
func (r *row) changes() bool {
	return r.kind == kindEdit || r.kind == kindDelete || r.kind == kindReact || r.kind > kindPush && r.kind < kindFile
}

// says reports whether the row is something said: it has a body until it is
// deleted.
func (r *row) says() bool { return r.kind == kindMessage || r.kind == kindPush || r.kind == kindFile }

// castagnoli is the polynomial of CRC-32C.
//
//nolint:gochecknoglobals // never changed
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// crc returns the checksum of what the row says, but its id, the sum of what
// was asked for and the check itself. SQLite notices no flipped bit in a text.
func (r *row) crc() int64 {
	b := r.buf[:0]
	for _, n := range [...]int64{r.room, r.seq, r.kind, r.author, r.account, r.at, r.deleted} {
		b = binary.AppendVarint(b, n)
	}
	b = appendPart(b, true, r.nick)
	b = appendPart(b, r.cid.Valid, r.cid.String)
	b = appendPart(b, r.say.Valid, r.say.String)
	b = appendPart(b, r.body.Valid, r.body.String)
	for _, n := range [...]sql.NullInt64{r.ref, r.remove, r.edited} {
		if n.Valid {
			b = append(b, 1)
			b = binary.AppendVarint(b, n.Int64)
			continue
		}
		b = append(b, 0)
	}
	r.buf = b
	return int64(crc32.Checksum(b, castagnoli))
}

// appendPart appends a text so that no two rows look alike.
func appendPart(b []byte, valid bool, text string) []byte {
	if !valid {
		return append(b, 0)
	}
	b = append(b, 1)
	b = binary.AppendUvarint(b, uint64(len(text)))
	return append(b, text...)
}

// genuine reports whether the row is as it was written.
func (r *row) genuine() bool { return r.crc() == r.check }

// entry returns the entry of a row, as it stands. Of a damaged one nothing is
// told that could be wrong and read by people.
func (r *row) entry(rid, who string) chat.Entry {
	e := chat.Entry{
		RID: rid, Seq: uint64(r.seq), From: r.nick, At: moment(r.at),
		CID: r.cid.String, Deleted: r.deleted != 0,
	}
	if r.account != 0 {
		e.Account = who
	} else {
		e.Stay = who
	}
	if r.kind > 0 && r.kind < int64(len(kindNames)) {
		e.Kind = kindNames[r.kind]
	}
	if r.edited.Valid {
		e.Edited = moment(r.edited.Int64)
	}
	switch r.kind {
	case kindMessage:
		e.Say, e.Reply = r.say.String, uint64(r.ref.Int64)
		e.Body = r.body.String
	case kindTopic:
		e.Topic = r.body.String
	case kindPush:
		e.Body, e.Priority = r.body.String, uint8(r.ref.Int64)
	case kindFile:
		e.File = fileOf(r.body.String)
	case kindReact:
		e.Emoji, e.Remove, e.Target = r.body.String, r.remove.Int64 != 0, uint64(r.ref.Int64)
	case kindEdit:
		e.Say = r.say.String
		fallthrough
	case kindDelete, kindTake, kindDone:
		e.Target = uint64(r.ref.Int64)
	case kindRelease:
		e.Target, e.Gone = uint64(r.ref.Int64), r.remove.Int64 != 0
	}
	if !r.genuine() {
		e.Damaged, e.Body, e.Topic, e.CID, e.File = true, "", "", "", nil
	}
	return e
}

// millis returns a time as it is kept.
func millis(t time.Time) int64 { return t.UnixMilli() }

// moment returns a time that was kept.
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
