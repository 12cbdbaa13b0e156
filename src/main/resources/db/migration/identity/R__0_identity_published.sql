-- What other domains may use of identity.

-- The present name of each account.
CREATE OR REPLACE VIEW identity.account_name AS SELECT id, name FROM identity.account;
