package io.clinibus.scheduling.calendar;

import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Rules of a type of visits.
 *
 * @param bookableByPatients else only staff book it
 * @param active whether it can be booked; appointments of inactive types can still be moved
 * @param doctors those of the departments' doctors who offer it; empty for all of them
 */
public record VisitTypeRules(
    UUID id,
    Duration length,
    boolean bookableByPatients,
    boolean active,
    Set<UUID> departments,
    Set<UUID> doctors,
    List<VisitQuestion> questions) {

  boolean isOfferedBy(DoctorRules doctor) {
    return doctor.departmentId() != null
        && departments.contains(doctor.departmentId())
        && includes(doctor.doctorId());
  }

  /** Whether a doctor can be booked for it, if the doctor is of one of its departments. */
  public boolean mayBeOfferedBy(UUID doctorId) {
    return active && includes(doctorId);
  }

  private boolean includes(UUID doctorId) {
    return doctors.isEmpty() || doctors.contains(doctorId);
  }
}
