-- A registration is confirmed by a code that its address gets; the password is stated with the code. One of an address
-- with an account has a row as well, so that the answers to its codes are the same.
ALTER TABLE identity.registration
  ALTER COLUMN password_hash DROP NOT NULL,                    -- of the release before
  ADD COLUMN confirmable boolean NOT NULL DEFAULT false,       -- whether a code was mailed
  ADD COLUMN attempts    integer NOT NULL DEFAULT 0;           -- codes that were entered
