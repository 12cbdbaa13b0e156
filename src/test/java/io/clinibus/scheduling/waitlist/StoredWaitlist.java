package io.clinibus.scheduling.waitlist;

import io.clinibus.platform.db.Rows;
import io.clinibus.testing.BusFixture;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Waitlist entries as they are stored, each of a patient of its own. */
record StoredWaitlist(BusFixture clinic) {

  static final OffsetDateTime JOINED = OffsetDateTime.parse("2026-11-22T08:00:00+01:00");

  private static final String ENTRIES =
      """
      WITH people AS (
        INSERT INTO patients.patient (id, given_name, family_name)
        SELECT gen_random_uuid(), 'Ada', 'B' FROM generate_series(1, $2) RETURNING id)
      INSERT INTO scheduling.waitlist_entry
        (id, patient_id, doctor_id, joined_at, first_day, last_day, earliest)
      SELECT gen_random_uuid(), id, $1, $3, $4, $5, $6 FROM people
      RETURNING id
      """;

  /**
   * The days and times that entries wait for.
   *
   * @param firstDay null for today
   * @param lastDay stated, as the job writes one into the rows that have none
   * @param earliest null for any time of the day
   */
  record Wish(LocalDate firstDay, LocalDate lastDay, LocalTime earliest) {

    static final Wish ANY = new Wish(null, LocalDate.parse("2027-01-31"), null);
  }

  /** Adds entries that wait for a doctor. */
  List<UUID> add(UUID doctor, int entries, OffsetDateTime joined, Wish wish) {
    return Rows.list(
        clinic.sql(
            ENTRIES, doctor, entries, joined, wish.firstDay(), wish.lastDay(), wish.earliest()),
        row -> row.getUUID("id"));
  }
}
