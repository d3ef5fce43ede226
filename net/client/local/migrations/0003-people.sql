-- Whose accounts names belonged to when this person met them, or accepted them
-- since. nick is folded.
CREATE TABLE people (
	nick    TEXT PRIMARY KEY,
	account TEXT NOT NULL
) WITHOUT ROWID;
