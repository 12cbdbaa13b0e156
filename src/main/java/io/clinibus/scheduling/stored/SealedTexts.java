package io.clinibus.scheduling.stored;

import io.clinibus.bus.Caller;
import io.clinibus.platform.audit.UnreadableSealLog;
import io.clinibus.platform.audit.UnreadableSealLog.Unreadable;
import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.PatientKeys.Available;
import io.clinibus.platform.sealing.PatientKeys.Owner;
import io.clinibus.platform.sealing.UnreadableSeal;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Seals texts before they are written, and opens those that are shown. */
public final class SealedTexts {

  private final VisitOwnerRepository owners;
  private final PatientKeys keys;
  private final DataFormCheck form;
  private final UnreadableSealLog unreadable;

  /**
   * @param form which nodes must read before anything is sealed
   */
  public SealedTexts(
      VisitOwnerRepository owners,
      PatientKeys keys,
      DataFormCheck form,
      UnreadableSealLog unreadable) {
    this.owners = owners;
    this.keys = keys;
    this.form = form;
    this.unreadable = unreadable;
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

  /** As {@link #open(TextKind, List, Caller)}, for one row. */
  public <T> Future<T> open(TextKind<T, ?> kind, Stored<T> row, Caller caller) {
    return open(kind, List.of(row), caller).map(opened -> opened.get(0));
  }

  /**
   * Rows with their texts. Keys are read at once for all; rows without a sealed text need none.
   * While the clinic's key cannot be reached, rows state that their text is not available. Those
   * whose text was changed or moved state that, and the log of unreadable seals has them before
   * they are shown. The text of an erased patient is empty.
   */
  public <T> Future<List<T>> open(TextKind<T, ?> kind, List<Stored<T>> rows, Caller caller) {
    List<Owner> owners =
        rows.stream().filter(row -> row.seal() != null).map(SealedTexts::owner).toList();
    return owners.isEmpty()
        ? Future.succeededFuture(rows.stream().map(Stored::shown).toList())
        : keys.available(owners).compose(available -> open(kind, rows, available, caller));
  }

  private static Owner owner(Stored<?> row) {
    return new Owner(row.patientId(), row.seal().sealedFor());
  }

  private <T> Future<List<T>> open(
      TextKind<T, ?> kind, List<Stored<T>> rows, Available available, Caller caller) {
    List<Unreadable> found = new ArrayList<>(0);
    List<T> shown = rows.stream().map(row -> open(kind, row, available, found)).toList();
    return unreadable.add(found, caller).map(shown);
  }

  private static <T> T open(
      TextKind<T, ?> kind, Stored<T> row, Available available, List<Unreadable> found) {
    if (row.seal() == null) {
      return row.shown();
    }
    Owner owner = owner(row);
    if (available.foreign().contains(owner)) {
      return unreadable(kind, row, found);
    }
    PatientKey key = available.keys().get(owner.sealedFor());
    if (key == null) {
      return available.isComplete() ? row.shown() : kind.unavailable(row);
    }
    try {
      return kind.open(row, key);
    } catch (UnreadableSeal e) {
      return unreadable(kind, row, found);
    }
  }

  private static <T> T unreadable(TextKind<T, ?> kind, Stored<T> row, List<Unreadable> found) {
    Stored.Seal seal = row.seal();
    found.add(new Unreadable(kind.place(seal), row.patientId(), seal.sealedFor(), seal.bytes()));
    return kind.unreadable(row);
  }
}
