-- What other domains may use of scheduling: these views, end_activity, and the functions of
-- R__0_scheduling_appointment_status.sql.

CREATE OR REPLACE VIEW scheduling.clinic AS
  SELECT p.clinic_name AS name, p.zone,  -- IANA time-zone id
         p.mail_language                 -- of recipients who have stated none
    FROM scheduling.policy p;

-- Where the clinic is, as its prescriptions and letters state it.
CREATE OR REPLACE VIEW scheduling.clinic_contact AS
  SELECT p.clinic_name AS name, p.address, p.phone FROM scheduling.policy p;

-- Appointments of every status, without holds.
CREATE OR REPLACE VIEW scheduling.appointment_summary AS
  SELECT a.id, a.doctor_id, a.patient_id, a.starts_at, a.ends_at, a.status
    FROM scheduling.appointment a
   WHERE a.status <> 'HELD';

-- Appointments that are upcoming or in progress.
CREATE OR REPLACE VIEW scheduling.open_appointment AS
  SELECT a.id, a.doctor_id, a.patient_id, a.starts_at, a.ends_at
    FROM scheduling.appointment a
   WHERE scheduling.is_open(a.status);

-- Which doctors treat which patients: one row for each appointment that was not cancelled. One that the doctor booked
-- counts from check-in on: a booking of one's own gives no access to a record.
CREATE OR REPLACE VIEW scheduling.doctor_patient AS
  SELECT a.doctor_id, a.patient_id
    FROM scheduling.appointment a
   WHERE a.status = ANY (scheduling.uncancelled_statuses())
     AND (a.booked_by_doctor IS DISTINCT FROM a.doctor_id OR a.status = ANY (scheduling.attended_statuses()));

-- Doctors with weekly hours.
CREATE OR REPLACE VIEW scheduling.open_calendar AS
  SELECT c.doctor_id
    FROM scheduling.calendar c
   WHERE NOT c.closed;

CREATE OR REPLACE VIEW scheduling.weekly_hours AS
  SELECT w.doctor_id, w.weekday, w.opens, w.closes, w.valid_from, w.valid_until
    FROM scheduling.weekly_window w;

CREATE OR REPLACE VIEW scheduling.hours_exception AS
  SELECT e.doctor_id, e.kind, e.during
    FROM scheduling.availability_exception e;

CREATE OR REPLACE VIEW scheduling.clinic_holiday AS
  SELECT h.day
    FROM scheduling.holiday h;

-- Texts of types of visits. Rank 3: names, 4: instructions, 5: questions and their choices.
CREATE OR REPLACE VIEW scheduling.visit_type_text AS
  SELECT 3 AS rank, v.name AS text FROM scheduling.visit_type v WHERE v.active
  UNION ALL
  SELECT 4, v.instruction FROM scheduling.visit_type v WHERE v.active AND v.instruction <> ''
  UNION ALL
  SELECT 5, t.text
    FROM scheduling.visit_type v, jsonb_array_elements(v.questions) AS q,
         LATERAL (SELECT q ->> 'question' AS text
                  UNION ALL
                  SELECT c FROM jsonb_array_elements_text(q -> 'choices') AS c) AS t
   WHERE v.active;

-- Texts about the clinic: where it is, when it is open and who runs it. Rank 6.
CREATE OR REPLACE VIEW scheduling.clinic_contact_text AS
  SELECT 6 AS rank, c.text
    FROM scheduling.policy p, unnest(ARRAY[p.address, p.opening_hours, p.imprint]) AS c (text)
   WHERE c.text IS NOT NULL;

-- Until when each patient was last treated.
CREATE OR REPLACE VIEW scheduling.last_treatment AS
  SELECT a.patient_id, max(a.ends_at) AS ended_at
    FROM scheduling.appointment a
   WHERE a.status = ANY (scheduling.attended_statuses())
   GROUP BY a.patient_id;

-- Ends what a person has under way, in the transaction of the caller, who has changed nothing before: the holds of a user;
-- of a patient the waitlist entries with their offers and, if wanted, the booked visits that are not over. Mails are
-- requested and times are freed as by any cancellation.
CREATE OR REPLACE FUNCTION scheduling.end_activity(
  holder uuid, patient uuid, with_visits boolean, actor uuid, at timestamptz) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  visit scheduling.appointment;
  days date[];
BEGIN
  -- Keeps the patient from booking, and from getting an offer.
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('open appointments of ' || patient));
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('offers to ' || patient));
  PERFORM scheduling.lock_touched(array_agg(a.doctor_id), array_agg(a.during))
     FROM scheduling.appointment a
    WHERE a.status = 'HELD' AND a.held_by = holder
       OR a.patient_id = patient AND (a.status = 'HELD' AND a.held_by IS NULL
                                      OR with_visits AND a.status = 'BOOKED' AND a.ends_at > at)
   HAVING count(*) > 0;
  -- Those that wait first, so that none of them gets the offer of another one.
  PERFORM scheduling.decline(e.id, true, at)
     FROM (SELECT w.id FROM scheduling.waitlist_entry w
            WHERE w.patient_id = patient AND scheduling.is_open_entry(w.status)
            ORDER BY w.status = 'OFFERED', w.id) AS e;
  FOR visit IN
    SELECT a.* FROM scheduling.appointment a
     WHERE with_visits AND a.patient_id = patient AND a.status = 'BOOKED' AND a.ends_at > at
     ORDER BY a.starts_at
  LOOP
    days := scheduling.touched_days(visit.doctor_id, visit.during);
    PERFORM scheduling.change(
      visit.id, visit.version, actor, 'CANCELLED', '', array_fill(visit.doctor_id, ARRAY[cardinality(days)]), days,
      'CANCELLED', NULL, NULL, NULL, NULL, NULL, at, NULL);
  END LOOP;
  PERFORM scheduling.free(array_agg(a.id), holder, NULL, NULL, at)
     FROM scheduling.appointment a WHERE a.status = 'HELD' AND a.held_by = holder
   HAVING count(*) > 0;
END $$;
