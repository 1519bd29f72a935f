-- The chain over what happened: each event with the SHA-256 over itself and the chain so far. What was recorded
-- before this column existed is chained when the ledger is brought up to date.
ALTER TABLE event ADD COLUMN chain BLOB;
CREATE INDEX event_letter ON event (letter) WHERE letter IS NOT NULL;
