package io.clinibus.web.pages;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.jobs.RetentionJob;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Assets of the builds that nodes serve and have served, in PostgreSQL. */
final class AssetRepository {

  /** How old the time at which an asset was last seen may become while its build is served. */
  static final Duration SEEN_WITHIN = Duration.ofHours(1);

  /** Those of a build that no node has served for a day. */
  static final List<RetentionJob.Rule> RETENTION =
      List.of(
          new RetentionJob.Rule(
              """
              DELETE FROM platform.web_asset WHERE (name, key_id) IN (
                SELECT name, key_id FROM platform.web_asset WHERE seen_at < $1
                 LIMIT $2 FOR UPDATE SKIP LOCKED)
              """,
              Duration.ofDays(1).plus(SEEN_WITHIN)));

  /** Of many releases in a day. */
  private static final int MOST_NAMES = 10_000;

  private final Pool database;

  AssetRepository(Pool database) {
    this.database = database;
  }

  /** The sizes of all assets that one of the keys authenticates, by name. */
  Future<Map<String, Integer>> sizes(Collection<String> keyIds) {
    return database
        .preparedQuery(
            """
            SELECT name, max(octet_length(plain) + coalesce(octet_length(gzip), 0)
                             + coalesce(octet_length(brotli), 0)) AS size
              FROM platform.web_asset WHERE key_id = ANY ($1) GROUP BY name LIMIT $2
            """)
        .execute(Tuple.of(keyIds.toArray(String[]::new), MOST_NAMES))
        .map(
            rows -> {
              Map<String, Integer> sizes = new HashMap<>();
              rows.forEach(row -> sizes.put(row.getString("name"), row.getInteger("size")));
              return sizes;
            });
  }

  Future<Optional<StoredAsset>> find(String name, Collection<String> keyIds) {
    return database
        .preparedQuery(
            """
            SELECT name, key_id, code, plain, gzip, brotli
              FROM platform.web_asset WHERE name = $1 AND key_id = ANY ($2) LIMIT 1
            """)
        .execute(Tuple.of(name).addArrayOfString(keyIds.toArray(String[]::new)))
        .map(rows -> Rows.first(rows).map(AssetRepository::asset));
  }

  /**
   * Notes that assets are served at the time.
   *
   * @return those of them that are not stored
   */
  Future<List<String>> see(Collection<String> names, String keyId, Instant now) {
    String[] own = names.toArray(String[]::new);
    return database
        .preparedQuery(
            """
            UPDATE platform.web_asset SET seen_at = $3 WHERE (name, key_id) IN (
              SELECT name, key_id FROM platform.web_asset
               WHERE name = ANY ($1) AND key_id = $2 AND seen_at < $4 FOR UPDATE SKIP LOCKED)
            """)
        .execute(Tuple.of(own, keyId, Rows.utc(now), Rows.utc(now.minus(SEEN_WITHIN))))
        .compose(
            seen ->
                database
                    .preparedQuery(
                        """
                        SELECT own.name FROM unnest($1::text[]) AS own (name)
                         WHERE NOT EXISTS (SELECT FROM platform.web_asset a
                                            WHERE a.name = own.name AND a.key_id = $2)
                         ORDER BY own.name
                        """)
                    .execute(Tuple.of(own, keyId)))
        .map(rows -> Rows.list(rows, row -> row.getString("name")));
  }

  /** Stores assets that no other node has stored meanwhile. */
  Future<Void> store(List<StoredAsset> assets, Instant now) {
    return database
        .preparedQuery(
            """
            INSERT INTO platform.web_asset (name, key_id, code, plain, gzip, brotli, seen_at)
            SELECT asset.*, $7
              FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[],
                          $6::bytea[]) AS asset
            ON CONFLICT DO NOTHING
            """)
        .execute(
            Tuple.of(
                texts(assets, StoredAsset::name),
                texts(assets, StoredAsset::keyId),
                buffers(assets, StoredAsset::code),
                buffers(assets, asset -> asset.content().plain()),
                buffers(assets, asset -> asset.content().gzip()),
                buffers(assets, asset -> asset.content().brotli()),
                Rows.utc(now)))
        .mapEmpty();
  }

  private static String[] texts(List<StoredAsset> assets, Function<StoredAsset, String> part) {
    return assets.stream().map(part).toArray(String[]::new);
  }

  private static Buffer[] buffers(List<StoredAsset> assets, Function<StoredAsset, byte[]> part) {
    return assets.stream()
        .map(part)
        .map(bytes -> bytes == null ? null : Buffer.buffer(bytes))
        .toArray(Buffer[]::new);
  }

  private static StoredAsset asset(Row row) {
    return new StoredAsset(
        row.getString("name"),
        row.getString("key_id"),
        bytes(row, "code"),
        new FileContent(bytes(row, "plain"), bytes(row, "gzip"), bytes(row, "brotli")));
  }

  private static byte[] bytes(Row row, String column) {
    Buffer buffer = row.getBuffer(column);
    return buffer == null ? null : buffer.getBytes();
  }
}
