-- How the items of queues stand. They follow from the entries, so a dump has none.
CREATE TABLE items (
	room     INTEGER NOT NULL,
	seq      INTEGER NOT NULL, -- of the push
	priority INTEGER NOT NULL,
	state    INTEGER NOT NULL, -- 0 waits, 1 taken, 2 done
	holder   INTEGER, -- who took it, or has done it
	nick     TEXT, -- of that person then
	since    INTEGER, -- when it was taken, or done
	PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX items_open ON items (room, seq) WHERE state < 2;
