package io.clinibus.patients.stored;

import io.clinibus.bus.Caller;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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

  /**
   * The history of a row; only a sealed one needs the patient's key. Empty if it was damaged, which
   * is recorded.
   */
  public static Future<Optional<MedicalHistory>> open(Row row, PartOpeners openers, Caller caller) {
    UUID id = row.getUUID("id");
    return isSealed(row)
        ? openers.open(
            id,
            Stream.of(id),
            caller,
            parts ->
                Future.succeededFuture(
                    parts.open(place(row), id, sealed(row), MedicalHistory.class)))
        : Future.succeededFuture(Optional.of(open(row, null)));
  }

  /**
   * @param key of the patient; not used for what a former release wrote in clear
   * @throws io.clinibus.platform.sealing.UnreadableSeal if it was damaged
   */
  public static MedicalHistory open(Row row, PatientKey key) {
    return isSealed(row)
        ? SealedJson.open(key, place(row), sealed(row), MedicalHistory.class)
        : StoredParts.read(row.getJsonObject("medical_history"), MedicalHistory.class);
  }

  /**
   * @param version of the patient, since this history
   */
  public static Buffer seal(MedicalHistory history, long version, PatientKey key) {
    return Buffer.buffer(SealedJson.seal(key, place(key.patientId(), version), history));
  }

  private static byte[] sealed(Row row) {
    return row.getBuffer("history").getBytes();
  }

  private static SealedPlace place(Row row) {
    return place(row.getUUID("id"), row.getInteger("history_version"));
  }

  private static SealedPlace place(UUID patientId, long version) {
    return new SealedPlace(COLUMN, patientId, version);
  }
}
