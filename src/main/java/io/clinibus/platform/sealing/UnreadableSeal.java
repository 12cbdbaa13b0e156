package io.clinibus.platform.sealing;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.Refusal;
import java.util.UUID;

/** Sealed data was not sealed for the place in which it is stored, or has been changed. */
public final class UnreadableSeal extends RuntimeException implements Refusal {

  private static final long serialVersionUID = 1L;

  private UnreadableSeal(String message) {
    super(message);
  }

  UnreadableSeal(SealedPlace place) {
    this("sealed data unreadable in " + place.column() + ", row " + place.row());
  }

  /** The row is not one of the record that is read. */
  public static UnreadableSeal in(SealedPlace place) {
    return new UnreadableSeal(place);
  }

  @Override
  public Failure failure() {
    return Failure.of(CommonFailures.UNREADABLE_SEAL);
  }

  static UnreadableSeal ofAnotherPatient(UUID patientId) {
    return new UnreadableSeal("in the record of " + patientId + ": sealed for another patient");
  }
}
