-- Why the server does not take what was said: a code, a space and a sentence.
-- Empty while it is to be sent. What is refused is kept until that was told.
ALTER TABLE sayings ADD COLUMN refused TEXT NOT NULL DEFAULT '';
