-- The transaction that last changed a revocation, so that nodes read those that they have not read yet.
ALTER TABLE identity.revocation ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX revocation_xid ON identity.revocation (xid);

CREATE FUNCTION identity.note_revocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.xid := pg_current_xact_id();
  RETURN NEW;
END $$;

CREATE TRIGGER revocation_xid BEFORE INSERT OR UPDATE ON identity.revocation
  FOR EACH ROW EXECUTE FUNCTION identity.note_revocation();
