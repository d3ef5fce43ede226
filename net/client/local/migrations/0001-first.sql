-- What a client keeps for one person on one server. PROTOCOL.md 3 and 5 say
-- what rid, cid, seq and epoch are.

-- Rooms and conversations. Everything from first to last was told without a
-- hole; what stands of it is in entries.
CREATE TABLE logs (
	id      INTEGER PRIMARY KEY,
	rid     TEXT    NOT NULL UNIQUE,
	room    TEXT    NOT NULL, -- #room or @nick
	epoch   TEXT    NOT NULL,
	first   INTEGER NOT NULL,
	last    INTEGER NOT NULL,
	at      INTEGER NOT NULL, -- of the frame last, milliseconds since 1970; 0 if not known
	changed INTEGER NOT NULL, -- the newest frame that changed another
	used    INTEGER NOT NULL  -- orders logs by their last use, milliseconds since 1970
);

-- Messages and topics as they stand, as lines of the protocol. What frames up
-- to asof changed is in the line.
CREATE TABLE entries (
	log  INTEGER NOT NULL,
	seq  INTEGER NOT NULL,
	asof INTEGER NOT NULL,
	line BLOB    NOT NULL,
	PRIMARY KEY (log, seq)
) WITHOUT ROWID;

-- What was said and is not known to be on the server's disk, oldest first.
-- claim names the process that sends it.
CREATE TABLE sayings (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	cid   TEXT    NOT NULL UNIQUE,
	claim TEXT    NOT NULL,
	at    INTEGER NOT NULL, -- milliseconds since 1970
	room  TEXT    NOT NULL, -- #room or @nick it goes to
	rid   TEXT    NOT NULL,
	kind  TEXT    NOT NULL,
	body  TEXT    NOT NULL,
	reply INTEGER NOT NULL,
	line  TEXT    NOT NULL  -- of other commands than messages
);

-- What was written and not yet said.
CREATE TABLE drafts (
	room TEXT    PRIMARY KEY,
	text TEXT    NOT NULL,
	at   INTEGER NOT NULL
) WITHOUT ROWID;
