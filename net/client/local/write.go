package local

import (
	"errors"
	"time"
)

const (
	// gather is how long the writer waits for more, so that many things make
	// one transaction.
	gather = 100 * time.Millisecond
	// stepsAtOnce bounds a transaction, so that a saying that is to be put
	// does not wait long.
	stepsAtOnce = 1000
	// The pause after something could not be written, doubled each time.
	firstPause, longPause = 500 * time.Millisecond, 30 * time.Second
)

// write writes what is queued, until the Copy is closed.
func (c *Copy) write() {
	defer close(c.done)
	pause := time.Duration(0)
	for {
		select {
		case <-c.stop:
			c.flush()
			return
		case <-c.queue.wake:
		}
		if !c.rest(max(gather, pause)) {
			c.flush()
			return
		}
		err := c.flush()
		switch {
		case err == nil:
			pause = 0
		case pause == 0:
			c.log.Warn("the local copy cannot be written", "cause", err)
			pause = firstPause
		default:
			pause = min(2*pause, longPause)
		}
		if err != nil && c.queue.waits() {
			c.queue.mu.Lock()
			c.queue.changed()
			c.queue.mu.Unlock()
		}
	}
}

// rest waits; it returns false if the Copy is closed meanwhile.
func (c *Copy) rest(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.stop:
		return false
	}
}

// flush writes what is queued. Drafts and sayings that could not be written
// are queued again; frames of logs are not: the copy of their log begins anew
// behind them.
func (c *Copy) flush() error {
	c.flushing.Lock()
	defer c.flushing.Unlock()
	drafts, done := c.queue.takeRest()
	err := c.writeRest(drafts, done)
	if err != nil {
		c.queue.giveBack(drafts, done)
	}
	err = errors.Join(err, c.writePeople())
	wiped := false
	for {
		batch := c.queue.takeLogs(stepsAtOnce)
		if len(batch) == 0 {
			break
		}
		k := keeper{now: time.Now()}
		logErr := c.in(false, func(d *database) error {
			k.d, k.wiped = d, false
			return k.keep(batch)
		})
		if logErr != nil {
			err = logErr
		}
		wiped = wiped || k.wiped
	}
	if wiped {
		c.wipe()
	}
	return err
}

// writeRest writes drafts and what became of sayings.
func (c *Copy) writeRest(drafts map[string]string, done []string) error {
	late := c.queue.lateOnes()
	if len(drafts)+len(done)+len(late) == 0 {
		return nil
	}
	now := time.Now()
	err := c.in(len(late) > 0, func(d *database) error {
		late = c.queue.lateOnes()
		if err := d.putSayings(c.claim.name, late); err != nil {
			return err
		}
		for _, cid := range done {
			if err := d.dropSaying(cid); err != nil {
				return err
			}
		}
		for room, text := range drafts {
			if err := d.putDraft(room, text, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		c.queue.put(late)
	}
	return err
}

// wipe empties the log of the database: deleted text is gone from the file,
// but the log still holds how it was.
func (c *Copy) wipe() {
	err := c.with(func(d *database) error { return d.exec("PRAGMA wal_checkpoint(TRUNCATE)") })
	if err != nil {
		c.log.Debug("the log of the local copy stays", "cause", err)
	}
}
