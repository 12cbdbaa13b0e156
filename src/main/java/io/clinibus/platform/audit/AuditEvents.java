package io.clinibus.platform.audit;

import io.clinibus.bus.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Events of the audit trail. Only published on the bus: entries need no outbox. */
public final class AuditEvents {

  public static final Event<PatientsAccessed> PATIENTS_ACCESSED =
      Event.of("audit.patients-accessed", PatientsAccessed.class);

  /** Staff have seen or changed data of patients. */
  public record PatientsAccessed(UUID id, List<UUID> patientIds, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return id;
    }

    @Override
    public long version() {
      return 1;
    }
  }

  private AuditEvents() {}
}
