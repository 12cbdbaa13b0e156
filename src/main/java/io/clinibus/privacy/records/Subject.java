package io.clinibus.privacy.records;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The patient whom statements are about.
 *
 * @param patientId the record that stands
 * @param records this record, and those that were merged into it
 * @param accounts the account, and those of records that were merged
 * @param addresses all known e-mail addresses, in lower case
 */
public record Subject(
    UUID patientId, List<UUID> records, List<UUID> accounts, List<String> addresses, Instant now) {

  @Override
  public String toString() {
    return "Subject[" + patientId + "]";
  }
}
