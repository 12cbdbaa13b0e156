package io.clinibus.records.entries;

import io.clinibus.bus.Language;
import java.util.UUID;

/**
 * What a reader sees of a record whose patient may have restricted parts of it.
 *
 * @param doctorId the reader as a doctor, who sees what this doctor wrote; null for others
 * @param seesAll whether restrictions do not count: the patient, and doctors in an emergency
 */
public record RecordReader(UUID doctorId, boolean seesAll) {

  /**
   * In which language coded diagnoses are named for the reader.
   *
   * @return null for doctors, who read what was written
   */
  public Language namesIn(Language wanted) {
    return doctorId == null ? wanted : null;
  }
}
