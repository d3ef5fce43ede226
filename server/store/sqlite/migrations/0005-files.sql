-- Which entries are files, by their ids and their contents. It follows from the
-- entries, so a dump has none.
CREATE TABLE files (
	room   INTEGER NOT NULL,
	seq    INTEGER NOT NULL,
	file   TEXT NOT NULL UNIQUE,
	sum    TEXT NOT NULL, -- SHA-256 in hex
	size   INTEGER NOT NULL,
	author INTEGER NOT NULL,
	PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX files_sum ON files (sum, size);
CREATE INDEX files_author ON files (author, size);
