package io.clinibus.scheduling.stored;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/**
 * A column with sealed texts. What is sealed has members of what shows it.
 *
 * @param <T> what shows them
 * @param <C> what is sealed
 * @param column schema, table and column
 * @param none the empty text, which is not sealed
 * @param unavailable the member that states that there is a text that cannot be shown now
 * @param unreadable the member that states that the text was damaged
 */
public record TextKind<T, C extends Record>(
    String column, C none, String unavailable, String unreadable) {

  private static final String REASON_UNAVAILABLE = "reasonUnavailable";
  private static final String REASON_UNREADABLE = "reasonUnreadable";

  public static final TextKind<Appointment, VisitText> VISITS =
      new TextKind<>(
          "scheduling.appointment.sealed", VisitText.NONE, REASON_UNAVAILABLE, REASON_UNREADABLE);

  /** Of changes, by the id of the visit and the version that it has since. */
  public static final TextKind<AppointmentChange, NoteText> NOTES =
      new TextKind<>(
          "scheduling.appointment_change.sealed",
          NoteText.NONE,
          "noteUnavailable",
          "noteUnreadable");

  public static final TextKind<WaitlistEntry, EntryText> ENTRIES =
      new TextKind<>(
          "scheduling.waitlist_entry.sealed",
          EntryText.NONE,
          REASON_UNAVAILABLE,
          REASON_UNREADABLE);

  public Buffer seal(C text, UUID row, long version, PatientKey key) {
    return Buffer.buffer(SealedJson.seal(key, place(row, version), text));
  }

  T open(Stored<T> row, PatientKey key) {
    return row.shownWith(SealedJson.members(key, place(row.seal()), row.seal().bytes()));
  }

  T unavailable(Stored<T> row) {
    return row.shownWith(stating(unavailable));
  }

  T unreadable(Stored<T> row) {
    return row.shownWith(stating(unreadable));
  }

  private static ObjectNode stating(String member) {
    return Json.MAPPER.createObjectNode().put(member, true);
  }

  SealedPlace place(Stored.Seal seal) {
    return place(seal.row(), seal.version());
  }

  private SealedPlace place(UUID row, long version) {
    return new SealedPlace(column, row, version);
  }
}
