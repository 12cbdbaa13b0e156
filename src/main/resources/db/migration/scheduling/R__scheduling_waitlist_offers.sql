-- Records that offers led to an appointment, and writes the event.
CREATE OR REPLACE FUNCTION scheduling.accept_offers(offers uuid[], booked uuid) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  told jsonb := '[]';
BEGIN
  FOR i IN 1 .. coalesce(cardinality(offers), 0) LOOP
    told := told || scheduling.close_offer(offers[i], 'ACCEPTED', booked);
  END LOOP;
  RETURN told;
END $$;

-- Records the result of an offer, whose days are locked, and writes the event. An entry with three unanswered offers in
-- a row ends.
CREATE OR REPLACE FUNCTION scheduling.close_offer(offer_id uuid, new_answer text, booked uuid) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  entry scheduling.waitlist_entry;
BEGIN
  WITH closed AS (
    UPDATE scheduling.waitlist_offer o SET answer = new_answer
     WHERE o.id = offer_id AND o.answer = 'OPEN' RETURNING o.entry_id)
  UPDATE scheduling.waitlist_entry e
     SET status = CASE WHEN new_answer = 'ACCEPTED' THEN 'BOOKED'
                       WHEN new_answer = 'WITHDRAWN' OR new_answer = 'EXPIRED' AND e.unanswered >= 2 THEN 'LEFT'
                       ELSE 'WAITING' END,
         unanswered = CASE WHEN new_answer = 'EXPIRED' THEN e.unanswered + 1 ELSE 0 END,
         appointment_id = booked,
         version = e.version + 1
    FROM closed WHERE e.id = closed.entry_id
  RETURNING e.* INTO entry;
  RETURN CASE WHEN entry.id IS NULL THEN '[]' ELSE scheduling.tell_entry(entry) END;
END $$;

-- Passes an open offer on to the next entry, or ends the entry. Outcomes: DONE; OFFER_GONE without an open offer; AGAIN
-- if an offer was made while the entry was being ended.
CREATE OR REPLACE FUNCTION scheduling.decline(entry uuid, leaving boolean, at timestamptz, OUT outcome text, OUT told jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  offered scheduling.appointment;
  gone scheduling.appointment;
  left_entry scheduling.waitlist_entry;
BEGIN
  SELECT a.* INTO offered
    FROM scheduling.waitlist_offer o JOIN scheduling.appointment a ON a.id = o.id AND a.status = 'HELD'
   WHERE o.entry_id = entry AND o.answer = 'OPEN';
  IF FOUND THEN
    PERFORM scheduling.lock_touched(ARRAY[offered.doctor_id], ARRAY[offered.during]);
    DELETE FROM scheduling.appointment a WHERE a.id = offered.id AND a.status = 'HELD' RETURNING a.* INTO gone;
  END IF;
  outcome := 'DONE';
  IF gone.id IS NOT NULL THEN
    told := scheduling.close_offer(gone.id, CASE WHEN leaving THEN 'WITHDRAWN' ELSE 'PASSED' END, NULL)
      || scheduling.freed(gone, at);
  ELSIF leaving THEN
    UPDATE scheduling.waitlist_entry e SET status = 'LEFT', version = e.version + 1
     WHERE e.id = entry AND e.status = 'WAITING' RETURNING e.* INTO left_entry;
    IF FOUND THEN
      told := scheduling.tell_entry(left_entry);
    ELSIF EXISTS (SELECT FROM scheduling.waitlist_entry e WHERE e.id = entry AND e.status = 'OFFERED') THEN
      outcome := 'AGAIN';
    END IF;
  ELSE
    outcome := 'OFFER_GONE';
  END IF;
END $$;

-- The last function that called it is replaced above.
DROP FUNCTION IF EXISTS scheduling.lock_waitlist();
