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
  private final DamagedSeals seals;

  public MovedSeals(BusFixture clinic) {
    this.clinic = clinic;
    this.seals = new DamagedSeals(clinic);
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
    seals.swap(table, column, one, other);
    long before = audited(operation);
    try (var logs = ExpectedLogs.of(Bus.class, "operation refused")) {
      assertThat(clinic.refused(operation, request, caller).code())
          .as(table + "." + column)
          .isEqualTo(CommonFailures.UNREADABLE_SEAL);
      assertThat(logs.events()).isNotEmpty();
    }
    assertThat(audited(operation)).as("audited").isEqualTo(before + 1);
    seals.swap(table, column, one, other);
    clinic.ask(operation, request, caller);
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
