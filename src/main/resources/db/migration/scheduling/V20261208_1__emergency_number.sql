-- The number that patients are told to call in an emergency.
ALTER TABLE scheduling.policy
  ADD COLUMN emergency_number text NOT NULL DEFAULT '112' CHECK (emergency_number ~ '^\+?[0-9][0-9 ]{1,19}$');
