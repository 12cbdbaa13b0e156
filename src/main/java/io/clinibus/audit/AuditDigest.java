package io.clinibus.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash of a block of the chain: SHA-256 of the hash of the block before and of each column of
 * each entry, with its length, in the order of the entries.
 */
final class AuditDigest {

  /** What comes before the first block. */
  static final byte[] NOTHING = new byte[32];

  /** The columns of an entry as text, of which {@code xid} and {@code id} are the order. */
  static final String COLUMNS =
      """
      xid::text AS xid_text, id::text AS id_text,
      to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at_text,
      actor_id::text AS actor_text, array_to_string(actor_roles, ',') AS roles_text, operation,
      kind, outcome, array_to_string(patient_ids, ',') AS patients_text,
      resource_id::text AS resource_text, address, node, request_id, purpose
      """;

  static final List<String> NAMES =
      List.of(
          "xid_text",
          "id_text",
          "at_text",
          "actor_text",
          "roles_text",
          "operation",
          "kind",
          "outcome",
          "patients_text",
          "resource_text",
          "address",
          "node",
          "request_id",
          "purpose");

  private final MessageDigest digest;
  private int entries;

  AuditDigest(byte[] before) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 unavailable", e);
    }
    digest.update(before);
  }

  /** Adds a column of an entry; null differs from an empty text. */
  AuditDigest add(String column) {
    byte[] bytes = column == null ? null : column.getBytes(StandardCharsets.UTF_8);
    digest.update(
        ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).array());
    if (bytes != null) {
      digest.update(bytes);
    }
    return this;
  }

  /** All columns of an entry were added. */
  void end() {
    entries++;
  }

  int entries() {
    return entries;
  }

  /** The hash; ends the block. */
  byte[] hash() {
    return digest.digest();
  }

  /** What is signed of the head of a day. No access token is like it. */
  static byte[] headText(String day, long block, byte[] hash) {
    return "clinibus audit head%n%s%n%d%n%s"
        .replace("%n", "\n")
        .formatted(day, block, HexFormat.of().formatHex(hash))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
