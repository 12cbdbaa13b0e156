package io.clinibus.scheduling.stored;

import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A column with sealed texts.
 *
 * @param <T> what shows them
 * @param <C> what is sealed
 * @param column schema, table and column
 * @param none the empty text, which is not sealed
 * @param opened shows a text
 * @param unavailable states that there is a text that cannot be shown now
 */
public record TextKind<T, C extends Record>(
    String column, C none, BiFunction<T, C, T> opened, UnaryOperator<T> unavailable) {

  public static final TextKind<Appointment, VisitText> VISITS =
      new TextKind<>(
          "scheduling.appointment.sealed",
          VisitText.NONE,
          (shown, text) -> shown.withText(text.reason(), text.answers()),
          Appointment::withoutText);

  /** Of changes, by the id of the visit and the version that it has since. */
  public static final TextKind<AppointmentChange, NoteText> NOTES =
      new TextKind<>(
          "scheduling.appointment_change.sealed",
          NoteText.NONE,
          (shown, text) -> shown.withNote(text.note()),
          AppointmentChange::withoutNote);

  public static final TextKind<WaitlistEntry, EntryText> ENTRIES =
      new TextKind<>(
          "scheduling.waitlist_entry.sealed",
          EntryText.NONE,
          (shown, text) -> shown.withText(text.reason(), text.answers()),
          WaitlistEntry::withoutText);

  public Buffer seal(C text, UUID row, long version, PatientKey key) {
    return Buffer.buffer(SealedJson.seal(key, place(row, version), text));
  }

  @SuppressWarnings("unchecked") // The class of an instance of C.
  T open(T shown, Stored.Seal seal, PatientKey key) {
    var place = place(seal.row(), seal.version());
    return opened.apply(
        shown, SealedJson.open(key, place, seal.bytes(), (Class<C>) none.getClass()));
  }

  private SealedPlace place(UUID row, long version) {
    return new SealedPlace(column, row, version);
  }
}
