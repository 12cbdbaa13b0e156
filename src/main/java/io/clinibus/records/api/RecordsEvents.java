package io.clinibus.records.api;

import io.clinibus.bus.Event;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The events of the records domain: ids and states, nothing clinical. */
public final class RecordsEvents {

  /** An encounter was opened, saved, signed, amended or struck out. */
  public static final Event<EncounterChanged> ENCOUNTER_CHANGED =
      Event.of("records.encounter-changed", EncounterChanged.class);

  /** What others than its doctor see of an encounter has changed. */
  public static final Event<EncounterSigned> ENCOUNTER_SIGNED =
      Event.of("records.encounter-signed", EncounterSigned.class);

  /** Somebody began or ended to write in an encounter. */
  public static final Event<EditorsChanged> EDITORS_CHANGED =
      Event.of("records.editors-changed", EditorsChanged.class);

  /** Every event of the domain. */
  public static final List<Event<?>> ALL =
      List.of(ENCOUNTER_CHANGED, ENCOUNTER_SIGNED, EDITORS_CHANGED);

  /**
   * @param appointmentId null if there was none
   */
  public record EncounterChanged(
      UUID encounterId,
      UUID patientId,
      UUID doctorId,
      UUID appointmentId,
      EncounterStatus status,
      long version,
      Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return encounterId;
    }
  }

  /**
   * An encounter was signed, amended or struck out after that.
   *
   * @param appointmentId null if there was none
   */
  public record EncounterSigned(
      UUID encounterId,
      UUID patientId,
      UUID doctorId,
      UUID appointmentId,
      EncounterStatus status,
      long version,
      Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return encounterId;
    }
  }

  public record EditorsChanged(UUID encounterId, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return encounterId;
    }
  }

  private RecordsEvents() {}
}
