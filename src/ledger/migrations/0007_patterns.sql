-- What stories of decisions have in common: the JSON of one, with marks in place of the texts that registries publish
-- (resolve/pattern.rs). Where a decision has a pattern, `packed` holds the texts that fill it.
CREATE TABLE pattern (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, text TEXT NOT NULL) STRICT;
ALTER TABLE decision ADD COLUMN pattern INTEGER REFERENCES pattern;
