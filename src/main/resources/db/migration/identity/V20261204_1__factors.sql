-- When and by which methods the user of a session has last authenticated; NULL for sessions of the release before, which
-- were opened with a password.
ALTER TABLE identity.session
  ADD COLUMN authenticated_at timestamptz,
  ADD COLUMN methods          text[];

-- Second factors of an account. The secret of an authenticator app is sealed with a key outside the database
-- (class SealedSecrets).
CREATE TABLE identity.factor (
  id            uuid        PRIMARY KEY,
  account_id    uuid        NOT NULL REFERENCES identity.account,
  kind          text        NOT NULL CHECK (kind IN ('TOTP')),
  name          text        NOT NULL,
  created_at    timestamptz NOT NULL,
  last_used_at  timestamptz,
  sealed_secret bytea       NOT NULL,
  last_step     bigint      NOT NULL  -- the period of the latest code that was accepted: it and earlier ones are refused
);
CREATE INDEX factor_account ON identity.factor (account_id);

-- The secret that an authenticator app has got and no code has confirmed yet.
CREATE TABLE identity.totp_enrolment (
  account_id    uuid        PRIMARY KEY REFERENCES identity.account,
  id            uuid        NOT NULL UNIQUE,
  sealed_secret bytea       NOT NULL,
  expires_at    timestamptz NOT NULL
);
CREATE INDEX totp_enrolment_expiry ON identity.totp_enrolment (expires_at);

-- Recovery codes, as SHA-256 only: each has 120 random bits, so its hash needs no salt. A used one is deleted.
CREATE TABLE identity.recovery_code (
  account_id uuid        NOT NULL REFERENCES identity.account,
  code_hash  bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, code_hash)
);
