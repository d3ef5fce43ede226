-- What holds in a room.
ALTER TABLE rooms ADD COLUMN slow INTEGER NOT NULL DEFAULT 0; -- milliseconds between two messages of one person
ALTER TABLE rooms ADD COLUMN readonly INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN locked INTEGER NOT NULL DEFAULT 0; -- the topic

-- Roles in rooms: owner, op, or in a private one member, who may come in.
CREATE TABLE grants (
	room   INTEGER NOT NULL,
	person INTEGER NOT NULL,
	role   TEXT NOT NULL,
	PRIMARY KEY (room, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_person ON grants (person, room);

-- Bans and mutes that hold; each is one row as store.EncodeRuling writes it.
CREATE TABLE rulings (
	id     TEXT PRIMARY KEY,
	at     INTEGER NOT NULL,
	record BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Whom people want to hear nothing of.
CREATE TABLE blocks (
	person INTEGER NOT NULL,
	other  INTEGER NOT NULL,
	PRIMARY KEY (person, other)
) STRICT, WITHOUT ROWID;
