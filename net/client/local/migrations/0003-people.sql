-- Whose accounts names belonged to when this person met them, or accepted them
-- since. nick is folded.
CREATE TABLE people (
	nick    TEXT PRIMARY KEY,
	account TEXT NOT NULL,
	at      INTEGER NOT NULL -- when they met or accepted it, milliseconds since 1970
) WITHOUT ROWID;
