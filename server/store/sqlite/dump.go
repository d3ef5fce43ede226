package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// A dump is everything that is kept, for export and import, in this order:
//
//   - one head, which says the version of the format;
//   - the accounts, the bans and mutes, and who has blocked whom, unless only
//     some rooms are asked for;
//   - each room by its rid: the room, its entries from the first to the last,
//     the places of people in it;
//   - the receipts of entries that were let go;
//   - one end, which says how many items there were before it.
//
// Entries are as they stand: a message has its present text, or none if it was
// deleted, and an edit has none. Reactions follow from the entries. People are
// named by the ids of their accounts and stays. Conversations of guests, which
// end with the server, are left out.
//
// As JSON lines (WriteItem, Items), each line is an object with one member
// that says what the item is: {"head":{…}}, {"room":{…}}, {"entry":{…}} and so
// on. A newer version may add members, which older readers refuse.

// DumpFormat and DumpVersion are what the head of a dump says.
const (
	DumpFormat  = "chat-tui-history"
	DumpVersion = 1
)

// An Item is one part of a dump: one of its fields is set.
type Item struct {
	Head    *DumpHead    `json:"head,omitempty"`
	Account *DumpAccount `json:"account,omitempty"`
	Room    *DumpRoom    `json:"room,omitempty"`
	Entry   *DumpEntry   `json:"entry,omitempty"`
	Receipt *DumpReceipt `json:"receipt,omitempty"`
	Place   *DumpPlace   `json:"place,omitempty"`
	Ruling  *DumpRuling  `json:"ruling,omitempty"`
	Block   *DumpBlock   `json:"block,omitempty"`
	End     *DumpEnd     `json:"end,omitempty"`
}

// A DumpHead begins a dump.
type DumpHead struct {
	Format  string    `json:"format"`
	Version int       `json:"version"`
	Epoch   string    `json:"epoch"`
	Made    time.Time `json:"made"`
}

// A DumpAccount is an account as account.Encode writes it.
type DumpAccount struct {
	ID     string `json:"id"`
	Record string `json:"record"`
}

// A DumpRoom begins a room or conversation; what follows is of it.
type DumpRoom struct {
	RID     string    `json:"rid"`
	Name    string    `json:"name,omitempty"`
	Kind    string    `json:"kind"`
	Pair    []string  `json:"pair,omitempty"` // two, of a conversation
	Private bool      `json:"private,omitempty"`
	Topic   string    `json:"topic,omitempty"`
	Created time.Time `json:"created"`
	Days    int       `json:"days,omitempty"`
	SlowMS  int64     `json:"slow_ms,omitempty"`
	Quiet   bool      `json:"readonly,omitempty"`
	Locked  bool      `json:"topic_lock,omitempty"`
	First   uint64    `json:"first"`
	Last    uint64    `json:"last"`
	At      time.Time `json:"at"`

	Roles map[string]string `json:"roles,omitempty"` // by person
}

// A DumpRuling is a ban or a mute as store.EncodeRuling writes it.
type DumpRuling struct {
	Record string `json:"record"`
}

// A DumpBlock is that a person wants to hear nothing of another.
type DumpBlock struct {
	Person string `json:"person"`
	Other  string `json:"other"`
}

// A DumpEntry is an entry of the room before it.
type DumpEntry struct {
	N        int64          `json:"n"` // the order over all rooms
	Seq      uint64         `json:"seq"`
	Kind     chat.EntryKind `json:"kind"`
	Author   string         `json:"author"`
	Account  string         `json:"account,omitempty"` // none for guests
	Nick     string         `json:"nick"`
	At       time.Time      `json:"at"`
	CID      string         `json:"cid,omitempty"`
	Sum      string         `json:"sum,omitempty"` // hex
	Say      string         `json:"say,omitempty"`
	Ref      uint64         `json:"ref,omitempty"`  // what a msg answers, what is changed, or the priority of a push
	Body     *string        `json:"body,omitempty"` // of a msg, topic or react
	Remove   bool           `json:"remove,omitempty"`
	Edited   time.Time      `json:"edited,omitzero"`
	Deleted  bool           `json:"deleted,omitempty"`
	Damaged  bool           `json:"damaged,omitempty"` // it was not as it was written; there is no body
	Mentions []string       `json:"mentions,omitempty"`
}

// A DumpReceipt is what is left of an entry that was let go.
type DumpReceipt struct {
	RID    string    `json:"rid"`
	Author string    `json:"author"`
	CID    string    `json:"cid"`
	Seq    uint64    `json:"seq"`
	At     time.Time `json:"at"`
	Sum    string    `json:"sum"` // hex
	Gone   time.Time `json:"gone"`
}

// A DumpPlace is a person's place in the room before it.
type DumpPlace struct {
	Person string `json:"person"`
	Upto   uint64 `json:"upto"`
}

// A DumpEnd ends a dump.
type DumpEnd struct {
	Items int `json:"items"` // before this one
}

// A Filter says what of a history is dumped. Empty is everything.
type Filter struct {
	Rooms []string // names or rids; then there are no accounts
}

// Dump gives out what is kept, item by item; an error of give ends it. Each
// room is as of about one moment, and what is said while it is given out is
// left for the next dump.
func (s *Store) Dump(ctx context.Context, filter Filter, give func(Item) error) error {
	d := &dumper{s: s, ctx: ctx, give: give}
	if err := d.all(filter); err != nil {
		if primary(err) != 0 {
			return s.readError("export history", err)
		}
		return err
	}
	return nil
}

// A dumper gives out items.
type dumper struct {
	s    *Store
	ctx  context.Context //nolint:containedctx // a dumper lives as long as one call
	give func(Item) error
	n    int
}

func (d *dumper) item(i Item) error {
	d.n++
	return d.give(i)
}

func (d *dumper) all(filter Filter) error {
	rids, err := d.rids(filter)
	if err != nil {
		return err
	}
	if err := d.item(Item{Head: &DumpHead{Format: DumpFormat, Version: DumpVersion, Epoch: d.s.epoch, Made: time.Now().UTC().Truncate(time.Millisecond)}}); err != nil {
		return err
	}
	if len(filter.Rooms) == 0 {
		if err := d.accounts(); err != nil {
			return err
		}
		if err := d.rules(); err != nil {
			return err
		}
	}
	for _, rid := range rids {
		if err := d.room(rid); err != nil {
			return err
		}
	}
	if err := d.receipts(rids); err != nil {
		return err
	}
	return d.give(Item{End: &DumpEnd{Items: d.n}})
}

// rids returns the rooms to dump, sorted.
func (d *dumper) rids(filter Filter) ([]string, error) {
	if len(filter.Rooms) == 0 {
		return collect(d.s.each(d.ctx), scanText, "SELECT rid FROM rooms WHERE passing = 0 ORDER BY rid")
	}
	var rids []string
	for _, room := range filter.Rooms {
		var rid string
		err := d.s.each(d.ctx).row([]any{&rid}, "SELECT rid FROM rooms WHERE (name = ?1 OR rid = ?1) AND passing = 0", room)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("there is no room %s: %w", room, store.ErrNone)
		}
		if err != nil {
			return nil, err
		}
		rids = append(rids, rid)
	}
	slices.Sort(rids)
	return slices.Compact(rids), nil
}

func (d *dumper) accounts() error {
	list, err := collect(d.s.each(d.ctx), func(rows *sql.Rows) (a DumpAccount, err error) {
		return a, rows.Scan(&a.ID, &a.Record)
	}, "SELECT id, record FROM accounts ORDER BY id")
	if err != nil {
		return err
	}
	for i := range list {
		if err := d.item(Item{Account: &list[i]}); err != nil {
			return err
		}
	}
	return nil
}

// hexSum returns a sum as it is dumped.
func hexSum(sum []byte) string { return hex.EncodeToString(sum) }
