package io.clinibus.patients.family;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** The mails to the two of a representation. Each is about the other, whose name is read later. */
enum RepresentationMailWriter {
  BEGUN("REPRESENTATION_BEGUN", "REPRESENTED"),
  LIMITED("REPRESENTATION_LIMITED", "REPRESENTED_UNTIL"),
  STOPPED("REPRESENTATION_STOPPED", "NOT_REPRESENTED");

  private final String toRepresentative;
  private final String toPatient;

  RepresentationMailWriter(String toRepresentative, String toPatient) {
    this.toRepresentative = toRepresentative;
    this.toPatient = toPatient;
  }

  /** What the two are notified of when it begins, and when its last day has changed. */
  static RepresentationMailWriter until(LocalDate lastDay) {
    return lastDay == null ? BEGUN : LIMITED;
  }

  /**
   * Requests the mails.
   *
   * @param row the representation
   * @param change what they are about
   * @param except who knows it, or null
   */
  Future<Void> request(SqlConnection connection, Row row, UUID change, UUID except, Instant now) {
    LocalDate lastDay = row.getLocalDate("last_day");
    return Sql.of(
            """
            SELECT notifications.request(
                     mail.template, mail.recipient, 'patients/' || lower(mail.template) || ':' || ?::uuid,
                     ?::timestamptz + interval '7 days', false,
                     jsonb_strip_nulls(jsonb_build_object(
                       'forPatient', mail.about, 'day', (?::date + time '12:00') AT TIME ZONE c.zone)))
              FROM scheduling.clinic c,
                   (VALUES (?::text, ?::uuid, ?::uuid), (?, ?, ?)) AS mail (template, recipient, about)
             WHERE mail.recipient IS DISTINCT FROM ?::uuid
            """,
            change,
            Rows.utc(now),
            lastDay,
            toRepresentative,
            row.getUUID("representative_id"),
            row.getUUID("patient_id"),
            toPatient,
            row.getUUID("patient_id"),
            row.getUUID("representative_id"),
            except)
        .execute(connection)
        .mapEmpty();
  }
}
