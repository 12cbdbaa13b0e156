package io.clinibus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.audit.UnreadableSealLog;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Changes sealed bytes in the database, as anyone who may write to it could, and what is recorded
 * when a list shows such a row.
 */
public record DamagedSeals(BusFixture clinic) {

  /** Expects what the node logs of each. */
  public static ExpectedLogs expected() {
    return ExpectedLogs.of(UnreadableSealLog.class, "sealed row unreadable");
  }

  /**
   * Changes a byte of one row, whatever the product allows; the second time it is as before.
   *
   * @param table with its schema
   * @param column has the sealed bytes
   */
  public void damage(String table, String column, UUID id) {
    clinic.sql("ALTER TABLE " + table + " DISABLE TRIGGER USER");
    clinic.sql(
        "UPDATE %1$s SET %2$s = set_byte(%2$s, 20, 255 - get_byte(%2$s, 20)) WHERE id = $1"
            .formatted(table, column),
        id);
    clinic.sql("ALTER TABLE " + table + " ENABLE TRIGGER USER");
  }

  /** Gives each of two rows what the other one had. */
  public void swap(String table, String column, UUID one, UUID other) {
    clinic.sql(
        """
        UPDATE %1$s AS t SET %2$s = o.%2$s FROM %1$s AS o
         WHERE t.id = $1 AND o.id = $2 OR t.id = $2 AND o.id = $1
        """
            .formatted(table, column),
        one,
        other);
  }

  /** How many this node has logged. */
  public double counted() {
    return clinic.platform().metrics().counter("clinibus.unreadable.seals").count();
  }

  /** Checks that an operation on a damaged row is refused, which the bus logs once. */
  public <Q extends Record, R extends Record> void assertRefused(
      Operation<Q, R> operation, Q request, Caller caller) {
    try (var logs = ExpectedLogs.of(Bus.class, "operation refused")) {
      assertThat(clinic.refused(operation, request, caller).code())
          .as(operation.address())
          .isEqualTo(CommonFailures.UNREADABLE_SEAL);
      assertThat(logs.events()).hasSize(1);
    }
  }

  /** Checks that the audit trail has a row once, found by an operation in a patient's record. */
  public void assertAuditedOnce(UUID row, UUID patient, Operation<?, ?> operation) {
    List<Row> entries = audited(row);
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).getString("operation")).isEqualTo(operation.address());
    assertThat(entries.get(0).getArrayOfUUIDs("patient_ids")).containsExactly(patient);
  }

  /** Checks the same of a row that is about nobody. */
  public void assertAuditedOnce(UUID row, Operation<?, ?> operation) {
    List<Row> entries = audited(row);
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).getString("operation")).isEqualTo(operation.address());
    assertThat(entries.get(0).getArrayOfUUIDs("patient_ids")).isEmpty();
  }

  private List<Row> audited(UUID row) {
    return StreamSupport.stream(
            clinic
                .sql(
                    """
                    SELECT operation, patient_ids FROM audit.entry
                     WHERE resource_id = $1 AND outcome = 'unreadable-seal'
                       AND EXISTS (SELECT FROM platform.unreadable_seal u WHERE u.row_id = $1)
                     ORDER BY operation
                    """,
                    row)
                .spliterator(),
            false)
        .toList();
  }
}
