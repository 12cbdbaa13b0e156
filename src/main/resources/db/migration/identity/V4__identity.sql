CREATE SCHEMA identity;

CREATE TABLE identity.account (
  id            uuid        PRIMARY KEY,
  email         text        NOT NULL,
  name          text        NOT NULL,
  roles         text[]      NOT NULL CHECK (cardinality(roles) > 0),
  patient_id    uuid        UNIQUE REFERENCES patients.patient,
  doctor_id     uuid        UNIQUE REFERENCES directory.doctor,
  password_hash text,       -- Argon2id in PHC string format; null until an invited person has chosen one
  blocked_at    timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX account_email ON identity.account (lower(email));
CREATE INDEX account_created ON identity.account (created_at, id);
CREATE INDEX account_search ON identity.account
  USING gin (platform.fold(name || ' ' || email) gin_trgm_ops);
CREATE INDEX account_roles ON identity.account USING gin (roles);
CREATE INDEX account_blocked ON identity.account (created_at, id) WHERE blocked_at IS NOT NULL;

-- One sign-in and all that came from it. Ending it deletes it, and its refresh tokens with it.
CREATE TABLE identity.session (
  id         uuid        PRIMARY KEY,
  account_id uuid        NOT NULL REFERENCES identity.account,
  issued_at  timestamptz NOT NULL,  -- of its latest access token
  expires_at timestamptz NOT NULL,  -- of its latest refresh token
  ends_at    timestamptz NOT NULL   -- however often it is refreshed
);
CREATE INDEX session_account ON identity.session (account_id);
CREATE INDEX session_expiry ON identity.session (expires_at);

-- Refresh tokens, as SHA-256 only: each is 256 random bits, so its hash needs no salt. A used one is kept until it
-- would have expired, to notice when it comes back.
CREATE TABLE identity.refresh_token (
  token_hash bytea       PRIMARY KEY,
  session_id uuid        NOT NULL REFERENCES identity.session ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX refresh_token_session ON identity.refresh_token (session_id);
CREATE INDEX refresh_token_expiry ON identity.refresh_token (expires_at);

-- Access tokens of the account issued at or before not_after are void. Kept while such a token could be alive.
CREATE TABLE identity.revocation (
  account_id uuid        PRIMARY KEY REFERENCES identity.account,
  not_after  timestamptz NOT NULL
);
CREATE INDEX revocation_age ON identity.revocation (not_after);

-- The one link with which a person may set a password.
CREATE TABLE identity.invitation (
  account_id uuid        PRIMARY KEY REFERENCES identity.account,
  token_hash bytea       NOT NULL UNIQUE,  -- SHA-256
  expires_at timestamptz NOT NULL
);
CREATE INDEX invitation_expiry ON identity.invitation (expires_at);
