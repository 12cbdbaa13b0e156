-- What other domains may use of prescriptions: this view and sign_of_encounter.

-- Signed prescriptions, without what they say.
CREATE OR REPLACE VIEW prescriptions.signed_prescription AS
  SELECT p.id, p.patient_id, p.doctor_id, p.encounter_id, p.status, p.signed_at, p.valid_until
    FROM prescriptions.prescription p
   WHERE p.status <> 'DRAFT';

-- What the content of a prescription lacks by Implementing Directive 2012/52/EU, beside what is sealed: names such as
-- clinic-address. In PL/pgSQL, because it reads views that are created later.
CREATE OR REPLACE FUNCTION prescriptions.missing_content(patient uuid, doctor uuid) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT coalesce(array_agg(c.what ORDER BY c.place) FILTER (WHERE NOT coalesce(c.present, false)), '{}')
      FROM (SELECT 1) AS one
      LEFT JOIN patients.person p ON p.id = patient
      LEFT JOIN directory.prescriber d ON d.id = doctor
      LEFT JOIN scheduling.clinic_contact s ON true
     CROSS JOIN LATERAL (VALUES
       (1, 'patient-given-name', p.given_name <> ''),
       (2, 'patient-family-name', p.family_name <> ''),
       (3, 'patient-birth-date', p.birth_date IS NOT NULL),
       (4, 'doctor-given-name', d.given_name <> ''),
       (5, 'doctor-family-name', d.family_name <> ''),
       (6, 'doctor-qualification', d.qualifications <> '{}' OR d.specialization <> ''),
       (7, 'doctor-email', d.email <> ''),
       (8, 'doctor-phone', coalesce(nullif(d.phone, ''), nullif(s.phone, '')) IS NOT NULL),
       (9, 'clinic-name', s.name <> ''),
       (10, 'clinic-address', s.address <> '')) AS c (place, what, present));
END $$;

-- Activates a draft in the transaction of the caller, and appends the event.
CREATE OR REPLACE FUNCTION prescriptions.activate(drafts uuid[], actor uuid, at timestamptz)
RETURNS TABLE (type text, payload jsonb) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    WITH signed AS (
      UPDATE prescriptions.prescription p
         SET status = 'ACTIVE', signed_at = at, signed_by = actor, version = p.version + 1
       WHERE p.id = ANY (drafts) AND p.status = 'DRAFT'
      RETURNING p.*)
    INSERT INTO platform.outbox (type, payload)
    SELECT 'prescriptions.prescription-changed', prescriptions.changed(s) FROM signed s ORDER BY s.id
    RETURNING outbox.type, outbox.payload;
END $$;

-- The event of a prescription after a change.
CREATE OR REPLACE FUNCTION prescriptions.changed(p prescriptions.prescription) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
           'prescriptionId', p.id, 'patientId', p.patient_id, 'doctorId', p.doctor_id, 'encounterId', p.encounter_id,
           'status', p.status, 'version', p.version, 'at', clock_timestamp()))
$$;

-- Signs the drafts that belong to an encounter, in the transaction that signs the encounter; a second time it does nothing.
-- Returns the events that it has appended to the outbox: publish them on the bus after commit. Fails with P0P01 and the
-- missing parts as its detail if the content would not be complete.
CREATE OR REPLACE FUNCTION prescriptions.sign_of_encounter(encounter uuid, actor uuid, at timestamptz)
RETURNS TABLE (type text, payload jsonb) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  drafts uuid[];
  missing text[];
BEGIN
  SELECT array_agg(d.id) INTO drafts
    FROM (SELECT p.id FROM prescriptions.prescription p
           WHERE p.encounter_id = encounter AND p.status = 'DRAFT' ORDER BY p.id FOR UPDATE) AS d;
  SELECT array_agg(DISTINCT lacking.what) INTO missing
    FROM prescriptions.prescription p, unnest(prescriptions.missing_content(p.patient_id, p.doctor_id)) AS lacking (what)
   WHERE p.id = ANY (drafts);
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'prescription incomplete' USING ERRCODE = 'P0P01', DETAIL = array_to_string(missing, ',');
  END IF;
  RETURN QUERY SELECT * FROM prescriptions.activate(drafts, actor, at);
END $$;
