package io.clinibus.demo.visits;

import io.clinibus.demo.people.Staff;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A generated appointment with its history.
 *
 * @param takenUntil the end of the buffer after the visit
 * @param changes the booking first; the last one is the current state
 */
public record Visit(
    UUID id,
    Staff.Doctor doctor,
    UUID patientId,
    Instant start,
    Instant end,
    Instant takenUntil,
    String reason,
    List<Change> changes) {

  public record Change(
      Instant at,
      UUID actor,
      ChangeKind kind,
      Instant start,
      Instant end,
      AppointmentStatus status,
      String note) {}

  public AppointmentStatus status() {
    return changes.get(changes.size() - 1).status();
  }

  /** When it got its current status. */
  public Instant statusSince() {
    return changes.stream()
        .filter(change -> change.status() == status())
        .map(Change::at)
        .findFirst()
        .orElseThrow();
  }

  public Instant booked() {
    return changes.get(0).at();
  }
}
