package io.clinibus.patients.stored;

import io.clinibus.bus.Caller;
import io.clinibus.patients.api.PatientChangesApi.PartContent;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

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

  /** Opens changes of a patient; a key is read only if one of them is sealed. */
  public static <T> Future<T> open(
      RowSet<Row> rows,
      UUID patientId,
      PartOpeners openers,
      Caller caller,
      Function<PartOpener, T> work) {
    boolean isAnySealed = Rows.list(rows, row -> row.getBuffer("sealed") != null).contains(true);
    return openers.open(
        patientId,
        isAnySealed ? Stream.of(patientId) : Stream.empty(),
        caller,
        parts -> Future.succeededFuture(work.apply(parts)));
  }

  /** Empty if it was damaged. */
  public static Optional<Difference> open(Row row, UUID patientId, PartOpener parts) {
    Buffer sealed = row.getBuffer("sealed");
    return sealed == null
        ? Optional.of(inClear(row))
        : parts
            .open(place(row), patientId, sealed.getBytes(), Content.class)
            .map(ChangeRows::difference);
  }

  /**
   * @param key of the patient; not used for what is in clear
   * @throws io.clinibus.platform.sealing.UnreadableSeal if it was damaged
   */
  public static Difference open(Row row, PatientKey key) {
    Buffer sealed = row.getBuffer("sealed");
    return sealed == null
        ? inClear(row)
        : difference(SealedJson.open(key, place(row), sealed.getBytes(), Content.class));
  }

  private static Difference inClear(Row row) {
    PatientPart part = Rows.constant(row, "part", PatientPart.class);
    return new Difference(
        StoredParts.read(row.getJsonObject("before"), part),
        StoredParts.read(row.getJsonObject("after"), part));
  }

  private static Difference difference(Content content) {
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

  private static SealedPlace place(Row row) {
    return place(row.getUUID("id"), row.getInteger("version"));
  }

  private static SealedPlace place(UUID id, long version) {
    return new SealedPlace(COLUMN, id, version);
  }
}
