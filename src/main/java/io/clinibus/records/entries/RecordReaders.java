package io.clinibus.records.entries;

import io.clinibus.bus.Caller;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.util.UUID;

/**
 * Finds what readers see of records whose patients restrict parts of them: patients see everything,
 * doctors what is not restricted and what they wrote, in an emergency everything.
 */
public final class RecordReaders {

  private final SqlClient database;
  private final Clock clock;

  public RecordReaders(SqlClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public Future<RecordReader> of(Caller caller, UUID patientId, PatientRelation relation) {
    return switch (relation) {
      case OWN, CHILD -> Future.succeededFuture(new RecordReader(null, true));
      case OPENED -> Future.succeededFuture(new RecordReader(caller.doctorId(), true));
      case TREATED -> hasOpened(caller, patientId);
      case REPRESENTED, OTHER -> throw new IllegalArgumentException("no reader: " + relation);
    };
  }

  private Future<RecordReader> hasOpened(Caller caller, UUID patientId) {
    return Sql.of(
            "SELECT patients.has_opened(?, ?, ?)",
            caller.doctorId(),
            patientId,
            Rows.utc(clock.instant()))
        .execute(database)
        .map(
            rows -> {
              boolean opened = Rows.isTrue(rows);
              if (opened) {
                caller.isInEmergency();
              }
              return new RecordReader(caller.doctorId(), opened);
            });
  }
}
