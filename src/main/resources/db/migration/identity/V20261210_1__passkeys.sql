-- Passkeys of an account (Web Authentication): public keys only. credential_data has the credential's id and public key in
-- the format of the specification ("attested credential data").
CREATE TABLE identity.passkey (
  id              uuid        PRIMARY KEY,
  account_id      uuid        NOT NULL REFERENCES identity.account,
  name            text        NOT NULL,
  created_at      timestamptz NOT NULL,
  last_used_at    timestamptz,
  credential_id   bytea       NOT NULL UNIQUE,
  credential_data bytea       NOT NULL,
  sign_count      bigint      NOT NULL,  -- the latest that was accepted; 0 from authenticators that do not count
  backup_eligible boolean     NOT NULL,
  backed_up       boolean     NOT NULL,
  transports      text[]      NOT NULL   -- how a browser reaches it
);
CREATE INDEX passkey_account ON identity.passkey (account_id);

-- Challenges that a passkey has answered, until they expire: each is accepted once. Those that wait for an answer are
-- stored nowhere (class PasskeyChallenges).
CREATE TABLE identity.used_passkey_challenge (
  id         uuid        PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_passkey_challenge_expiry ON identity.used_passkey_challenge (expires_at);
