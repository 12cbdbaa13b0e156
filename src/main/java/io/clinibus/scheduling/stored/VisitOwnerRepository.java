package io.clinibus.scheduling.stored;

import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** For whom visits were made, in PostgreSQL. */
public final class VisitOwnerRepository {

  private final Pool database;

  public VisitOwnerRepository(Pool database) {
    this.database = database;
  }

  /**
   * The patient for whom a visit was made.
   *
   * @param patientId whose it is now, after merges
   */
  Future<UUID> ownerOf(UUID appointmentId, UUID patientId) {
    return database
        .preparedQuery("SELECT patients.made_for('appointment', $1, $2) AS patient_id")
        .execute(Tuple.of(appointmentId, patientId))
        .map(rows -> Rows.one(rows).getUUID("patient_id"));
  }
}
