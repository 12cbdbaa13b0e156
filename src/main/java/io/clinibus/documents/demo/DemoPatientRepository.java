package io.clinibus.documents.demo;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.UUID;

/** Finds the patient of the demo clinic's account. */
public final class DemoPatientRepository {

  private static final String EMAIL = "patient@clinibus.example";

  private final Pool pool;

  public DemoPatientRepository(Pool pool) {
    this.pool = pool;
  }

  /** A visit whose note is signed. */
  record Visit(UUID patientId, UUID doctorId, UUID appointmentId, UUID encounterId) {}

  /** The visits of the patient, latest first; none if the patient has documents. */
  Future<List<Visit>> visits() {
    return Sql.of(
            """
            SELECT a.patient_id, a.doctor_id, a.id, e.id AS encounter_id
              FROM identity.patient_account k
              JOIN scheduling.appointment_summary a ON a.patient_id = k.patient_id
              JOIN records.patient_encounter e
                ON e.appointment_id = a.id AND e.doctor_id = a.doctor_id
             WHERE k.email = ? AND e.status = 'FINISHED'
               AND NOT EXISTS (SELECT FROM documents.document d WHERE d.patient_id = k.patient_id)
             ORDER BY a.starts_at DESC LIMIT 2
            """,
            EMAIL)
        .execute(pool)
        .map(
            rows ->
                Rows.list(
                    rows,
                    row ->
                        new Visit(
                            row.getUUID("patient_id"),
                            row.getUUID("doctor_id"),
                            row.getUUID("id"),
                            row.getUUID("encounter_id"))));
  }
}
