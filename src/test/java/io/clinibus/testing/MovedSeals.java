package io.clinibus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.CommonFailures;
import java.util.UUID;

/**
 * Moves sealed bytes from one row to another, as a user who may write to the database could, and
 * checks that reading them is refused and audited.
 */
public final class MovedSeals {

  private final BusFixture clinic;

  public MovedSeals(BusFixture clinic) {
    this.clinic = clinic;
  }

  /**
   * Swaps the sealed bytes of two rows, asks for one of them, and puts them back.
   *
   * @param table with its schema
   * @param column has the sealed bytes
   */
  public <Q extends Record, R extends Record> void assertRefused(
      String table,
      String column,
      UUID one,
      UUID other,
      Operation<Q, R> operation,
      Q request,
      Caller caller) {
    swap(table, column, one, other);
    long before = audited(operation);
    try (var logs = ExpectedLogs.of(Bus.class, "operation refused")) {
      assertThat(clinic.refused(operation, request, caller).code())
          .as(table + "." + column)
          .isEqualTo(CommonFailures.UNREADABLE_SEAL);
      assertThat(logs.events()).isNotEmpty();
    }
    assertThat(audited(operation)).as("audited").isEqualTo(before + 1);
    swap(table, column, one, other);
    clinic.ask(operation, request, caller);
  }

  private void swap(String table, String column, UUID one, UUID other) {
    clinic.sql(
        """
        UPDATE %1$s AS t SET %2$s = o.%2$s FROM %1$s AS o
         WHERE t.id = $1 AND o.id = $2 OR t.id = $2 AND o.id = $1
        """
            .formatted(table, column),
        one,
        other);
  }

  private long audited(Operation<?, ?> operation) {
    return clinic
        .sql(
            """
            SELECT count(*) AS n FROM audit.entry WHERE operation = $1 AND outcome = 'unreadable-seal'
            """,
            operation.address())
        .iterator()
        .next()
        .getLong("n");
  }
}
