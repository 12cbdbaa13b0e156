package io.clinibus.audit;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.keys.RsaKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** The chain of hashes over the entries, in PostgreSQL. */
final class AuditChainRepository {

  /** At most this many entries form a block: the precision with which a change is located. */
  static final int BLOCK = 1_000;

  private static final String LAST_BLOCK =
      """
      SELECT number, last_xid::text, last_id, hash FROM audit.block ORDER BY number DESC LIMIT 1
      """;

  /** Transactions below the oldest one running are over: no entry can appear among theirs. */
  private static final String NEXT_ENTRIES =
      "SELECT "
          + AuditDigest.COLUMNS
          + """
            FROM audit.entry
           WHERE (xid, id) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
           ORDER BY xid, id LIMIT $3
          """;

  private record Block(long number, String lastXid, UUID lastId, byte[] hash) {

    static final Block NONE = new Block(0, "0", new UUID(0, 0), AuditDigest.NOTHING);

    static Block of(Row row) {
      return new Block(
          row.getLong("number"),
          row.getString("last_xid"),
          row.getUUID("last_id"),
          row.getBuffer("hash").getBytes());
    }
  }

  private final Pool database;

  AuditChainRepository(Pool database) {
    this.database = database;
  }

  /** Creates the partitions of this month and the next two. */
  Future<Void> addPartitions() {
    return database.query("SELECT audit.add_partitions(now())").execute().mapEmpty();
  }

  /**
   * Appends a block, unless another node is doing so.
   *
   * @return whether there may be more entries
   */
  Future<Boolean> extend() {
    return database.withTransaction(
        connection ->
            connection
                .query("SELECT pg_try_advisory_xact_lock(hashtextextended('audit.chain', 0))")
                .execute()
                .map(Rows::isTrue)
                .compose(
                    locked ->
                        locked
                            ? last(connection).compose(last -> append(connection, last))
                            : Future.succeededFuture(false)));
  }

  /** Signs the last block as the head of a day, if there is none yet. */
  Future<Void> signHead(LocalDate day, RsaKey key) {
    return database
        .preparedQuery(
            "SELECT * FROM ("
                + LAST_BLOCK
                + ") AS b WHERE NOT EXISTS (SELECT FROM audit.head WHERE day = $1)")
        .execute(Tuple.of(day))
        .compose(
            rows ->
                Rows.first(rows)
                    .map(Block::of)
                    .map(block -> insertHead(day, block, key))
                    .orElse(Future.succeededFuture()));
  }

  private Future<Void> insertHead(LocalDate day, Block block, RsaKey key) {
    byte[] signature = key.sign(AuditDigest.headText(day.toString(), block.number(), block.hash()));
    return database
        .preparedQuery(
            """
            INSERT INTO audit.head (day, block, hash, key_id, signature)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
            """)
        .execute(
            Tuple.of(
                day,
                block.number(),
                Buffer.buffer(block.hash()),
                key.thumbprint(),
                Buffer.buffer(signature)))
        .mapEmpty();
  }

  private static Future<Block> last(SqlConnection connection) {
    return connection
        .preparedQuery(LAST_BLOCK)
        .execute()
        .map(rows -> Rows.first(rows).map(Block::of).orElse(Block.NONE));
  }

  private static Future<Boolean> append(SqlConnection connection, Block last) {
    return connection
        .preparedQuery(NEXT_ENTRIES)
        .execute(Tuple.of(last.lastXid(), last.lastId(), BLOCK))
        .compose(
            rows -> {
              var digest = new AuditDigest(last.hash());
              Optional<Row> end = Optional.empty();
              for (Row row : rows) {
                AuditDigest.NAMES.forEach(name -> digest.add(row.getString(name)));
                digest.end();
                end = Optional.of(row);
              }
              return end.map(row -> insert(connection, last.number() + 1, row, digest))
                  .orElse(Future.succeededFuture())
                  .map(rows.size() == BLOCK);
            });
  }

  private static Future<Void> insert(
      SqlConnection connection, long number, Row end, AuditDigest digest) {
    return connection
        .preparedQuery(
            """
            INSERT INTO audit.block (number, last_xid, last_id, entries, hash)
            VALUES ($1, $2::text::xid8, $3, $4, $5)
            """)
        .execute(
            Tuple.of(
                number,
                end.getString("xid_text"),
                UUID.fromString(end.getString("id_text")),
                digest.entries(),
                Buffer.buffer(digest.hash())))
        .mapEmpty();
  }
}
