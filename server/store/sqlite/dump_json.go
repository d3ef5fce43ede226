package sqlite

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// maxDumpLine is how long a line of a dump may be, in bytes. An account with
// all its keys is the longest item but a message that names thousands.
const maxDumpLine = 4 << 20

// WriteItem writes an item as a line of JSON.
func WriteItem(w io.Writer, item Item) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b) // ends with a line end
	e.SetEscapeHTML(false)
	if err := e.Encode(item); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Items reads what WriteItem wrote. Each item has the right form and stands
// where it may; an error, which names the line, is the last thing given. What
// does not end with an end item is cut off, and that is an error too.
func Items(r io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		lines := bufio.NewReaderSize(r, 64<<10)
		var order itemOrder
		for n := 1; ; n++ {
			line, err := readDumpLine(lines)
			if errors.Is(err, io.EOF) {
				if err = order.whole(); err != nil {
					yield(Item{}, err)
				}
				return
			}
			var item Item
			if err == nil {
				item, err = parseItem(line)
			}
			if err == nil {
				err = order.next(item)
			}
			if err != nil {
				yield(Item{}, fmt.Errorf("line %d: %w", n, err))
				return
			}
			if !yield(item, nil) {
				return
			}
		}
	}
}

// readDumpLine reads a line without its end; io.EOF if there is none.
func readDumpLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxDumpLine:
			return nil, fmt.Errorf("it is longer than %d bytes", maxDumpLine)
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) > 0:
			return nil, errors.New("it is cut off")
		case err != nil:
			return nil, err
		}
		return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), nil
	}
}

// parseItem reads one item and checks its form.
func parseItem(line []byte) (Item, error) {
	if !utf8.Valid(line) {
		return Item{}, errors.New("it is not valid UTF-8")
	}
	var item Item
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&item); err != nil {
		return Item{}, fmt.Errorf("it is no item of a dump: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Item{}, errors.New("there is more than one item in it")
	}
	return item, item.check()
}

// check reports what is wrong with the form of an item, or nil.
func (i *Item) check() error {
	n := 0
	for _, set := range []bool{i.Head != nil, i.Account != nil, i.Room != nil, i.Entry != nil, i.Receipt != nil, i.Place != nil, i.Ruling != nil, i.Block != nil, i.End != nil} {
		if set {
			n++
		}
	}
	if n != 1 {
		return fmt.Errorf("it has %d parts instead of one", n)
	}
	switch {
	case i.Head != nil:
		return i.Head.check()
	case i.Account != nil:
		acc, err := account.Decode([]byte(i.Account.Record))
		if err == nil && string(acc.ID) != i.Account.ID {
			err = errors.New("its record is of another one")
		}
		if err != nil {
			return fmt.Errorf("account %s: %w", i.Account.ID, err)
		}
	case i.Room != nil:
		return i.Room.check()
	case i.Entry != nil:
		return i.Entry.check()
	case i.Receipt != nil:
		r := i.Receipt
		return errors.Join(checkDumpNames(r.RID, r.Author, r.CID), checkSeq(r.Seq), checkSum(r.Sum), checkMoment(r.At), checkMoment(r.Gone))
	case i.Ruling != nil:
		_, err := store.DecodeRuling([]byte(i.Ruling.Record))
		return err
	case i.Block != nil:
		return checkDumpNames(i.Block.Person, i.Block.Other)
	case i.Place != nil:
		return errors.Join(checkDumpNames(i.Place.Person), checkSeq(max(i.Place.Upto, 1)))
	}
	return nil
}

func (h *DumpHead) check() error {
	if h.Format != DumpFormat {
		return fmt.Errorf("its format is %q, not %s", h.Format, DumpFormat)
	}
	if h.Version != DumpVersion {
		return fmt.Errorf("it is of version %d; this chat-tui reads version %d", h.Version, DumpVersion)
	}
	return nil
}

func (r *DumpRoom) check() error {
	switch {
	case len(r.RID) < chat.MinRID || len(r.RID) > chat.MaxRID:
		return fmt.Errorf("its rid %q is not %d to %d letters", r.RID, chat.MinRID, chat.MaxRID)
	case r.First < 1 || r.Last > chat.MaxInt || r.First > r.Last+1:
		return fmt.Errorf("its messages are %d to %d", r.First, r.Last)
	case r.Days < 0 || r.Days > math.MaxInt32:
		return fmt.Errorf("its messages are kept for %d days", r.Days)
	case r.SlowMS < 0 || r.SlowMS > chat.MaxSlowMS:
		return fmt.Errorf("between two messages of one person are %d ms", r.SlowMS)
	case len(r.Topic) > chat.MaxTopic:
		return errors.New("its topic is too long")
	case r.Kind != chat.RoomDirect && (r.Name == "" || len(r.Name) > chat.MaxRoom || len(r.Pair) != 0):
		return errors.New("it is a room, and has no name or people of a conversation")
	case r.Kind == chat.RoomDirect && (r.Name != "" || len(r.Pair) != 2 || r.Pair[0] > r.Pair[1]):
		return errors.New("it is a conversation, and has a name or not two people in their order")
	case r.Kind != chat.RoomChat && r.Kind != chat.RoomDirect && !chat.IsQueue(r.Kind):
		return fmt.Errorf("it is a room of the kind %q", r.Kind)
	}
	for person, role := range r.Roles {
		if role != chat.RoleOwner && role != chat.RoleOp && role != chat.RoleMember || r.Kind == chat.RoomDirect {
			return fmt.Errorf("in it %s has the role %q", person, role)
		}
		if err := checkDumpNames(person); err != nil {
			return err
		}
	}
	return errors.Join(checkDumpNames(r.Pair...), checkMoment(r.Created), checkMoment(r.At))
}

func (e *DumpEntry) check() error {
	text := ""
	if e.Body != nil {
		text = *e.Body
	}
	kind := kindNumber(e.Kind)
	changes, says := (&row{kind: kind}).changes(), (&row{kind: kind}).says()
	switch {
	case kind == 0:
		return fmt.Errorf("it is of the kind %q", e.Kind)
	case e.N < 1 || e.N > chat.MaxInt:
		return fmt.Errorf("its place in the order is %d", e.N)
	case len(text) > chat.MaxBody || len(e.Nick) > chat.MaxNick || strings.ContainsRune(text, 0):
		return errors.New("its text or its nick is too long, or no text")
	case changes && (e.Ref < 1 || e.Ref >= e.Seq), e.Ref > chat.MaxInt:
		return fmt.Errorf("it is about message %d", e.Ref)
	case e.Deleted && (e.Body != nil || !says),
		!e.Damaged && !e.Deleted && (e.Body == nil) == (says || kind == kindTopic || kind == kindReact):
		return errors.New("it has no text where there should be one, or the other way round")
	case kind == kindFile && e.Body != nil && fileOf(text) == nil:
		return errors.New("it tells of no file")
	case kind == kindPush && e.Ref > chat.MaxPriority:
		return fmt.Errorf("its priority is %d", e.Ref)
	case e.Damaged && e.Body != nil:
		return errors.New("it is damaged and has a text")
	case e.CID == "" && e.Sum != "":
		return errors.New("it has a sum without a cid")
	}
	err := errors.Join(checkDumpNames(e.Author), checkDumpNames(e.Mentions...), checkSeq(e.Seq), checkMoment(e.At))
	if e.CID != "" {
		err = errors.Join(err, checkDumpNames(e.CID), checkSum(e.Sum))
	}
	if !e.Edited.IsZero() {
		err = errors.Join(err, checkMoment(e.Edited))
	}
	return err
}

// checkDumpNames reports whether ids may be such.
func checkDumpNames(ids ...string) error {
	for _, id := range ids {
		if id == "" || len(id) > chat.MaxID {
			return fmt.Errorf("%q is no id", id)
		}
	}
	return nil
}

func checkSeq(seq uint64) error {
	if seq < 1 || seq > chat.MaxInt {
		return fmt.Errorf("%d is no number of a message", seq)
	}
	return nil
}

func checkSum(sum string) error {
	if b, err := hex.DecodeString(sum); err != nil || len(b) != len(store.Sum{}) {
		return fmt.Errorf("%q is no sum", sum)
	}
	return nil
}

func checkMoment(t time.Time) error {
	if t.Year() < 1970 || t.Year() > 9999 {
		return fmt.Errorf("%s is no time of ours", t)
	}
	return nil
}
