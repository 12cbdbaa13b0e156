-- What other domains may use of identity.

-- The present name of each account.
CREATE OR REPLACE VIEW identity.account_name AS SELECT id, name FROM identity.account;

-- Administrators who can sign in, for notices.
CREATE OR REPLACE VIEW identity.administrator AS
  SELECT a.id AS account_id, a.email FROM identity.account a
   WHERE a.roles @> '{ADMIN}' AND a.blocked_at IS NULL AND a.password_hash IS NOT NULL;

-- Privacy officers who can sign in: active ones.
CREATE OR REPLACE VIEW identity.privacy_officer AS
  SELECT a.id AS account_id, a.email FROM identity.account a
   WHERE a.roles @> '{PRIVACY_OFFICER}' AND a.blocked_at IS NULL AND a.password_hash IS NOT NULL;

-- The accounts of patients.
CREATE OR REPLACE VIEW identity.patient_account AS
  SELECT a.patient_id, a.id AS account_id, a.email,
         EXISTS (SELECT FROM identity.session s WHERE s.account_id = a.id AND s.expires_at > now()) AS signed_in
    FROM identity.account a
   WHERE a.patient_id IS NOT NULL;

-- The languages in which owners of accounts get mails. Addresses are in lower case.
CREATE OR REPLACE VIEW identity.account_language AS
  SELECT a.patient_id, a.email_key AS address, a.language FROM identity.account a WHERE a.language IS NOT NULL;
