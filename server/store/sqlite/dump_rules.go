package sqlite

import (
	"database/sql"
	"maps"
	"slices"
)

// rules gives out bans, mutes and blocks.
func (d *dumper) rules() error {
	rulings, err := collect(d.s.each(d.ctx), func(rows *sql.Rows) (r DumpRuling, err error) {
		return r, rows.Scan(&r.Record)
	}, "SELECT record FROM rulings ORDER BY id")
	if err != nil {
		return err
	}
	for i := range rulings {
		if err := d.item(Item{Ruling: &rulings[i]}); err != nil {
			return err
		}
	}
	blocks, err := collect(d.s.each(d.ctx), func(rows *sql.Rows) (b DumpBlock, err error) {
		return b, rows.Scan(&b.Person, &b.Other)
	}, `SELECT who.person, whom.person FROM blocks b JOIN people who ON who.id = b.person
		JOIN people whom ON whom.id = b.other ORDER BY who.person, whom.person`)
	if err != nil {
		return err
	}
	for i := range blocks {
		if err := d.item(Item{Block: &blocks[i]}); err != nil {
			return err
		}
	}
	return nil
}

// roles keeps the roles in a room that is new here.
func (l *loader) roles(roles map[string]string) error {
	for _, person := range slices.Sorted(maps.Keys(roles)) {
		if err := l.tx.grant(l.room.id, person, roles[person]); err != nil {
			return err
		}
	}
	return nil
}
