-- Invites that are valid; each is one row as account.EncodeInvite writes it.
CREATE TABLE invites (
	id     TEXT PRIMARY KEY,
	record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
