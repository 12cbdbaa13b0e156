package io.clinibus.platform.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Checks and settings before each migration that is applied.
 *
 * <p>A repeatable migration is refused if this database once had its text and was then given
 * another: the text is of an earlier release and would undo a later one.
 *
 * <p>Function bodies are not checked, so that they may name what a later script defines. Warnings
 * are not reported: an ANALYZE by a database user who is not a superuser warns about each system
 * table.
 */
final class BeforeEachMigration implements Callback {

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
    try {
      if (migration.getVersion() == null && wasApplied(migration, context)) {
        throw SchemaTooNew.script(migration.getScript());
      }
      prepare(context.getConnection());
    } catch (SQLException e) {
      throw new IllegalStateException("the database could not be prepared for a migration", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "before each migration";
  }

  private static boolean wasApplied(MigrationInfo migration, Context context) throws SQLException {
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
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET check_function_bodies = off");
      statement.execute("SET client_min_messages = error");
    }
  }
}
