package io.clinibus.patients.stored;

import io.clinibus.patients.api.PatientChangesApi.PartContent;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.UUID;

/**
 * What a change in patients.change was from and to. Rows have {@code id}, {@code version}, {@code
 * part}, {@code before}, {@code after} and {@code sealed}, and stay the patient's when records are
 * merged.
 */
public final class ChangeRows {

  public static final String COLUMN = "patients.change.sealed";

  private ChangeRows() {}

  /** What is sealed of a change. */
  private record Content(MedicalHistory before, MedicalHistory after) {}

  /** A part before and after a change; null if nothing was recorded. */
  public record Difference(PartContent before, PartContent after) {}

  /** The key with which changes of a patient are opened; null if none of them is sealed. */
  public static Future<PatientKey> key(RowSet<Row> rows, UUID patientId, PatientKeys keys) {
    for (Row row : rows) {
      if (row.getBuffer("sealed") != null) {
        return keys.of(patientId);
      }
    }
    return Future.succeededFuture();
  }

  /**
   * @param key of the patient; not used for what is in clear
   */
  public static Difference open(Row row, PatientKey key) {
    Buffer sealed = row.getBuffer("sealed");
    if (sealed == null) {
      PatientPart part = Rows.constant(row, "part", PatientPart.class);
      return new Difference(
          StoredParts.read(row.getJsonObject("before"), part),
          StoredParts.read(row.getJsonObject("after"), part));
    }
    Content content =
        SealedJson.open(
            key,
            place(row.getUUID("id"), row.getInteger("version")),
            sealed.getBytes(),
            Content.class);
    return new Difference(content(content.before()), content(content.after()));
  }

  private static PartContent content(MedicalHistory history) {
    return history == null ? null : new PartContent(null, null, null, history);
  }

  /**
   * @param version of the patient, since the change
   */
  public static Buffer seal(
      MedicalHistory before, MedicalHistory after, UUID id, long version, PatientKey key) {
    return Buffer.buffer(SealedJson.seal(key, place(id, version), new Content(before, after)));
  }

  private static SealedPlace place(UUID id, long version) {
    return new SealedPlace(COLUMN, id, version);
  }
}
