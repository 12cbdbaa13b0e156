-- What other domains may use of the directory: these views, and translations_of.

CREATE OR REPLACE VIEW directory.doctor_profile AS
  SELECT d.id, d.department_id, trim(d.title || ' ' || d.given_name || ' ' || d.family_name) AS name, d.specialization,
         d.languages, d.practising_since, d.room, d.active, d.sort_name,
         concat_ws(', ', nullif(d.family_name, ''), nullif(d.given_name, '')) AS listed_name
    FROM directory.doctor d;

-- Includes removed departments as not active: inactive doctors and their appointments refer to them.
CREATE OR REPLACE VIEW directory.department_profile AS
  SELECT g.id, g.name, g.removed_at IS NULL AS active, g.sort_name
    FROM directory.department g;

-- The translations of one of the clinic's texts, by language: {"de": "…", "es": "…"}.
CREATE OR REPLACE FUNCTION directory.translations_of(clinic_text text) RETURNS jsonb
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(t.language, t.translation), '{}')
    FROM directory.translation t
   WHERE t.id = md5(clinic_text)::uuid
$$;

-- What a prescription states of who has signed it.
CREATE OR REPLACE VIEW directory.prescriber AS
  SELECT d.id, d.title, d.given_name, d.family_name, d.specialization, d.qualifications, d.email, d.phone
    FROM directory.doctor d;
