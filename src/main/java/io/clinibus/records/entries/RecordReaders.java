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
    return isDoctor(relation)
        ? repository
            .hasOpened(caller.doctorId(), patientId, clock.instant())
            .map(opened -> reader(caller, relation, opened))
        : Future.succeededFuture(reader(caller, relation, false));
  }

  /**
   * As above, by what was read before.
   *
   * @param opened whether the caller, as a doctor, has opened the record in an emergency
   */
  public static RecordReader reader(Caller caller, PatientRelation relation, boolean opened) {
    return switch (relation) {
      case OWN, CHILD -> new RecordReader(null, true);
      case OPENED -> new RecordReader(caller.doctorId(), true);
      case TREATED, COLLEAGUE -> {
        if (opened) {
          caller.isInEmergency();
        }
        yield new RecordReader(caller.doctorId(), opened);
      }
      case REPRESENTED, OTHER -> throw new IllegalArgumentException("no reader: " + relation);
    };
  }

  private static boolean isDoctor(PatientRelation relation) {
    return relation == PatientRelation.TREATED || relation == PatientRelation.COLLEAGUE;
  }
}
