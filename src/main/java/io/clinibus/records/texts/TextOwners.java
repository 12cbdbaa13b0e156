package io.clinibus.records.texts;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import java.util.UUID;

/** Whose texts are: a doctor's own, or their department's. */
final class TextOwners {

  /** The scope of a row {@code s}. */
  static final String SCOPE =
      "CASE WHEN s.doctor_id IS NULL THEN 'DEPARTMENT' ELSE 'OWN' END AS scope";

  /** Rows {@code s} that a doctor, bound twice, may use and change. */
  static final String OF_DOCTOR =
      """
      (s.doctor_id = ? OR s.department_id = (
        SELECT d.department_id FROM directory.doctor_profile d WHERE d.id = ?))
      """;

  private TextOwners() {}

  /**
   * @throws Failure {@code FORBIDDEN} for anyone who is no doctor
   */
  static UUID doctor(Caller caller) {
    if (caller.doctorId() == null) {
      throw Failure.forbidden("Texts for notes are for doctors.");
    }
    return caller.doctorId();
  }
}
