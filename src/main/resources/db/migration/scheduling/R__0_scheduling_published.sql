-- Published views of scheduling, for other domains; of the functions, those of R__0_scheduling_appointment_status.sql.

CREATE OR REPLACE VIEW scheduling.clinic AS
  SELECT p.clinic_name AS name, p.zone  -- IANA time-zone id
    FROM scheduling.policy p;

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
