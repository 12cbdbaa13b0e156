package io.clinibus.privacy.records;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Seals what erasures of former releases set aside in clear, of records that are sealed today. Any
 * number of nodes may do it: what another has sealed stays.
 */
public final class RetainedRecordRepository {

  private static final Duration AT_REST = Duration.ofMinutes(10);
  private static final Duration AT_WORK = Duration.ofSeconds(1);
  private static final int BATCH = 200;

  /** What is sealed with one key: it is deleted on the day until which the rows are kept. */
  private record Group(UUID patientId, String record, Instant until) {}

  private final Pool pool;
  private final SealedRows seals;
  private final String[] records;

  public RetainedRecordRepository(Pool pool, PatientKeys keys, List<PersonalRecord> records) {
    this.pool = pool;
    this.seals = new SealedRows(keys);
    this.records =
        records.stream()
            .filter(record -> record.sealed().isPresent())
            .map(PersonalRecord::name)
            .toArray(String[]::new);
  }

  public void start(Jobs jobs) {
    jobs.every(AT_REST, AT_WORK, "seal-retained", this::seal);
  }

  /**
   * Seals a batch.
   *
   * @return whether there may be more
   */
  Future<Boolean> seal() {
    return pool.preparedQuery(
            """
            SELECT patient_id, record, key, content::text AS content, retain_until
              FROM privacy.retained_record
             WHERE record = ANY ($1) AND NOT content ? 'sealed'
             ORDER BY record, patient_id, key LIMIT $2
            """)
        .execute(Tuple.of(records, BATCH))
        .compose(
            rows -> {
              Map<Group, List<Document>> groups = new LinkedHashMap<>();
              rows.forEach(
                  row ->
                      groups
                          .computeIfAbsent(group(row), group -> new ArrayList<>())
                          .add(new Document(row.getString("key"), row.getString("content"))));
              Future<Void> sealed = Future.succeededFuture();
              for (var group : groups.entrySet()) {
                sealed = sealed.compose(before -> seal(group.getKey(), group.getValue()));
              }
              return sealed.map(rows.size() == BATCH);
            });
  }

  private static Group group(Row row) {
    return new Group(
        row.getUUID("patient_id"), row.getString("record"), Rows.instant(row, "retain_until"));
  }

  private Future<Void> seal(Group group, List<Document> documents) {
    return seals
        .sealedAnew(group.record(), documents, group.until())
        .compose(
            contents ->
                pool.preparedQuery(
                        """
                        UPDATE privacy.retained_record SET content = $4
                         WHERE patient_id = $1 AND record = $2 AND key = $3 AND NOT content ? 'sealed'
                        """)
                    .executeBatch(
                        contents.stream()
                            .map(
                                one ->
                                    Tuple.of(
                                        group.patientId(),
                                        group.record(),
                                        one.key(),
                                        new JsonObject(one.json())))
                            .toList()))
        .mapEmpty();
  }
}
