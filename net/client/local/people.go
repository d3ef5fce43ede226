package local

import (
	"database/sql"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// People keep whose account a name belongs to, as the person has met or
// accepted it, so that another one behind the same name is noticed.
type People struct{ c *Copy }

// People returns what keeps them.
func (c *Copy) People() *People { return &People{c} }

// Load returns the accounts by folded nick.
func (p *People) Load() (map[string]chat.Acquaintance, error) {
	all := make(map[string]chat.Acquaintance)
	err := p.c.with(func(db *database) error {
		return db.each(`SELECT nick, account, at FROM people`, func(rows *sql.Rows) error {
			var nick, account string
			var at int64
			err := rows.Scan(&nick, &account, &at)
			all[nick] = chat.Acquaintance{Account: account, At: time.UnixMilli(at).UTC()}
			return err
		})
	})
	p.c.queue.overPeople(all)
	return all, err
}

// Save keeps the account of a folded nick, before long. It returns at once.
func (p *People) Save(nick string, a chat.Acquaintance) { p.c.queue.addPerson(nick, a) }

func (d *database) putPerson(nick string, a chat.Acquaintance) error {
	return d.exec(`INSERT INTO people (nick, account, at) VALUES (?, ?, ?)
		ON CONFLICT (nick) DO UPDATE SET account = excluded.account, at = excluded.at`, nick, a.Account, a.At.UnixMilli())
}

func (q *queue) addPerson(nick string, a chat.Acquaintance) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.people[nick] = a
	q.changed()
}

// overPeople puts those that wait over those from the disk.
func (q *queue) overPeople(all map[string]chat.Acquaintance) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for nick, a := range q.people {
		all[nick] = a
	}
}

// takePeople returns those that wait, and forgets them.
func (q *queue) takePeople() map[string]chat.Acquaintance {
	q.mu.Lock()
	defer q.mu.Unlock()
	people := q.people
	q.people = make(map[string]chat.Acquaintance)
	return people
}

// giveBackPeople queues again what could not be written.
func (q *queue) giveBackPeople(people map[string]chat.Acquaintance) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for nick, a := range people {
		if _, newer := q.people[nick]; !newer {
			q.people[nick] = a
		}
	}
}

// writePeople writes those that wait.
func (c *Copy) writePeople() error {
	people := c.queue.takePeople()
	if len(people) == 0 {
		return nil
	}
	err := c.in(false, func(d *database) error {
		for nick, a := range people {
			if err := d.putPerson(nick, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		c.queue.giveBackPeople(people)
	}
	return err
}
