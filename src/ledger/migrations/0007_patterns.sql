-- What stories of decisions have in common: the JSON of one, with marks in place of the texts that registries publish
-- (resolve/pattern.rs), packed as stories are. Where a decision has a pattern, its own `packed` holds the texts that fill it.
CREATE TABLE pattern (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, packed BLOB NOT NULL) STRICT;
ALTER TABLE decision ADD COLUMN pattern INTEGER REFERENCES pattern;
