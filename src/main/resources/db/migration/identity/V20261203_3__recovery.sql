-- What a person has stated who registers, until the link in the mail is used: an address that nobody confirms leaves no record.
-- The keys of the tables with links are what the tokens of the links are computed from (class LinkTokens).
CREATE TABLE identity.registration (
  id            uuid        PRIMARY KEY,
  email         text        NOT NULL,
  password_hash text        NOT NULL,
  given_name    text        NOT NULL,
  family_name   text        NOT NULL,
  birth_date    date,
  phone         text,
  expires_at    timestamptz NOT NULL
);
CREATE INDEX registration_expiry ON identity.registration (expires_at);

-- Links by which a forgotten password is replaced; several at a time, as mails may overtake each other.
CREATE TABLE identity.password_reset (
  id         uuid        PRIMARY KEY,
  account_id uuid        NOT NULL REFERENCES identity.account,
  expires_at timestamptz NOT NULL
);
CREATE INDEX password_reset_account ON identity.password_reset (account_id);
CREATE INDEX password_reset_expiry ON identity.password_reset (expires_at);

-- The e-mail address that an account is to have, when the owners of the old and the new one have confirmed it.
CREATE TABLE identity.address_change (
  id            uuid        PRIMARY KEY,
  account_id    uuid        NOT NULL UNIQUE REFERENCES identity.account,
  email         text        NOT NULL,
  old_confirmed boolean     NOT NULL DEFAULT false,
  new_confirmed boolean     NOT NULL DEFAULT false,
  expires_at    timestamptz NOT NULL
);
CREATE INDEX address_change_expiry ON identity.address_change (expires_at);

ALTER TABLE identity.session
  ADD COLUMN device    text,         -- browser and system, such as "Firefox, Windows"
  ADD COLUMN network   text,         -- from which it was opened, shortened
  ADD COLUMN active_at timestamptz;  -- when its user last did something; NULL for sessions of the release before
