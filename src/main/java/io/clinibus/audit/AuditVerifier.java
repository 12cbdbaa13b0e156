package io.clinibus.audit;

import io.clinibus.audit.api.AuditReport;
import io.clinibus.platform.keys.RsaKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Recomputes the chain of hashes and verifies the signed heads. Reads the trail as a stream, in one
 * snapshot. Blocks.
 */
public final class AuditVerifier {

  private static final int FETCH = 2_000;

  private final Connection connection;
  private final Map<String, RsaKey> keys;
  private final List<String> faults = new ArrayList<>();
  private long blocks;
  private long entries;
  private long unchained;
  private int heads;

  /**
   * @param connection is used for one transaction, which is rolled back
   * @param keys the keys that may have signed heads
   */
  public AuditVerifier(Connection connection, List<RsaKey> keys) {
    this.connection = connection;
    this.keys = keys.stream().collect(Collectors.toMap(RsaKey::thumbprint, Function.identity()));
  }

  /** Verifies everything. */
  public AuditReport verify() throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      verifyBlocks();
      verifyHeads();
    } finally {
      connection.rollback();
    }
    return new AuditReport(blocks, entries, unchained, heads, List.copyOf(faults));
  }

  private void verifyBlocks() throws SQLException {
    try (Statement blockReader = streaming();
        Statement entryReader = streaming();
        ResultSet block =
            blockReader.executeQuery(
                """
                SELECT number, last_xid::text, last_id::text, entries, hash FROM audit.block
                 ORDER BY number
                """);
        ResultSet entry =
            entryReader.executeQuery(
                "SELECT " + AuditDigest.COLUMNS + " FROM audit.entry ORDER BY xid, id")) {
      boolean more = entry.next();
      byte[] before = AuditDigest.NOTHING;
      while (block.next()) {
        more = verify(block, entry, more, before);
        before = block.getBytes("hash"); // so that one fault is reported once
      }
      while (more) {
        unchained++;
        more = entry.next();
      }
    }
  }

  /** Whether there are entries after the block. */
  private boolean verify(ResultSet block, ResultSet entry, boolean any, byte[] before)
      throws SQLException {
    blocks++;
    long number = block.getLong("number");
    if (number != blocks) {
      faults.add("block " + blocks + " was removed");
      blocks = number;
    }
    var digest = new AuditDigest(before);
    String first = null;
    String last = null;
    boolean more = any;
    while (more && isWithin(entry, block)) {
      for (String name : AuditDigest.NAMES) {
        digest.add(entry.getString(name));
      }
      digest.end();
      last = entry.getString("at_text");
      first = first == null ? last : first;
      more = entry.next();
    }
    entries += digest.entries();
    if (!Arrays.equals(digest.hash(), block.getBytes("hash"))) {
      faults.add(
          "block %d, entries from %s to %s UTC: %s"
              .formatted(number, first, last, fault(digest.entries(), block.getInt("entries"))));
    }
    return more;
  }

  private static String fault(int found, int written) {
    if (found == written) {
      return "an entry or the block was changed";
    }
    return found < written
        ? (written - found) + " removed of " + written
        : (found - written) + " inserted among " + written;
  }

  private static boolean isWithin(ResultSet entry, ResultSet block) throws SQLException {
    int byTransaction =
        Long.compareUnsigned(
            Long.parseUnsignedLong(entry.getString("xid_text")),
            Long.parseUnsignedLong(block.getString("last_xid")));
    return byTransaction < 0
        || byTransaction == 0
            && entry.getString("id_text").compareTo(block.getString("last_id")) <= 0;
  }

  private void verifyHeads() throws SQLException {
    try (Statement reader = streaming();
        ResultSet head =
            reader.executeQuery(
                """
                SELECT h.day::text, h.block, h.hash, h.key_id, h.signature, b.hash AS block_hash
                  FROM audit.head AS h LEFT JOIN audit.block AS b ON b.number = h.block
                 ORDER BY h.day
                """)) {
      while (head.next()) {
        String fault = headFault(head);
        if (fault == null) {
          heads++;
        } else {
          faults.add("head of " + head.getString("day") + ": " + fault);
        }
      }
    }
  }

  private String headFault(ResultSet head) throws SQLException {
    RsaKey key = keys.get(head.getString("key_id"));
    if (key == null) {
      return "signed by a key that is not in the file of signing keys: " + head.getString("key_id");
    }
    byte[] hash = head.getBytes("hash");
    byte[] text = AuditDigest.headText(head.getString("day"), head.getLong("block"), hash);
    if (!key.hasSigned(text, head.getBytes("signature"))) {
      return "the signature is not valid";
    }
    return Arrays.equals(hash, head.getBytes("block_hash"))
        ? null
        : "block " + head.getLong("block") + " was changed or removed";
  }

  private Statement streaming() throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(FETCH);
    return statement;
  }
}
