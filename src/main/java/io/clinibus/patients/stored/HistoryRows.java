package io.clinibus.patients.stored;

import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.UUID;

/**
 * Medical histories in patients.patient. Rows have {@code id}, {@code medical_history}, {@code
 * history} and {@code history_version}.
 */
public final class HistoryRows {

  public static final String COLUMN = "patients.patient.history";

  private HistoryRows() {}

  public static boolean isSealed(Row row) {
    return row.getBuffer("history") != null;
  }

  /** The history of a row; only a sealed one needs the patient's key. */
  public static Future<MedicalHistory> open(Row row, PatientKeys keys) {
    return isSealed(row)
        ? keys.of(row.getUUID("id")).map(key -> open(row, key))
        : Future.succeededFuture(open(row, (PatientKey) null));
  }

  /**
   * @param key of the patient; not used for what a former release wrote in clear
   */
  public static MedicalHistory open(Row row, PatientKey key) {
    return isSealed(row)
        ? SealedJson.open(
            key,
            place(row.getUUID("id"), row.getInteger("history_version")),
            row.getBuffer("history").getBytes(),
            MedicalHistory.class)
        : StoredParts.read(row.getJsonObject("medical_history"), MedicalHistory.class);
  }

  /**
   * @param version of the patient, since this history
   */
  public static Buffer seal(MedicalHistory history, long version, PatientKey key) {
    return Buffer.buffer(SealedJson.seal(key, place(key.patientId(), version), history));
  }

  private static SealedPlace place(UUID patientId, long version) {
    return new SealedPlace(COLUMN, patientId, version);
  }
}
