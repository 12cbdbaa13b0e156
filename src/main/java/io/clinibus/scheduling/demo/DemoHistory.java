package io.clinibus.scheduling.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/**
 * Completed visits of the two years before those that are generated day by day: each patient's are
 * with the doctors whom the patient sees now. Which ones follows from the ids alone.
 */
final class DemoHistory {

  private static final String VISITS =
      """
      WITH moment AS (
        SELECT ?::timestamptz AS now, c.zone FROM scheduling.clinic c),
      doctors AS (
        SELECT a.patient_id, array_agg(DISTINCT a.doctor_id) AS ids
          FROM scheduling.appointment a WHERE a.patient_id IS NOT NULL GROUP BY a.patient_id),
      visit AS (
        SELECT d.patient_id, d.ids[1 + k % cardinality(d.ids)] AS doctor_id, k,
               ('x' || left(md5(d.patient_id::text || ' ' || k), 7))::bit(28)::int AS chance
          FROM doctors d, generate_series(1, 1 + ('x' || left(md5(d.patient_id::text), 4))::bit(16)::int % 4) AS k),
      planned AS (
        SELECT v.*, (m.now AT TIME ZONE m.zone)::date - 30 - v.chance % 670 AS day, m.zone FROM visit v, moment m),
      timed AS (
        SELECT p.*, (p.day - CASE extract(isodow FROM p.day) WHEN 7 THEN 2 WHEN 6 THEN 1 ELSE 0 END
                     + make_time(8 + p.chance / 700 % 8, p.chance / 7000 % 3 * 20, 0)) AT TIME ZONE p.zone AS start
          FROM planned p),
      written AS (
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since, version, created_at)
        SELECT md5('visit ' || t.patient_id || ' ' || t.k)::uuid, t.doctor_id, t.patient_id, t.start,
               t.start + make_interval(mins => c.visit_min),
               tstzrange(t.start, t.start + make_interval(mins => c.visit_min)), 'COMPLETED',
               t.start + make_interval(mins => c.visit_min), 2, t.start - interval '9 days'
          FROM timed t JOIN scheduling.calendar c ON c.doctor_id = t.doctor_id
        ON CONFLICT DO NOTHING
        RETURNING id, doctor_id, starts_at, ends_at, status_since, created_at),
      counted AS (
        INSERT INTO scheduling.doctor_day AS d (doctor_id, day, version)
        SELECT w.doctor_id, (w.starts_at AT TIME ZONE m.zone)::date, 2 * count(*)
          FROM written w, moment m GROUP BY 1, 2
        ON CONFLICT (doctor_id, day) DO UPDATE SET version = d.version + EXCLUDED.version)
      INSERT INTO scheduling.appointment_change
        (appointment_id, version, at, kind, doctor_id, starts_at, ends_at, status)
      SELECT w.id, 1, w.created_at, 'BOOKED', w.doctor_id, w.starts_at, w.ends_at, 'BOOKED' FROM written w
      UNION ALL
      SELECT w.id, 2, w.status_since, 'STATUS_CHANGED', w.doctor_id, w.starts_at, w.ends_at, 'COMPLETED' FROM written w
      """;

  private DemoHistory() {}

  static void write(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(VISITS)) {
      insert.setTimestamp(1, Timestamp.from(now));
      insert.executeUpdate();
    }
  }
}
