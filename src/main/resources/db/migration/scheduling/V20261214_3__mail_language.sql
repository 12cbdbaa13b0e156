-- The language of mails to recipients who have stated none.
ALTER TABLE scheduling.policy
  ADD COLUMN mail_language text NOT NULL DEFAULT 'en' CHECK (mail_language IN ('en', 'de', 'es'));
