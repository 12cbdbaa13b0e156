-- What is signed is never overwritten. Entries are neither changed nor removed; of a signed encounter only its state, the
-- record that it belongs to and what follows from them.

CREATE OR REPLACE FUNCTION records.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'signed encounters are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE TRIGGER encounter_is_kept BEFORE DELETE ON records.encounter
  FOR EACH ROW WHEN (old.signed_at IS NOT NULL) EXECUTE FUNCTION records.refuse_rewriting();
CREATE OR REPLACE TRIGGER encounter_is_final BEFORE UPDATE ON records.encounter
  FOR EACH ROW WHEN (
    old.signed_at IS NOT NULL
    AND (old.sealed_for, old.doctor_id, old.appointment_id, old.kind, old.starts_at, old.note, old.note_version, old.saved_at,
         old.saved_by, old.signed_at, old.signed_by, old.released_at)
      IS DISTINCT FROM
        (new.sealed_for, new.doctor_id, new.appointment_id, new.kind, new.starts_at, new.note, new.note_version, new.saved_at,
         new.saved_by, new.signed_at, new.signed_by, new.released_at)
    OR old.status = 'ENTERED_IN_ERROR' AND new.status <> old.status
    OR old.status = 'FINISHED' AND new.status = 'IN_PROGRESS')
  EXECUTE FUNCTION records.refuse_rewriting();
CREATE OR REPLACE TRIGGER encounters_are_kept BEFORE TRUNCATE ON records.encounter
  FOR EACH STATEMENT EXECUTE FUNCTION records.refuse_rewriting();
CREATE OR REPLACE TRIGGER entries_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON records.encounter_entry
  FOR EACH STATEMENT EXECUTE FUNCTION records.refuse_rewriting();
