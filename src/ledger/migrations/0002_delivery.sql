-- Delivery: pace. domain: the recipient's, in lower case. country: ISO 3166-1 alpha-2 of the recipient, where known
-- (letters of older ledgers have none). tried_at: when the letter was last taken up for sending.
ALTER TABLE letter ADD COLUMN domain TEXT NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN country TEXT;
ALTER TABLE letter ADD COLUMN tried_at INTEGER;
UPDATE letter SET domain = lower(substr(recipient, instr(recipient, '@') + 1)), tried_at = first_try_at;

-- A campaign that stopped for refusals goes on only after a person has said so.
CREATE TABLE halt (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    why       TEXT NOT NULL,
    lifted_at INTEGER
) STRICT;
