package io.clinibus.platform;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Refuses to apply a repeatable migration whose text this database once had and has no more: it is
 * of an earlier release, and would put back what a later one has replaced. Costs nothing when there
 * is nothing to apply.
 */
final class SupersededScripts implements Callback {

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    MigrationInfo migration = context.getMigrationInfo();
    if (migration.getVersion() == null && wasApplied(migration, context)) {
      throw SchemaTooNew.script(migration.getScript());
    }
  }

  @Override
  public String getCallbackName() {
    return "superseded scripts";
  }

  private static boolean wasApplied(MigrationInfo migration, Context context) {
    String sql =
        "SELECT FROM "
            + context.getConfiguration().getTable()
            + " WHERE version IS NULL AND success AND description = ? AND checksum = ?";
    try (PreparedStatement statement = context.getConnection().prepareStatement(sql)) {
      statement.setString(1, migration.getDescription());
      statement.setInt(2, migration.getChecksum());
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the history of migrations cannot be read", e);
    }
  }
}
