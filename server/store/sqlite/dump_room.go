package sqlite

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// dumpBatch is how many entries are read at once.
const dumpBatch = 500

// room gives out a room and what is in it.
func (d *dumper) room(rid string) error {
	room, err := d.s.Room(d.ctx, rid)
	if errors.Is(err, store.ErrNone) {
		return nil // it has gone meanwhile
	}
	if err != nil {
		return err
	}
	out := &DumpRoom{
		RID: room.RID, Name: room.Name, Kind: room.Kind, Private: room.Private, Topic: room.Topic,
		Created: room.Created, Days: room.Days, First: room.First, Last: room.Last, At: room.At,
	}
	if room.Kind == chat.RoomDirect {
		out.Pair = room.Pair[:]
	}
	out.SlowMS, out.Quiet, out.Locked = room.Slow.Milliseconds(), room.ReadOnly, room.TopicLock
	if out.Roles, err = d.s.Grants(d.ctx, rid); err != nil {
		return err
	}
	if err := d.item(Item{Room: out}); err != nil {
		return err
	}
	for next := room.First; next != 0 && next <= room.Last; {
		var list []DumpEntry
		if err := d.s.look(d.ctx, func(v *view) (err error) {
			list, err = d.entries(v, rid, next, room.Last)
			return err
		}); err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		for i := range list {
			if err := d.item(Item{Entry: &list[i]}); err != nil {
				return err
			}
		}
		next = list[len(list)-1].Seq + 1
	}
	return d.places(rid, room.Last)
}

// entries reads entries from a seq on.
func (d *dumper) entries(v *view, rid string, seq, last uint64) ([]DumpEntry, error) {
	var r row
	var author, acc sql.NullString
	dest := append(r.fullDest(), &author, &acc)
	list, err := collect(v, func(rows *sql.Rows) (DumpEntry, error) {
		if err := rows.Scan(dest...); err != nil {
			return DumpEntry{}, err
		}
		r.unpack()
		return r.dump(author.String, acc.String), nil
	}, "SELECT "+fullColumns+`, who.person, acc.person FROM entries e LEFT JOIN people who ON who.id = e.author
		LEFT JOIN people acc ON acc.id = e.account
		WHERE e.room = (SELECT id FROM rooms WHERE rid = ?) AND e.seq >= ? AND e.seq <= ? ORDER BY e.seq LIMIT ?`,
		rid, number(seq), number(last), dumpBatch)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	at := make(map[uint64]*DumpEntry, len(list))
	for i := range list {
		at[list[i].Seq] = &list[i]
	}
	rows, err := v.query(`SELECT m.seq, who.person FROM mentions m JOIN people who ON who.id = m.person
		WHERE m.room = (SELECT id FROM rooms WHERE rid = ?) AND m.seq BETWEEN ? AND ? ORDER BY m.seq, who.person`,
		rid, number(list[0].Seq), number(list[len(list)-1].Seq))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var seq uint64
		var person string
		if err := rows.Scan(&seq, &person); err != nil {
			return nil, err
		}
		if e := at[seq]; e != nil {
			e.Mentions = append(e.Mentions, person)
		}
	}
	return list, rows.Err()
}

// dump returns the row as it is dumped. Of a damaged one there is only that it
// was there, by whom and when.
func (r *row) dump(author, account string) DumpEntry {
	e := DumpEntry{N: r.id, Seq: uint64(r.seq), Author: author, Account: account, Nick: r.nick, At: moment(r.at)}
	if !r.genuine() || author == "" {
		e.Damaged, e.Kind, e.Author = true, chat.EntryMessage, cmp.Or(author, "unknown")
		if e.Nick = strings.ToValidUTF8(e.Nick, ""); len(e.Nick) > chat.MaxNick {
			e.Nick = ""
		}
		if checkMoment(e.At) != nil {
			e.At = moment(0)
		}
		return e
	}
	e.CID, e.Sum, e.Say, e.Ref = r.cid.String, hexSum(r.sum), r.say.String, uint64(r.ref.Int64)
	e.Kind, e.Remove, e.Deleted = kindNames[r.kind], r.remove.Valid, r.deleted != 0
	if r.edited.Valid {
		e.Edited = moment(r.edited.Int64)
	}
	if r.body.Valid {
		body := r.body.String
		e.Body = &body
	}
	return e
}

// receipts gives out what is left of entries of some rooms that were let go.
func (d *dumper) receipts(rids []string) error {
	var after DumpReceipt
	for {
		list, err := collect(d.s.each(d.ctx), func(rows *sql.Rows) (r DumpReceipt, err error) {
			var at, gone int64
			var sum []byte
			err = rows.Scan(&r.RID, &r.Author, &r.CID, &r.Seq, &at, &sum, &gone)
			r.At, r.Gone, r.Sum = moment(at), moment(gone), hexSum(sum)
			return r, err
		}, `SELECT t.rid, who.person, t.cid, t.seq, t.at, t.sum, t.gone FROM tombstones t JOIN people who ON who.id = t.author
			WHERE (t.author, t.cid) > (coalesce((SELECT id FROM people WHERE person = ?), 0), ?)
			ORDER BY t.author, t.cid LIMIT ?`, after.Author, after.CID, dumpBatch)
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if _, ours := slices.BinarySearch(rids, list[i].RID); !ours {
				continue
			}
			if err := d.item(Item{Receipt: &list[i]}); err != nil {
				return err
			}
		}
		after = list[len(list)-1]
	}
}

// places gives out who is in a room.
func (d *dumper) places(rid string, last uint64) error {
	list, err := collect(d.s.each(d.ctx), func(rows *sql.Rows) (p DumpPlace, err error) {
		return p, rows.Scan(&p.Person, &p.Upto)
	}, `SELECT who.person, min(p.upto, ?) FROM places p JOIN people who ON who.id = p.person
		WHERE p.room = (SELECT id FROM rooms WHERE rid = ?) ORDER BY who.person`, number(last), rid)
	if err != nil {
		return err
	}
	for i := range list {
		if err := d.item(Item{Place: &list[i]}); err != nil {
			return err
		}
	}
	return nil
}
