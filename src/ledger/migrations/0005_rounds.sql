-- Rounds: rescans, reminders, corrections, hold-out.

-- A scan is what one import command read: its files together say what was seen at that time.
ALTER TABLE import ADD COLUMN scan INTEGER NOT NULL DEFAULT 0;
UPDATE import SET scan = id;

-- What each scan looked for: the pairs of source and exposure that occur in it. A known sighting of such a pair that
-- the scan does not name has been looked for and not found.
CREATE TABLE coverage (
    source   INTEGER NOT NULL REFERENCES source,
    exposure INTEGER NOT NULL REFERENCES exposure,
    scan     INTEGER NOT NULL,
    PRIMARY KEY (source, exposure, scan)
) WITHOUT ROWID, STRICT;
INSERT INTO coverage SELECT DISTINCT source, exposure, scan FROM sighting JOIN import ON import.id = latest;

-- Worked out from the coverage after each import: a sighting whose latest import is before `absent` was missing from
-- the last scan of its pair, one before `gone` from the last two.
CREATE TABLE vanishing (
    source   INTEGER NOT NULL,
    exposure INTEGER NOT NULL,
    absent   INTEGER NOT NULL,
    gone     INTEGER NOT NULL,
    PRIMARY KEY (source, exposure)
) WITHOUT ROWID, STRICT;

-- The scan in which a sighting that had been gone was seen again, if any.
ALTER TABLE sighting ADD COLUMN back INTEGER;

-- first, reminder or correction; the last import that the round knew of.
ALTER TABLE round ADD COLUMN kind TEXT NOT NULL DEFAULT 'first';
ALTER TABLE round ADD COLUMN imports INTEGER NOT NULL DEFAULT 0;

-- The letter that a reminder or correction refers to.
ALTER TABLE letter ADD COLUMN answers INTEGER REFERENCES letter;

-- Sightings that turned out wrong. Seen again by an import after this one, they count again.
CREATE TABLE withdrawal (
    address      BLOB NOT NULL,
    port         INTEGER NOT NULL,
    exposure     INTEGER NOT NULL,
    imports      INTEGER NOT NULL,
    withdrawn_at INTEGER NOT NULL,
    PRIMARY KEY (address, port, exposure)
) WITHOUT ROWID, STRICT;

-- Which contacts are written to later, to compare; each contact is assigned once. imports: the last import when it was.
CREATE TABLE holdout (
    contact     INTEGER PRIMARY KEY REFERENCES contact,
    stratum     TEXT NOT NULL,
    held        INTEGER NOT NULL,
    assigned_at INTEGER NOT NULL,
    release_at  INTEGER NOT NULL,
    imports     INTEGER NOT NULL
) STRICT;

CREATE INDEX letter_contact ON letter (contact);

-- Letters that the history shared with other campaigns has.
CREATE TABLE in_history (letter INTEGER PRIMARY KEY REFERENCES letter) STRICT;
