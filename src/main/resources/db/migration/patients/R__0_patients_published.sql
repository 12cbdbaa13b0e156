-- Published views of patients, for other domains.

-- Names, confirmed e-mail addresses and dates of birth of patients, including deleted ones as not active. Erased ones
-- have none of these.
CREATE OR REPLACE VIEW patients.contact AS
  SELECT p.id, trim(p.given_name || ' ' || p.family_name) AS name,
         CASE WHEN p.email_confirmed_at IS NOT NULL THEN p.email END AS email, p.deleted_at IS NULL AS active,
         p.erased_at, p.birth_date, concat_ws(', ', nullif(p.family_name, ''), nullif(p.given_name, '')) AS listed_name, p.given_name
    FROM patients.patient p;

-- Active patients with their time of registration.
CREATE OR REPLACE VIEW patients.registration AS
  SELECT p.id AS patient_id, p.created_at AS registered_at
    FROM patients.patient p
   WHERE p.deleted_at IS NULL;

-- Invitations to an account that can be accepted. Not valid after the address of the record has changed.
CREATE OR REPLACE VIEW patients.open_invitation AS
  SELECT i.id, i.patient_id, i.email, i.expires_at, trim(p.given_name || ' ' || p.family_name) AS name
    FROM patients.account_invitation i
    JOIN patients.patient p ON p.id = i.patient_id AND p.email = i.email AND p.deleted_at IS NULL;

-- Consumes an invitation, whose link shows that the address is the caller's; returns its patient, or NULL if it is not valid.
CREATE OR REPLACE FUNCTION patients.accept_invitation(link uuid, at timestamptz) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  invited uuid;
BEGIN
  DELETE FROM patients.account_invitation i WHERE i.id = link AND i.expires_at > at RETURNING i.patient_id INTO invited;
  UPDATE patients.patient p SET email_confirmed_at = coalesce(p.email_confirmed_at, at)
   WHERE p.id = invited AND p.deleted_at IS NULL;
  DELETE FROM patients.email_confirmation c WHERE c.patient_id = invited;
  RETURN invited;
END $$;

-- Proposes to staff that two records are of one person, who has said so.
CREATE OR REPLACE FUNCTION patients.propose_merge(one uuid, other uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO patients.duplicate AS d (id, first_id, second_id, score, reasons)
  VALUES (gen_random_uuid(), least(one, other), greatest(one, other), 100, '{STATED}')
  ON CONFLICT (first_id, second_id) DO UPDATE
    SET score = 100, reasons = d.reasons || '{STATED}', status = 'OPEN', decided_at = NULL, decided_by = NULL
  WHERE NOT 'STATED' = ANY (d.reasons)
$$;

-- Every e-mail address that is known of a patient, confirmed or not, now or before.
CREATE OR REPLACE VIEW patients.known_address AS
  SELECT p.id AS patient_id, p.email FROM patients.patient p WHERE p.email IS NOT NULL
  UNION
  SELECT c.patient_id, stored ->> 'email'
    FROM patients.change c, unnest(ARRAY[c.before, c.after]) AS stored
   WHERE c.part = 'CONTACT' AND stored ->> 'email' IS NOT NULL
  UNION
  SELECT e.patient_id, e.email FROM patients.email_confirmation e
  UNION
  SELECT i.patient_id, i.email FROM patients.account_invitation i;

-- Patients whose data has not been erased, removed ones included; not records that were merged into others.
CREATE OR REPLACE VIEW patients.kept_record AS
  SELECT p.id AS patient_id, p.created_at AS registered_at
    FROM patients.patient p
   WHERE p.erased_at IS NULL
     AND NOT EXISTS (SELECT FROM patients.merge m WHERE m.from_id = p.id AND m.undone_at IS NULL);

-- All records of the person to whom one belongs: first the one that stands, then those that were merged into it.
CREATE OR REPLACE FUNCTION patients.records_of_person(asked uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE later AS (
    SELECT asked AS id, 0 AS steps
    UNION ALL
    SELECT m.into_id, l.steps + 1 FROM later l JOIN patients.merge m ON m.from_id = l.id AND m.undone_at IS NULL),
  records AS (
    (SELECT id, 0 AS steps FROM later ORDER BY later.steps DESC LIMIT 1)
    UNION ALL
    SELECT m.from_id, r.steps + 1 FROM records r JOIN patients.merge m ON m.into_id = r.id AND m.undone_at IS NULL)
  SELECT array_agg(id ORDER BY steps, id) FROM records
$$;

-- Whether a representation that nobody has ended lasts: that of a child until the age of majority, that of a guest until the
-- visit, or for 30 days without one. In PL/pgSQL, because it reads views that are created later.
CREATE OR REPLACE FUNCTION patients.lasts(relation text, patient uuid, born date, made timestamptz, at timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE relation
    WHEN 'CHILD' THEN coalesce(
      (SELECT born + make_interval(years => f.majority_age) > at AT TIME ZONE c.zone
         FROM patients.family_rules f, scheduling.clinic c), false)
    WHEN 'GUEST' THEN
      NOT EXISTS (SELECT FROM scheduling.appointment_summary a
                   WHERE a.patient_id = patient AND a.status = ANY (scheduling.uncancelled_statuses())
                     AND (a.status = ANY (scheduling.attended_statuses()) OR NOT scheduling.is_open(a.status)))
      AND (made > at - interval '30 days'
           OR EXISTS (SELECT FROM scheduling.open_appointment a WHERE a.patient_id = patient AND a.ends_at > at))
    ELSE true END;
END $$;

-- The same, within the last day that the front desk has set.
CREATE OR REPLACE FUNCTION patients.lasts(link patients.representation, born date, at timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN patients.lasts(link.relation, link.patient_id, born, link.created_at, at)
    AND (link.last_day IS NULL OR (SELECT link.last_day + 1 > at AT TIME ZONE c.zone FROM scheduling.clinic c));
END $$;

-- Whom a patient represents at a time.
CREATE OR REPLACE FUNCTION patients.represented(representative uuid, at timestamptz)
RETURNS TABLE (patient_id uuid, relation text) LANGUAGE plpgsql STABLE ROWS 3 AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    SELECT r.patient_id, r.relation
      FROM patients.representation r
      JOIN patients.patient p ON p.id = r.patient_id AND p.deleted_at IS NULL
      JOIN patients.patient o ON o.id = r.representative_id AND o.deleted_at IS NULL
     WHERE r.representative_id = representative AND r.in_force_since IS NOT NULL AND r.ended_at IS NULL
       AND patients.lasts(r, p.birth_date, at);
END $$;

-- A patient, and whom they represent at a time.
CREATE OR REPLACE FUNCTION patients.family_of(person uuid, at timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 4 AS $$
  SELECT person UNION ALL SELECT r.patient_id FROM patients.represented(person, at) AS r
$$;

-- Who represents a patient at a time, of the longest standing first.
CREATE OR REPLACE FUNCTION patients.representatives(patient uuid, at timestamptz) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT coalesce(array_agg(r.representative_id ORDER BY r.in_force_since, r.id), '{}')
      FROM patients.representation r
      JOIN patients.patient p ON p.id = r.patient_id AND p.deleted_at IS NULL
      JOIN patients.patient o ON o.id = r.representative_id AND o.deleted_at IS NULL
     WHERE r.patient_id = patient AND r.in_force_since IS NOT NULL AND r.ended_at IS NULL
       AND patients.lasts(r, p.birth_date, at));
END $$;

-- Who gets the mails about a patient's visits: the patient, or without a confirmed address a representative who has one.
CREATE OR REPLACE FUNCTION patients.mail_recipient(patient uuid, at timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT c.id FROM patients.contact c WHERE c.id = patient AND c.email IS NOT NULL),
    (SELECT c.id
       FROM unnest(patients.representatives(patient, at)) WITH ORDINALITY AS r (id, place)
       JOIN patients.contact c ON c.id = r.id AND c.email IS NOT NULL
      ORDER BY r.place LIMIT 1),
    patient)
$$;

-- How many appointments those whom a patient represents may have open altogether.
CREATE OR REPLACE VIEW patients.family_limit AS SELECT f.max_open_appointments FROM patients.family_rules f;

-- Changes that patients of the clinic propose and nobody has decided.
CREATE OR REPLACE VIEW patients.open_proposal AS
  SELECT o.id, o.patient_id, o.part
    FROM patients.proposal o JOIN patients.patient p ON p.id = o.patient_id AND p.deleted_at IS NULL
   WHERE o.status = 'PENDING';

-- Pairs of records of which it is not decided whether they are of one person.
CREATE OR REPLACE VIEW patients.open_duplicate AS
  SELECT d.id
    FROM patients.duplicate d
    JOIN patients.patient a ON a.id = d.first_id AND a.deleted_at IS NULL
    JOIN patients.patient b ON b.id = d.second_id AND b.deleted_at IS NULL
   WHERE d.status = 'OPEN';

-- Names and dates of birth of patients, removed ones included. Erased ones have none.
CREATE OR REPLACE VIEW patients.person AS
  SELECT p.id, p.given_name, p.family_name, p.birth_date FROM patients.patient p;

-- For how many days signed notes are kept from patients.
CREATE OR REPLACE VIEW patients.note_release AS SELECT r.release_days FROM patients.record_rules r;

-- Whether an active privacy officer reviews what an account has opened in an emergency, and administrators do not.
CREATE OR REPLACE FUNCTION patients.is_reviewed_by_officer(opener uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM identity.privacy_officer o WHERE o.account_id <> opener)
$$;

-- Who reviews what an account has opened in an emergency, and is notified of it: others than the account.
CREATE OR REPLACE FUNCTION patients.emergency_reviewers(opener uuid) RETURNS TABLE (account_id uuid, email text)
LANGUAGE sql STABLE AS $$
  SELECT o.account_id, o.email FROM identity.privacy_officer o WHERE o.account_id <> opener
  UNION ALL
  SELECT a.account_id, a.email FROM identity.administrator a
   WHERE a.account_id <> opener AND NOT patients.is_reviewed_by_officer(opener)
$$;

-- Accesses in an emergency that nobody has reviewed, and who has opened the records.
CREATE OR REPLACE VIEW patients.unreviewed_emergency AS
  SELECT e.id, e.actor_id, patients.is_reviewed_by_officer(e.actor_id) AS by_officer
    FROM patients.emergency_access e WHERE e.reviewed_at IS NULL;

-- What forms state about a patient besides name and date of birth.
CREATE OR REPLACE VIEW patients.form_details AS
  SELECT p.id AS patient_id, p.family_name, p.given_name, p.sex, p.identifier, p.phone, p.address,
         p.insurance ->> 'provider' AS insurance_provider, p.insurance ->> 'number' AS insurance_number,
         (p.insurance ->> 'validUntil')::date AS insured_until
    FROM patients.patient p;
