package io.clinibus.demo.clinic;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Drops constraints and indexes of the large tables during a load, within its transaction: a failed
 * load restores them by its rollback, and creating them again checks every row.
 */
public final class ConstraintSuspension {

  private static final String TABLES =
      """
      ('patients.patient'::regclass, 'scheduling.appointment'::regclass,
       'scheduling.appointment_change'::regclass)\
      """;

  private static final String CONSTRAINTS =
      """
      SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
             format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
                    pg_get_constraintdef(oid))
      FROM pg_constraint
      WHERE conrelid IN\
      """
          + TABLES
          + """
           AND contype IN ('f', 'x')
          """;

  private static final String INDEXES =
      """
      SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      FROM pg_index
      WHERE indrelid IN\
      """
          + TABLES
          + """
           AND NOT indisprimary
           AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
          """;

  private final Connection connection;
  private final List<String> attach = new ArrayList<>();

  private ConstraintSuspension(Connection connection) {
    this.connection = connection;
  }

  public static ConstraintSuspension detach(Connection connection) throws SQLException {
    ConstraintSuspension rules = new ConstraintSuspension(connection);
    rules.detach(CONSTRAINTS);
    rules.detach(INDEXES);
    return rules;
  }

  /**
   * @param progress receives the name of each constraint or index once it exists
   */
  public void attach(Consumer<String> progress) throws SQLException {
    execute(List.of("SET LOCAL maintenance_work_mem = '512MB'"));
    for (String command : attach) {
      execute(List.of(command));
      progress.accept(command.replaceAll("\\s+", " ").replaceAll("(.{75}).+", "$1…"));
    }
  }

  private void detach(String query) throws SQLException {
    List<String> drop = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        drop.add(rows.getString(1));
        attach.add(rows.getString(2));
      }
    }
    execute(drop);
  }

  private void execute(List<String> commands) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }
}
