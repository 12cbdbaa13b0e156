package io.clinibus.records.entries;

import io.clinibus.bus.Caller;
import io.clinibus.platform.access.PatientRelation;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.UUID;

/**
 * Finds what readers see of records whose patients restrict parts of them: patients see everything,
 * doctors what is not restricted and what they wrote, in an emergency everything.
 */
public final class RecordReaders {

  private final RestrictionRepository repository;
  private final Clock clock;

  public RecordReaders(RestrictionRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  public Future<RecordReader> of(Caller caller, UUID patientId, PatientRelation relation) {
    return switch (relation) {
      case OWN, CHILD -> Future.succeededFuture(new RecordReader(null, true));
      case OPENED -> Future.succeededFuture(new RecordReader(caller.doctorId(), true));
      case TREATED, COLLEAGUE -> hasOpened(caller, patientId);
      case REPRESENTED, OTHER -> throw new IllegalArgumentException("no reader: " + relation);
    };
  }

  private Future<RecordReader> hasOpened(Caller caller, UUID patientId) {
    return repository
        .hasOpened(caller.doctorId(), patientId, clock.instant())
        .map(
            opened -> {
              if (opened) {
                caller.isInEmergency();
              }
              return new RecordReader(caller.doctorId(), opened);
            });
  }
}
