-- Every second factor of an account, whatever its kind.
CREATE OR REPLACE VIEW identity.any_factor AS
  SELECT id, account_id, kind, name, created_at, last_used_at FROM identity.factor
  UNION ALL
  SELECT id, account_id, 'PASSKEY', name, created_at, last_used_at FROM identity.passkey;
