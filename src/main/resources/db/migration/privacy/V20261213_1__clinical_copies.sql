-- Whether a copy has the clinical parts: only those that patients asked for themselves. Of copies that were written before,
-- all have them; administrators can download none of these any more.
ALTER TABLE privacy.export ADD COLUMN clinical boolean NOT NULL DEFAULT true;
