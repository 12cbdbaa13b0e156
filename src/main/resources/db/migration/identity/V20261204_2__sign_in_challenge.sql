-- Sign-ins whose password was right and whose second factor is asked for. The token is 256 random bits, stored as SHA-256.
CREATE TABLE identity.sign_in_challenge (
  token_hash bytea       PRIMARY KEY,
  account_id uuid        NOT NULL REFERENCES identity.account,
  attempts   integer     NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_challenge_account ON identity.sign_in_challenge (account_id);
CREATE INDEX sign_in_challenge_expiry ON identity.sign_in_challenge (expires_at);
