package local

import "database/sql"

// People keep whose account a name belongs to, as the person has met or
// accepted it, so that another one behind the same name is noticed.
type People struct{ c *Copy }

// People returns what keeps them.
func (c *Copy) People() *People { return &People{c} }

// Load returns the accounts by folded nick.
func (p *People) Load() (map[string]string, error) {
	all := make(map[string]string)
	err := p.c.with(func(db *database) error {
		return db.each(`SELECT nick, account FROM people`, func(rows *sql.Rows) error {
			var nick, account string
			err := rows.Scan(&nick, &account)
			all[nick] = account
			return err
		})
	})
	p.c.queue.overPeople(all)
	return all, err
}

// Save keeps the account of a folded nick, before long. It returns at once.
func (p *People) Save(nick, account string) { p.c.queue.addPerson(nick, account) }

func (d *database) putPerson(nick, account string) error {
	return d.exec(`INSERT INTO people (nick, account) VALUES (?, ?)
		ON CONFLICT (nick) DO UPDATE SET account = excluded.account`, nick, account)
}

func (q *queue) addPerson(nick, account string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.people[nick] = account
	q.changed()
}

// overPeople puts those that wait over those from the disk.
func (q *queue) overPeople(all map[string]string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for nick, account := range q.people {
		all[nick] = account
	}
}

// takePeople returns those that wait, and forgets them.
func (q *queue) takePeople() map[string]string {
	q.mu.Lock()
	defer q.mu.Unlock()
	people := q.people
	q.people = make(map[string]string)
	return people
}

// giveBackPeople queues again what could not be written.
func (q *queue) giveBackPeople(people map[string]string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for nick, account := range people {
		if _, newer := q.people[nick]; !newer {
			q.people[nick] = account
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
		for nick, account := range people {
			if err := d.putPerson(nick, account); err != nil {
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
