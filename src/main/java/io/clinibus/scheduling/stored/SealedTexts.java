package io.clinibus.scheduling.stored;

import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.PatientKeys.Available;
import io.clinibus.platform.sealing.PatientKeys.Owner;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Seals texts before they are written, and opens those that are shown. */
public final class SealedTexts {

  private final VisitOwnerRepository owners;
  private final PatientKeys keys;
  private final DataFormCheck form;

  /**
   * @param form which nodes must read before anything is sealed
   */
  public SealedTexts(VisitOwnerRepository owners, PatientKeys keys, DataFormCheck form) {
    this.owners = owners;
    this.keys = keys;
    this.form = form;
  }

  /**
   * A text of a new row as it is to be written. An empty one needs no key.
   *
   * @return {@code NOT_FOUND} if the patient's data was erased, {@code UNAVAILABLE} if the clinic's
   *     key cannot be reached
   */
  public <C extends Record> Future<Written<C>> write(
      TextKind<?, C> kind, UUID row, UUID patientId, C text) {
    return write(kind, row, 1, text, () -> Future.succeededFuture(patientId));
  }

  /**
   * A note of a change as it is to be written: sealed for whom the visit was made, as merges and
   * their undoing move it with the visit.
   *
   * @param version of the visit, since the change
   * @param patientId whose the visit is now
   * @return as {@link #write(TextKind, UUID, UUID, Record)}
   */
  public Future<Written<NoteText>> writeNote(
      UUID appointmentId, long version, UUID patientId, String note) {
    return write(
        TextKind.NOTES,
        appointmentId,
        version,
        new NoteText(note),
        () -> owners.ownerOf(appointmentId, patientId));
  }

  private interface Patient {

    Future<UUID> id();
  }

  private <C extends Record> Future<Written<C>> write(
      TextKind<?, C> kind, UUID row, long version, C text, Patient patient) {
    if (text.equals(kind.none())) {
      return Future.succeededFuture(Written.inClear(text));
    }
    return form.isReadByAll()
        .compose(
            seals ->
                seals
                    ? patient
                        .id()
                        .compose(keys::of)
                        .map(key -> sealed(kind, row, version, text, key))
                    : Future.succeededFuture(Written.inClear(text)));
  }

  private static <C extends Record> Written<C> sealed(
      TextKind<?, C> kind, UUID row, long version, C text, PatientKey key) {
    return new Written<>(kind.none(), kind.seal(text, row, version, key), key.patientId());
  }

  /** As {@link #open(TextKind, List)}, for one row. */
  public <T> Future<T> open(TextKind<T, ?> kind, Stored<T> row) {
    return open(kind, List.of(row)).map(opened -> opened.get(0));
  }

  /**
   * Rows with their texts. Keys are read at once for all; rows without a sealed text need none.
   * While the clinic's key cannot be reached, rows state that their text is not available. That of
   * an erased patient is empty.
   *
   * @return fails with {@code UnreadableSeal} if what is sealed was changed or moved
   */
  public <T> Future<List<T>> open(TextKind<T, ?> kind, List<Stored<T>> rows) {
    List<Owner> owners =
        rows.stream()
            .filter(row -> row.seal() != null)
            .map(row -> new Owner(row.patientId(), row.seal().sealedFor()))
            .toList();
    return owners.isEmpty()
        ? Future.succeededFuture(rows.stream().map(Stored::shown).toList())
        : keys.available(owners)
            .map(available -> rows.stream().map(row -> open(kind, row, available)).toList());
  }

  private static <T> T open(TextKind<T, ?> kind, Stored<T> row, Available available) {
    if (row.seal() == null) {
      return row.shown();
    }
    PatientKey key = available.keys().get(row.seal().sealedFor());
    if (key == null) {
      return available.isComplete() ? row.shown() : kind.unavailable().apply(row.shown());
    }
    return kind.open(row.shown(), row.seal(), key);
  }
}
