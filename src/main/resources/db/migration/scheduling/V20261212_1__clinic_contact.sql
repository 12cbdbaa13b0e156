-- How the clinic is reached, and who runs it: what the app shows below its pages and in mails.
ALTER TABLE scheduling.policy
  ADD COLUMN address text,
  ADD COLUMN phone text CHECK (phone ~ '^\+?[0-9][0-9 ()/.-]{3,30}$'),
  ADD COLUMN opening_hours text,
  ADD COLUMN imprint text,
  ADD COLUMN imprint_url text CHECK (imprint_url ~ '^https://'),
  ADD COLUMN privacy_url text CHECK (privacy_url ~ '^https://');
