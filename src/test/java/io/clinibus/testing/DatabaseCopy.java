package io.clinibus.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.postgresql.PGConnection;

/** A backup of a database as {@code pg_dump} makes it: the rows of tables, by COPY. */
public final class DatabaseCopy {

  private final Map<String, byte[]> rows = new LinkedHashMap<>();

  private DatabaseCopy() {}

  /**
   * Takes a backup.
   *
   * @param included the tables, with their schema
   */
  public static DatabaseCopy of(URI database, Predicate<String> included) {
    var copy = new DatabaseCopy();
    try (Connection connection = connect(database)) {
      for (String table : tables(connection)) {
        if (included.test(table)) {
          var out = new ByteArrayOutputStream();
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY " + table + " TO STDOUT (FORMAT binary)", out);
          copy.rows.put(table, out.toByteArray());
        }
      }
      return copy;
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces the rows of these tables. */
  public void restore(URI database) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      for (var table : rows.entrySet()) {
        statement.execute("DELETE FROM " + table.getKey());
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "COPY " + table.getKey() + " FROM STDIN (FORMAT binary)",
                new ByteArrayInputStream(table.getValue()));
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Partitions are copied, not the tables that have them; generated columns fill themselves. */
  private static List<String> tables(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                   AND c.relname <> 'flyway_schema_history'
                """)) {
      while (found.next()) {
        names.add(found.getString(1));
      }
    }
    return names;
  }

  private static Connection connect(URI database) throws SQLException {
    String[] user = database.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + database.getHost() + ":" + database.getPort() + database.getPath(),
        user[0],
        user.length > 1 ? user[1] : "");
  }
}
