package io.clinibus.patients.allergies;

import io.clinibus.bus.Role;
import io.clinibus.patients.api.PatientsApi.AllergiesAsked;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** Reads from the log of changes when and by whom patients' allergies were recorded. */
public final class AllergyRepository {

  private static final String LATEST =
      """
      SELECT created_at, actor_role, (SELECT zone FROM scheduling.clinic) AS zone
        FROM patients.change
       WHERE patient_id = ? AND part = 'MEDICAL_HISTORY'
         AND (allergies
              OR before -> 'allergies' IS DISTINCT FROM after -> 'allergies'
              OR before -> 'noKnownAllergies' IS DISTINCT FROM after -> 'noKnownAllergies')
       ORDER BY version DESC LIMIT 1
      """;

  private final SqlClient database;

  public AllergyRepository(SqlClient database) {
    this.database = database;
  }

  /** The latest record; empty if the log has none. */
  public Future<Optional<AllergiesAsked>> asked(UUID patientId) {
    return Sql.of(LATEST, patientId)
        .execute(database)
        .map(rows -> Rows.first(rows).map(AllergyRepository::asked));
  }

  private static AllergiesAsked asked(Row row) {
    return new AllergiesAsked(
        row.getOffsetDateTime("created_at")
            .atZoneSameInstant(ZoneId.of(row.getString("zone")))
            .toOffsetDateTime(),
        Rows.constant(row, "actor_role", Role.class));
  }
}
