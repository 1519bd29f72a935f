-- Contacts: answers of registries, kept by range; reviews.

-- What addresses have of their own where many networks share one decision: ranges and names, which the decision's story
-- leaves out (resolve/surroundings.rs); some places together in one row, compressed (ledger/places.rs).
CREATE TABLE place (id INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;

-- When decisions were made.
CREATE TABLE deciding (id INTEGER PRIMARY KEY, at INTEGER NOT NULL UNIQUE) STRICT;

-- Resolutions again, smaller: there are millions. place: 64 times the row's number, plus the number in it; NULL: the
-- story leaves nothing out. decided: since when this has been so.
ALTER TABLE resolution RENAME TO former_resolution;
CREATE TABLE resolution (
    address  BLOB PRIMARY KEY,
    decision INTEGER NOT NULL REFERENCES decision,
    place    INTEGER,
    decided  INTEGER NOT NULL REFERENCES deciding
) WITHOUT ROWID, STRICT;
INSERT INTO deciding (at) SELECT DISTINCT decided_at FROM former_resolution ORDER BY decided_at;
INSERT INTO resolution SELECT address, decision, NULL, deciding.id FROM former_resolution JOIN deciding ON at = decided_at
    ORDER BY address;
DROP TABLE former_resolution;

-- The story again, compressed; `story` is then empty. Packed against a text that is part of the program.
ALTER TABLE decision ADD COLUMN packed BLOB;
