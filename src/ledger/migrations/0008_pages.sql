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
