-- Times are milliseconds since 1970, UTC. People are the ids of accounts and stays.

CREATE TABLE facts (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
	id     INTEGER PRIMARY KEY,
	person TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE accounts (
	id     TEXT PRIMARY KEY,
	record BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rooms (
	id      INTEGER PRIMARY KEY,
	rid     TEXT NOT NULL UNIQUE,
	name    TEXT UNIQUE, -- of a conversation NULL
	kind    TEXT NOT NULL,
	a       INTEGER REFERENCES people, -- the two of a conversation,
	b       INTEGER REFERENCES people, -- the one whose id sorts first first
	private INTEGER NOT NULL,
	passing INTEGER NOT NULL,
	topic   TEXT NOT NULL,
	created INTEGER NOT NULL,
	days    INTEGER NOT NULL,
	first   INTEGER NOT NULL,
	last    INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	UNIQUE (a, b)
) STRICT;
CREATE INDEX rooms_b ON rooms (b) WHERE b IS NOT NULL;

CREATE TABLE entries (
	id      INTEGER PRIMARY KEY, -- in the order of commits, over all rooms
	room    INTEGER NOT NULL,
	seq     INTEGER NOT NULL,
	kind    INTEGER NOT NULL, -- 1 msg, 2 topic, 3 edit, 4 delete, 5 react
	author  INTEGER NOT NULL,
	nick    TEXT NOT NULL,
	account INTEGER NOT NULL, -- people.id of the author's account; of a guest 0
	at      INTEGER NOT NULL,
	cid     TEXT,
	sum     BLOB,
	say     TEXT,    -- kind of message; of text NULL
	ref     INTEGER, -- reply of a msg, target of an edit, delete or react
	body    TEXT,    -- of a msg as it stands, NULL when deleted; topic; emoji; of an edit NULL
	remove  INTEGER, -- of a react that takes back 1
	edited  INTEGER,
	deleted INTEGER NOT NULL DEFAULT 0,
	check_  INTEGER NOT NULL -- CRC-32C of the row; see row.go
) STRICT;
-- Counting what is unread and finding pages reads this alone.
CREATE UNIQUE INDEX entries_place ON entries (room, seq, kind, author, deleted);
CREATE UNIQUE INDEX entries_cid ON entries (author, cid) WHERE cid IS NOT NULL;
-- What the index of the search does not know yet.
CREATE INDEX entries_edits ON entries (id, room, ref) WHERE kind = 3;

-- Receipts of entries that were let go.
CREATE TABLE tombstones (
	author INTEGER NOT NULL,
	cid    TEXT NOT NULL,
	rid    TEXT NOT NULL,
	seq    INTEGER NOT NULL,
	at     INTEGER NOT NULL,
	sum    BLOB NOT NULL,
	gone   INTEGER NOT NULL,
	PRIMARY KEY (author, cid)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstones_gone ON tombstones (gone);

CREATE TABLE mentions (
	person INTEGER NOT NULL,
	room   INTEGER NOT NULL,
	seq    INTEGER NOT NULL,
	PRIMARY KEY (person, room, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_entry ON mentions (room, seq);

CREATE TABLE reactions (
	room   INTEGER NOT NULL,
	target INTEGER NOT NULL,
	emoji  TEXT NOT NULL,
	person INTEGER NOT NULL,
	nick   TEXT NOT NULL,
	seq    INTEGER NOT NULL, -- of the react: the order
	PRIMARY KEY (room, target, emoji, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE places (
	person INTEGER NOT NULL,
	room   INTEGER NOT NULL,
	upto   INTEGER NOT NULL,
	PRIMARY KEY (person, room)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_room ON places (room, person);
