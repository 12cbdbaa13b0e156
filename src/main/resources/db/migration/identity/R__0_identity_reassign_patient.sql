-- What others may use when two records of patients are merged.

-- Voids the access tokens of an account, which name its record; its sessions obtain new ones, unless they end.
CREATE OR REPLACE FUNCTION identity.void_tokens(account uuid, at timestamptz, ending boolean) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  until timestamptz;
BEGIN
  PERFORM FROM identity.session s WHERE s.account_id = account ORDER BY s.id FOR UPDATE;
  INSERT INTO identity.revocation (account_id, not_after)
  SELECT account, greatest(at, max(s.issued_at)) FROM identity.session s WHERE s.account_id = account
  ON CONFLICT (account_id) DO UPDATE SET not_after = greatest(revocation.not_after, excluded.not_after)
  RETURNING not_after INTO until;
  IF ending THEN
    DELETE FROM identity.session s WHERE s.account_id = account;
  END IF;
  INSERT INTO platform.outbox (type, payload)
  VALUES ('identity.sessions-revoked', jsonb_build_object('userId', account, 'notAfter', until));
END $$;

-- Gives the account of a record to another record. If both have one, that of `source` moves only if it is kept, and the
-- accounts change places; the one that is not kept is blocked. Returns what was moved and what was blocked.
CREATE OR REPLACE FUNCTION identity.reassign_patient(source uuid, target uuid, keep_source boolean, at timestamptz)
RETURNS TABLE (kind text, id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  mine uuid;
  theirs uuid;
  ended uuid;
BEGIN
  PERFORM FROM identity.account a WHERE a.patient_id IN (source, target) ORDER BY a.id FOR UPDATE;
  SELECT a.id INTO mine FROM identity.account a WHERE a.patient_id = source;
  SELECT a.id INTO theirs FROM identity.account a WHERE a.patient_id = target;
  IF mine IS NULL THEN
    RETURN;
  END IF;
  IF theirs IS NULL OR keep_source THEN
    UPDATE identity.account a SET patient_id = NULL WHERE a.id = theirs;
    UPDATE identity.account a SET patient_id = target WHERE a.id = mine;
    UPDATE identity.account a SET patient_id = source WHERE a.id = theirs;
    PERFORM identity.void_tokens(mine, at, false);
    RETURN QUERY SELECT 'account', mine;
    ended := theirs;
  ELSE
    ended := mine;
  END IF;
  IF ended IS NOT NULL THEN
    UPDATE identity.account a SET blocked_at = at, block_reason = NULL, sealed_block_reason = NULL
     WHERE a.id = ended AND a.blocked_at IS NULL;
    IF FOUND THEN
      RETURN QUERY SELECT 'blocked_account', ended;
    END IF;
    PERFORM identity.void_tokens(ended, at, true);
  END IF;
END $$;

-- Undoes this, as far as the accounts are still where it put them.
CREATE OR REPLACE FUNCTION identity.return_patient(
  source uuid, target uuid, moved uuid[], blocked uuid[], at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  mine uuid;
  swapped uuid;
BEGIN
  PERFORM FROM identity.account a WHERE a.patient_id IN (source, target) ORDER BY a.id FOR UPDATE;
  SELECT a.id INTO mine FROM identity.account a WHERE a.id = ANY (moved) AND a.patient_id = target;
  IF mine IS NOT NULL THEN
    UPDATE identity.account a SET patient_id = NULL WHERE a.patient_id = source RETURNING a.id INTO swapped;
    UPDATE identity.account a SET patient_id = source WHERE a.id = mine;
    UPDATE identity.account a SET patient_id = target WHERE a.id = swapped;
    PERFORM identity.void_tokens(mine, at, false);
  END IF;
  UPDATE identity.account a SET blocked_at = NULL WHERE a.id = ANY (blocked);
END $$;
