-- Resolutions of neighbouring addresses stand together in one row, column by column (ledger/paged): there are millions.
-- first: the first of them; a page ends before the next one's begins. addresses: how many.
ALTER TABLE resolution RENAME TO former_resolution;
CREATE TABLE resolution_page (
    id        INTEGER PRIMARY KEY,
    first     BLOB NOT NULL UNIQUE,
    addresses INTEGER NOT NULL,
    packed    BLOB NOT NULL
) STRICT;

-- Numbers within a page.
CREATE TABLE slot (n INTEGER PRIMARY KEY) STRICT;
INSERT INTO slot WITH RECURSIVE up (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < 63) SELECT n FROM up;

-- As before: a row for each address, in the order of (first, n). The functions are the program's own (ledger/paged). It can
-- be read through, or a range of `first`, not searched for an address, nor joined to from another table.
CREATE VIEW resolution AS SELECT address_at(packed, n) AS address, decision_at(packed, n) AS decision,
    place_at(packed, n) AS place, decided_at(packed, n) AS decided, first, n FROM resolution_page CROSS JOIN slot ON n < addresses;

-- Stories are found by the first octets of their digest: an index of 32 octets for each takes longer to write to than all
-- else about them. That none stands there twice is seen to when one is noted (ledger/stories.rs).
ALTER TABLE decision RENAME TO former_decision;
CREATE TABLE decision (
    id         INTEGER PRIMARY KEY,
    sha256     BLOB NOT NULL,
    verdict    TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    contact    INTEGER REFERENCES contact,
    story      TEXT NOT NULL,
    packed     BLOB,
    pattern    INTEGER REFERENCES pattern
) STRICT;
INSERT INTO decision SELECT id, sha256, verdict, confidence, contact, story, packed, pattern FROM former_decision;
DROP TABLE former_decision;
CREATE INDEX decision_digest ON decision (substr(sha256, 1, 8));
