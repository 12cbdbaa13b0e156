package io.clinibus.prescriptions.orders;

import io.clinibus.platform.db.Rows;
import io.clinibus.prescriptions.api.PrescriptionStatus;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionVersion;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrintedClinic;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrintedPatient;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrintedPrescriber;
import io.clinibus.prescriptions.orders.StoredPrescription.Sealed;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import java.util.List;

/** Reads rows of prescriptions. */
final class PrescriptionRows {

  /** Whether the patient keeps the encounter from other doctors. */
  static final String RESTRICTED =
      """
      EXISTS (SELECT FROM records.restricted_part r
               WHERE r.patient_id = p.patient_id AND r.part = 'ENCOUNTER'
                 AND r.subject = p.encounter_id::text)
      """;

  static final String SELECT =
      """
      SELECT p.id, p.patient_id, p.sealed_for, p.doctor_id, d.name AS doctor_name, p.encounter_id,
             p.status, p.content, p.content_version, p.end_reason, p.end_version, p.repeats,
             p.valid_until, p.renews, p.created_at, p.signed_at, p.ended_at, p.version, c.zone,
      """
          + RESTRICTED
          + """
                 AS restricted
            FROM prescriptions.prescription p
            LEFT JOIN directory.doctor_profile d ON d.id = p.doctor_id
           CROSS JOIN scheduling.clinic c
          """;

  private PrescriptionRows() {}

  static StoredPrescription prescription(Row row) {
    return new StoredPrescription(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getUUID("sealed_for"),
        row.getUUID("doctor_id"),
        row.getString("doctor_name"),
        row.getUUID("encounter_id"),
        Rows.constant(row, "status", PrescriptionStatus.class),
        sealed(row, "content", "content_version"),
        sealed(row, "end_reason", "end_version"),
        row.getInteger("repeats"),
        row.getLocalDate("valid_until"),
        row.getUUID("renews"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "signed_at"),
        Rows.instant(row, "ended_at"),
        row.getLong("version"),
        row.getBoolean("restricted"),
        ZoneId.of(row.getString("zone")));
  }

  static PrescriptionVersion version(Row row) {
    return new PrescriptionVersion(
        row.getUUID("id"),
        Rows.constant(row, "status", PrescriptionStatus.class),
        row.getLong("version"));
  }

  static Printed printed(Row row) {
    return new Printed(
        new PrintedPatient(
            row.getString("patient_given"),
            row.getString("patient_family"),
            row.getLocalDate("birth_date")),
        new PrintedPrescriber(
            row.getString("title"),
            row.getString("doctor_given"),
            row.getString("doctor_family"),
            row.getString("specialization"),
            List.of(row.getArrayOfStrings("qualifications")),
            row.getString("email"),
            row.getString("doctor_phone")),
        new PrintedClinic(
            row.getString("clinic_name"), row.getString("address"), row.getString("clinic_phone")));
  }

  /** Who and where of a prescription. */
  record Printed(PrintedPatient patient, PrintedPrescriber prescriber, PrintedClinic clinic) {}

  private static Sealed sealed(Row row, String bytes, String version) {
    Buffer buffer = row.getBuffer(bytes);
    return buffer == null ? null : new Sealed(buffer.getBytes(), row.getLong(version));
  }
}
