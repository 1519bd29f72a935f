-- The ledger's first form. Times are milliseconds since 1970-01-01 UTC. Addresses are blobs of 4 or 16 octets in
-- network order, so that they sort as numbers do.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID, STRICT;

-- One row per imported file. The same content read with the same options is the same import.
CREATE TABLE import (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    sha256      BLOB NOT NULL,
    options     TEXT NOT NULL,
    format      TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    new         INTEGER NOT NULL,
    repeated    INTEGER NOT NULL,
    rejected    INTEGER NOT NULL,
    UNIQUE (sha256, options)
) STRICT;

-- Words that repeat in millions of sightings.
CREATE TABLE exposure (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE source   (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- port 0: the input names none. import and line: where it was first seen; latest: the last import that had it.
CREATE TABLE sighting (
    address    BLOB NOT NULL,
    port       INTEGER NOT NULL,
    exposure   INTEGER NOT NULL REFERENCES exposure,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    source     INTEGER NOT NULL REFERENCES source,
    import     INTEGER NOT NULL REFERENCES import,
    line       INTEGER NOT NULL,
    latest     INTEGER NOT NULL REFERENCES import,
    protocol   TEXT,
    asn        INTEGER,
    country    TEXT,
    hostname   TEXT,
    language   TEXT,
    evidence   TEXT,
    PRIMARY KEY (address, port, exposure)
) WITHOUT ROWID, STRICT;

CREATE TABLE contact (
    id      INTEGER PRIMARY KEY,
    key     TEXT NOT NULL UNIQUE,
    mailbox TEXT NOT NULL
) STRICT;

-- One row per distinct story; verdict is 'notify', 'suppress' or the reason for having no contact.
CREATE TABLE decision (
    id      INTEGER PRIMARY KEY,
    sha256  BLOB NOT NULL UNIQUE,
    verdict TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    contact INTEGER REFERENCES contact,
    story   TEXT NOT NULL
) STRICT;

CREATE TABLE resolution (
    address    BLOB PRIMARY KEY,
    decision   INTEGER NOT NULL REFERENCES decision,
    decided_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE round (
    number      INTEGER PRIMARY KEY,
    letter_set  TEXT NOT NULL,
    planned_at  INTEGER NOT NULL,
    letters     INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    digest      TEXT NOT NULL,
    attention   TEXT NOT NULL,
    approved_at INTEGER
) STRICT;

CREATE TABLE letter (
    id            INTEGER PRIMARY KEY,
    round         INTEGER NOT NULL REFERENCES round,
    contact       INTEGER NOT NULL REFERENCES contact,
    recipient     TEXT NOT NULL,
    envelope_from TEXT NOT NULL,
    message_id    TEXT NOT NULL UNIQUE,
    reference     TEXT NOT NULL UNIQUE,
    languages     TEXT NOT NULL,
    language_why  TEXT NOT NULL,
    addresses     INTEGER NOT NULL,
    size          INTEGER NOT NULL,
    sha256        BLOB NOT NULL,
    state         TEXT NOT NULL,
    due_at        INTEGER,
    attempts      INTEGER NOT NULL DEFAULT 0,
    first_try_at  INTEGER,
    changed_at    INTEGER NOT NULL,
    phase         TEXT,
    code          INTEGER,
    enhanced      TEXT,
    words         TEXT,
    queue_id      TEXT,
    UNIQUE (round, contact)
) STRICT;

CREATE INDEX letter_planned ON letter (id) WHERE state = 'planned';
CREATE INDEX letter_due ON letter (due_at) WHERE state = 'deferred';

-- The letter's bytes, compressed; apart from the state, so that a change of state does not rewrite them.
CREATE TABLE frozen (
    letter     INTEGER PRIMARY KEY REFERENCES letter,
    dictionary INTEGER REFERENCES dictionary,
    body       BLOB NOT NULL
) STRICT;

CREATE TABLE dictionary (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

-- What each letter is about. Never changed once planned.
CREATE TABLE letter_sighting (
    letter   INTEGER NOT NULL REFERENCES letter,
    address  BLOB NOT NULL,
    port     INTEGER NOT NULL,
    exposure INTEGER NOT NULL,
    PRIMARY KEY (letter, address, port, exposure)
) WITHOUT ROWID, STRICT;

CREATE INDEX letter_sighting_told ON letter_sighting (address, port, exposure);

CREATE TABLE suppression (
    id       INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    value    TEXT NOT NULL,
    reason   TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    UNIQUE (kind, value)
) STRICT;

-- What happened, in order; rows are only ever added.
CREATE TABLE event (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    letter INTEGER,
    what   TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
