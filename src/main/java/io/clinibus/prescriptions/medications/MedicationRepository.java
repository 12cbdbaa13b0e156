package io.clinibus.prescriptions.medications;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationDetails;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.UUID;

/** The catalogue of medications in PostgreSQL. */
public final class MedicationRepository {

  private static final String RETURNING = " RETURNING " + MedicationRows.COLUMNS;

  private final Pool pool;

  public MedicationRepository(Pool pool) {
    this.pool = pool;
  }

  public Future<Optional<Medication>> find(UUID id) {
    return Sql.of(
            "SELECT " + MedicationRows.COLUMNS + " FROM prescriptions.medication WHERE id = ?", id)
        .execute(pool)
        .map(rows -> Rows.first(rows).map(MedicationRows::medication));
  }

  /** {@code ALREADY_EXISTS} if there is one of the same name, strength and form. */
  Future<Medication> insert(UUID id, MedicationDetails details, Caller caller) {
    return write(
        Sql.of(
            """
            INSERT INTO prescriptions.medication
              (name, substances, strength, form, unit, route, atc, active, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
                + RETURNING,
            values(details, id)),
        caller);
  }

  /** {@code STALE_VERSION}, or as {@link #insert}. */
  Future<Medication> update(UUID id, long version, MedicationDetails details, Caller caller) {
    return write(
        new Sql()
            .add(
                """
                UPDATE prescriptions.medication
                   SET name = ?, substances = ?, strength = ?, form = ?, unit = ?, route = ?,
                       atc = ?, active = ?, version = version + 1
                 WHERE id = ?
                """,
                values(details, id))
            .add("AND version = ?::bigint" + RETURNING, version),
        caller);
  }

  /** {@code NOT_FOUND} if there is none. */
  Future<?> delete(UUID id, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of("DELETE FROM prescriptions.medication WHERE id = ?", id)
                .execute(connection)
                .map(
                    rows -> {
                      if (rows.rowCount() == 0) {
                        throw Failure.notFound("medication");
                      }
                      return null;
                    }));
  }

  private Future<Medication> write(Sql sql, Caller caller) {
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                sql.execute(connection)
                    .map(
                        rows ->
                            Rows.first(rows)
                                .map(MedicationRows::medication)
                                .orElseThrow(Failure::staleVersion)))
        .recover(MedicationRepository::taken);
  }

  private static <T> Future<T> taken(Throwable cause) {
    boolean isTaken = PostgresErrors.state(cause).equals(SqlStates.UNIQUE_VIOLATION);
    return Future.failedFuture(
        isTaken
            ? Failure.of(
                CommonFailures.ALREADY_EXISTS,
                "There is a medication of this name, strength and form.",
                CommonFieldErrors.TAKEN.at("/name", "is in the catalogue already"))
            : cause);
  }

  private static Object[] values(MedicationDetails details, UUID id) {
    return new Object[] {
      details.name(),
      details.substances().toArray(String[]::new),
      details.strength(),
      details.form().name(),
      details.unit().name(),
      details.route().name(),
      details.atc(),
      details.active(),
      id
    };
  }
}
