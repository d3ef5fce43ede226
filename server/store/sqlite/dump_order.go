package sqlite

import (
	"errors"
	"fmt"
)

// An itemOrder is where in a dump one is.
type itemOrder struct {
	n      int
	begun  bool
	end    bool
	stage  int
	room   *DumpRoom
	seq    uint64 // of the entry that follows
	above  int64  // N of the entry before
	places bool   // those of the room have begun
}

// The stages of a dump.
const (
	stageAccounts = iota
	stageRooms
	stageReceipts
)

// next reports whether an item may follow those before it.
func (o *itemOrder) next(i Item) error {
	if o.end {
		return errors.New("there is something after the end")
	}
	if o.begun != (i.Head == nil) {
		return errors.New("a dump has one head, at its beginning")
	}
	o.begun = true
	var err error
	switch {
	case (i.Account != nil || i.Ruling != nil || i.Block != nil) && o.stage > stageAccounts:
		err = errors.New("an account or a ruling comes after the rooms")
	case i.Room != nil:
		err = o.nextRoom(i.Room)
	case i.Entry != nil:
		err = o.nextEntry(i.Entry)
	case i.Place != nil:
		if o.places = true; o.stage != stageRooms {
			err = errors.New("a place comes without its room")
		} else if err = o.roomWhole(); err == nil && i.Place.Upto > o.room.Last {
			err = fmt.Errorf("%s has read more than there is", i.Place.Person)
		}
	case i.Receipt != nil:
		err = o.roomWhole()
		o.stage = stageReceipts
	case i.End != nil:
		if err = o.roomWhole(); err == nil && i.End.Items != o.n {
			err = fmt.Errorf("there are %d items, and should be %d", o.n, i.End.Items)
		}
		o.end = true
	}
	o.n++
	return err
}

func (o *itemOrder) nextRoom(r *DumpRoom) error {
	if o.stage == stageReceipts {
		return errors.New("a room comes after the receipts")
	}
	if err := o.roomWhole(); err != nil {
		return err
	}
	if o.room != nil && o.room.RID >= r.RID {
		return fmt.Errorf("room %s comes after room %s", r.RID, o.room.RID)
	}
	o.stage, o.room, o.seq, o.above, o.places = stageRooms, r, r.First, 0, false
	return nil
}

func (o *itemOrder) nextEntry(e *DumpEntry) error {
	switch {
	case o.stage != stageRooms || o.places:
		return errors.New("a message comes without its room")
	case e.Seq != o.seq || e.Seq > o.room.Last:
		return fmt.Errorf("message %d comes where %d should", e.Seq, o.seq)
	case e.N <= o.above:
		return fmt.Errorf("message %d is older than the one before it", e.Seq)
	}
	o.seq, o.above = e.Seq+1, e.N
	return nil
}

// roomWhole reports whether all entries of the room were there.
func (o *itemOrder) roomWhole() error {
	if o.room != nil && o.seq != o.room.Last+1 {
		return fmt.Errorf("messages %d to %d of room %s are missing", o.seq, o.room.Last, o.room.RID)
	}
	return nil
}

// whole reports whether the dump may end here.
func (o *itemOrder) whole() error {
	switch {
	case o.n == 0:
		return errors.New("it is empty")
	case !o.end:
		return errors.New("it is cut off: its end is missing")
	}
	return nil
}
