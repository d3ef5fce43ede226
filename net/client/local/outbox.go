package local

import (
	"database/sql"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// sayingColumns are the columns of a savedRow.
const sayingColumns = `claim, cid, room, rid, kind, body, reply, line, at, refused`

// A savedRow is a saying and the claim of who sends it.
type savedRow struct {
	claim string
	client.Saying
}

// outbox is a Copy as a client.Outbox.
type outbox struct{ c *Copy }

// Load returns what the dead left, oldest first, which from now on this
// process sends.
func (o outbox) Load() ([]client.Saying, error) {
	c := o.c
	c.adopts.Lock()
	defer c.adopts.Unlock()
	var rows []savedRow
	err := c.with(func(d *database) (err error) {
		rows, err = d.sayings(`SELECT `+sayingColumns+` FROM sayings WHERE claim <> ? ORDER BY id`, c.claim.name)
		return err
	})
	if err != nil {
		c.log.Warn("what was said before cannot be read", "cause", err)
		return nil, nil //nolint:nilerr // what is said now goes on, and in a minute it is tried again
	}
	locks := newGraves(c.path)
	var left []client.Saying
	for _, r := range rows {
		if locks.dead(r.claim) {
			left = append(left, r.Saying)
		}
	}
	err = nil
	if len(left) > 0 {
		err = c.in(false, func(d *database) error {
			for name, l := range locks.byName {
				if l == nil {
					continue
				}
				if err := d.exec(`UPDATE sayings SET claim = ? WHERE claim = ?`, c.claim.name, name); err != nil {
					return err
				}
			}
			return nil
		})
	}
	locks.settle(c, err)
	c.tidyClaims(locks.names())
	return left, nil
}

// Put keeps sayings; they are on the disk when it returns. What cannot be
// kept now is tried again later.
func (o outbox) Put(all ...client.Saying) error {
	err := o.c.put(all)
	if err != nil {
		o.c.queue.putLate(all)
	}
	return err
}

// put puts sayings behind those that could not be put before.
func (c *Copy) put(all []client.Saying) error {
	var late []client.Saying
	err := c.in(true, func(d *database) error {
		late = c.queue.lateOnes()
		return d.putSayings(c.claim.name, append(late, all...))
	})
	if err == nil {
		c.queue.put(late)
	}
	return err
}

func (d *database) putSayings(claim string, all []client.Saying) error {
	for _, s := range all {
		if err := d.putSaying(claim, s); err != nil {
			return err
		}
	}
	return nil
}

// Done forgets a saying, before long.
func (o outbox) Done(cid string) error {
	o.c.queue.addDone(cid)
	return nil
}

// Refuse notes that a saying is not to be sent. If that cannot be written, it
// is forgotten before long.
func (o outbox) Refuse(cid string, why *chat.Error) error {
	o.c.queue.refuse(cid, why) // it may wait to be put
	err := o.c.in(true, func(d *database) error {
		return d.exec(`UPDATE sayings SET refused = ? WHERE cid = ?`, refusalText(why), cid)
	})
	if err != nil {
		o.c.queue.addDone(cid)
	}
	return err
}

// refusalText returns a refusal as the file has it; nil is none.
func refusalText(why *chat.Error) string {
	if why == nil {
		return ""
	}
	return string(why.Code) + " " + why.Text
}

// refusal is the other way round.
func refusal(text string) *chat.Error {
	if text == "" {
		return nil
	}
	code, sentence, _ := strings.Cut(text, " ")
	return &chat.Error{Code: chat.Code(code), Text: sentence}
}

func (d *database) dropSaying(cid string) error {
	return d.exec(`DELETE FROM sayings WHERE cid = ?`, cid)
}

func (d *database) putSaying(claim string, s client.Saying) error {
	return d.exec(`INSERT INTO sayings (`+sayingColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (cid) DO UPDATE SET claim = excluded.claim`,
		claim, s.CID, s.To, s.RID, s.Kind, s.Body, int64(s.Reply), s.Line, s.At.UnixMilli(), refusalText(s.Refused))
}

// sayings returns the rows of a query for sayingColumns.
func (d *database) sayings(query string, args ...any) (all []savedRow, err error) {
	err = d.each(query, func(rows *sql.Rows) error {
		r, err := scanSaying(rows)
		all = append(all, r)
		return err
	}, args...)
	return all, err
}

func scanSaying(rows *sql.Rows) (r savedRow, err error) {
	var at, reply int64
	var refused string
	err = rows.Scan(&r.claim, &r.CID, &r.To, &r.RID, &r.Kind, &r.Body, &reply, &r.Line, &at, &refused)
	r.At, r.Reply, r.Refused = time.UnixMilli(at), uint64(reply), refusal(refused)
	return r, err
}
