-- Whether records whose period has ended are erased without a request. Those of patients are not, unless an administrator
-- sets it.
ALTER TABLE privacy.retention ADD COLUMN automatic boolean NOT NULL DEFAULT false;
UPDATE privacy.retention SET automatic = true WHERE kind = 'MAIL';
