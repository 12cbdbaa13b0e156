package io.clinibus.platform.sealing;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Where sealed bytes are stored. They are bound to it: moved to another column, row or version they
 * cannot be opened.
 *
 * @param column schema, table and column, such as {@code records.encounter.note}
 * @param row the id of the row
 * @param version the version of the row; an older one put back cannot be opened as a newer one
 */
public record SealedPlace(String column, UUID row, long version) {

  /** Unambiguous: neither column nor id contain a line break. */
  byte[] associatedData(UUID patientId) {
    return (column + '\n' + patientId + '\n' + row + '\n' + version)
        .getBytes(StandardCharsets.UTF_8);
  }
}
