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
