package io.clinibus.documents.store;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;

/** The appointment and the encounter to which a document belongs. */
public final class VisitRepository {

  private VisitRepository() {}

  /**
   * Checks that they are the patient's own.
   *
   * @param appointmentId null for none
   * @param encounterId null for none
   * @return {@code INVALID_REQUEST} naming the one that is not
   */
  public static Future<Void> check(
      SqlClient client, UUID patientId, UUID appointmentId, UUID encounterId) {
    if (appointmentId == null && encounterId == null) {
      return Future.succeededFuture();
    }
    return Sql.of(
            """
            SELECT ?::uuid IS NULL OR EXISTS (
                     SELECT FROM scheduling.appointment_summary a
                      WHERE a.id = ? AND a.patient_id = ANY (of_person.records)) AS own_appointment,
                   ?::uuid IS NULL OR EXISTS (
                     SELECT FROM records.patient_encounter e
                      WHERE e.id = ? AND e.patient_id = ANY (of_person.records)) AS own_encounter
              FROM patients.records_of_person(?) AS of_person (records)
            """,
            appointmentId,
            appointmentId,
            encounterId,
            encounterId,
            patientId)
        .execute(client)
        .map(
            rows -> {
              Row row = Rows.one(rows);
              require(row.getBoolean("own_appointment"), "/appointmentId", "appointment");
              require(row.getBoolean("own_encounter"), "/encounterId", "encounter");
              return null;
            });
  }

  private static void require(boolean own, String pointer, String what) {
    if (!own) {
      throw Failure.invalid(
          CommonFieldErrors.NOT_FOUND.at(pointer, "is no " + what + " of this patient"));
    }
  }
}
