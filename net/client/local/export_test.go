package local

import "fmt"

// Sync writes what is queued, as after a while.
func (c *Copy) Sync() {
	if err := c.flush(); err != nil {
		panic(err)
	}
}

// Rows returns how many rows a table has.
func (c *Copy) Rows(table string) (n int) {
	err := c.with(func(d *database) error { return d.row("SELECT count(*) FROM " + table).Scan(&n) })
	if err != nil {
		panic(err)
	}
	return n
}

// Fill makes the disk look full, or roomy again.
func (c *Copy) Fill(full bool) {
	err := c.with(func(d *database) error {
		most := 1 << 30
		if full {
			if err := d.row("PRAGMA page_count").Scan(&most); err != nil {
				return err
			}
		}
		return d.row(fmt.Sprintf("PRAGMA max_page_count = %d", most)).Scan(&most)
	})
	if err != nil {
		panic(err)
	}
}
