-- What registries have answered; a file beside the ledgers that several campaigns can share. Whatever is in it can be
-- asked again, so it may be deleted at any time. Times are milliseconds since 1970-01-01 UTC.

-- first, last: the addresses that the answer is taken to hold for, as blobs of 4 or 16 octets; NULL for an answer about
-- an AS. class: how many bits it takes to tell these addresses apart, plus 1000 for IPv6. again: how often the same
-- trouble was met before.
CREATE TABLE answer (
    id      INTEGER PRIMARY KEY,
    class   INTEGER NOT NULL,
    first   BLOB,
    last    BLOB,
    asn     INTEGER,
    service TEXT NOT NULL,
    asked   INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    again   INTEGER NOT NULL,
    heard   TEXT NOT NULL
) STRICT;

CREATE INDEX answer_range ON answer (class, first);
CREATE INDEX answer_as ON answer (asn) WHERE asn IS NOT NULL;

-- Hosts that asked to be left alone.
CREATE TABLE rest (
    host  TEXT PRIMARY KEY,
    payer TEXT NOT NULL,
    until INTEGER NOT NULL,
    why   TEXT NOT NULL
) WITHOUT ROWID, STRICT;
