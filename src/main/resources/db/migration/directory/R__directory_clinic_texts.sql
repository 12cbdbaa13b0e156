-- The identity of a text: equal for equal texts.
CREATE OR REPLACE FUNCTION directory.text_id(text text) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN md5(text)::uuid;

-- The texts in use that a clinic may translate. Rank 0: names of departments, 1: specialties, 2: descriptions, 3: names of
-- types of visits, 4: their instructions, 5: their questions, 6: texts about the clinic; a text with several uses has the
-- first.
CREATE OR REPLACE VIEW directory.translatable_text AS
  SELECT directory.text_id(used.text) AS id, used.text, min(used.rank) AS rank,
         platform.fold(left(used.text, 100)) COLLATE "C" AS sort_name
    FROM (SELECT 0 AS rank, g.name AS text FROM directory.department g WHERE g.removed_at IS NULL
          UNION ALL
          SELECT 1, d.specialization FROM directory.doctor d WHERE d.active
          UNION ALL
          SELECT 2, g.description FROM directory.department g WHERE g.removed_at IS NULL AND g.description <> ''
          UNION ALL
          SELECT v.rank, v.text FROM scheduling.visit_type_text v
          UNION ALL
          SELECT c.rank, c.text FROM scheduling.clinic_contact_text c) AS used
   GROUP BY used.text;

-- Those that nodes of the release before know.
CREATE OR REPLACE VIEW directory.clinic_text AS
  SELECT t.id, t.text, t.rank, t.sort_name FROM directory.translatable_text t WHERE t.rank <= 5;
