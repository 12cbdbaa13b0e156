-- Until when a representation lasts, and what the clinic has seen of it.
ALTER TABLE patients.representation
  ADD COLUMN last_day date,        -- at the clinic; NULL without a limit
  ADD COLUMN announced_end date,   -- the end that both sides were told before
  DROP CONSTRAINT representation_ended_because_check,
  ADD CONSTRAINT representation_ended_because_check
    CHECK (ended_because IN ('REPRESENTATIVE', 'PATIENT', 'CLINIC', 'MAJORITY', 'LIMIT', 'VISIT'));

DROP INDEX patients.representation_ending;
CREATE INDEX representation_ending ON patients.representation (created_at)
  WHERE ended_at IS NULL AND (relation IN ('CHILD', 'GUEST') OR last_day IS NOT NULL);

-- What was done with a representation, by whom, and which document was seen.
CREATE TABLE patients.representation_change (
  id                uuid        PRIMARY KEY,
  representation_id uuid        NOT NULL REFERENCES patients.representation ON DELETE CASCADE,
  version           integer     NOT NULL,  -- of the representation
  kind              text        NOT NULL CHECK (kind IN ('ADDED', 'CONFIRMED', 'LIMITED', 'ENDED')),
  created_at        timestamptz NOT NULL,
  actor_id          uuid,                  -- account; NULL if it ended by itself
  document          text        CHECK (document IN ('IDENTITY_CARD', 'BIRTH_CERTIFICATE', 'CUSTODY', 'COURT_DECISION',
                                                    'POWER_OF_ATTORNEY', 'OTHER')),
  reference         text,                  -- the number of the document, or what it is
  last_day          date                   -- since this change
);
CREATE INDEX representation_change_of ON patients.representation_change (representation_id, created_at, id);

INSERT INTO patients.representation_change (id, representation_id, version, kind, created_at, actor_id)
  SELECT gen_random_uuid(), r.id, 1, 'ADDED', r.created_at, NULL::uuid FROM patients.representation r
  UNION ALL
  SELECT gen_random_uuid(), r.id, 2, 'CONFIRMED', r.confirmed_at, r.confirmed_by
    FROM patients.representation r WHERE r.confirmed_at IS NOT NULL
  UNION ALL
  SELECT gen_random_uuid(), r.id, r.version, 'ENDED', r.ended_at, r.ended_by
    FROM patients.representation r WHERE r.ended_at IS NOT NULL;
