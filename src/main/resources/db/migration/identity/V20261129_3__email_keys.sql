-- The form by which e-mail addresses are compared, computed by the class EmailKey. For ASCII it is what the collation "C"
-- makes of them; every node that starts computes the others. An account stays without a key if an older one has it
-- already: its user signs in with the address as it is written.
ALTER TABLE identity.account ADD COLUMN email_key text;

UPDATE identity.account a SET email_key = lower(a.email COLLATE "C")
 WHERE octet_length(a.email) = char_length(a.email)
   AND NOT EXISTS (SELECT FROM identity.account older
                    WHERE lower(older.email COLLATE "C") = lower(a.email COLLATE "C")
                      AND (older.created_at, older.id) < (a.created_at, a.id));

-- The index account_email is what nodes of release 0.1.0 name in their inserts. To be dropped when upgrades from it are no
-- longer supported.
CREATE UNIQUE INDEX account_email_key ON identity.account (email_key);
CREATE INDEX account_without_key ON identity.account (email) WHERE email_key IS NULL;
