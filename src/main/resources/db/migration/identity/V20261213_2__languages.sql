-- The language in which the account's owner gets mails; null until the app has stated it.
ALTER TABLE identity.account ADD COLUMN language text CHECK (language IN ('en', 'de', 'es'));
