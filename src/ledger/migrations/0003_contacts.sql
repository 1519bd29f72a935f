-- Contacts: answers of registries, kept by range; reviews.

-- What an address has of its own where many networks share one decision: ranges and names, which the decision's story
-- leaves out (resolve/surroundings.rs). NULL: the story leaves nothing out.
ALTER TABLE resolution ADD COLUMN surroundings BLOB;

-- The story again, compressed; `story` is then empty. Packed against a text that is part of the program.
ALTER TABLE decision ADD COLUMN packed BLOB;
