-- Returned mail: each message once, by the digest of its octets, whatever it was about.
-- letter: which letter it is about, if that can be told; proof: 'token' (its return path was genuine), 'claim' (it names the
-- letter) or 'none'. follows: what became of it: 'bounced', 'delivered', 'opted-out', 'complained', 'noted', 'doubtful',
-- 'repeated', 'foreign', 'unrelated'.
CREATE TABLE returned (
    id         INTEGER PRIMARY KEY,
    sha256     BLOB NOT NULL UNIQUE,
    message_id TEXT,
    letter     INTEGER REFERENCES letter,
    proof      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    form       TEXT NOT NULL,
    status     TEXT,
    sender     TEXT,
    recipient  TEXT,
    words      TEXT NOT NULL,
    follows    TEXT NOT NULL,
    why        TEXT,
    place      TEXT NOT NULL,
    read_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX returned_letter ON returned (letter) WHERE letter IS NOT NULL;
CREATE INDEX returned_message ON returned (message_id) WHERE message_id IS NOT NULL;

-- How far a mailbox on a server was read: messages numbered up to uid, as long as it numbers them alike.
CREATE TABLE pickup (
    place    TEXT PRIMARY KEY,
    validity INTEGER NOT NULL,
    uid      INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

-- Why a suppression stands: 'operator', 'opt-out', 'complaint', or 'bounce', after which another contact of the same network
-- may be written to.
ALTER TABLE suppression ADD COLUMN cause TEXT NOT NULL DEFAULT 'operator';
