package sqlite

import "database/sql"

// fullColumns are all columns of a row, as e: those of rowColumns, its id and
// the sum of what was asked for.
const fullColumns = rowColumns + ", e.id, e.sum"

// fullDest are where fullColumns are read to; unpack comes after.
func (r *row) fullDest() []any { return append(r.dest(), &r.id, &r.sum) }

func scanFull(rows *sql.Rows) (r row, err error) {
	err = rows.Scan(r.fullDest()...)
	r.unpack()
	return r, err
}
