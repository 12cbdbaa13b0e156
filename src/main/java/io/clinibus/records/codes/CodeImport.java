package io.clinibus.records.codes;

import io.clinibus.records.api.CodeImportRefused;
import io.clinibus.records.api.CodeImportReport;
import io.clinibus.records.codes.CodeFile.Line;
import java.io.IOException;
import java.io.Reader;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Imports a version of a code system: all of it or nothing. Codes keep their ids; those that the
 * version does not have are not found any more. A second import of the same file changes nothing.
 */
public final class CodeImport {

  private final Connection connection;

  /**
   * @param connection which it commits or rolls back
   */
  public CodeImport(Connection connection) {
    this.connection = connection;
  }

  /**
   * Imports codes. Blocks.
   *
   * @param system its name, such as {@code icd-10}
   * @throws CodeImportRefused naming lines that are not valid
   */
  public CodeImportReport run(Reader source, String system, String version, String licence)
      throws CodeImportRefused, IOException, SQLException {
    connection.setAutoCommit(false);
    try {
      CodeImportReport report = write(source, system, version, licence);
      connection.commit();
      return report;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Writes codes in the transaction of the caller. */
  CodeImportReport write(Reader source, String system, String version, String licence)
      throws CodeImportRefused, IOException, SQLException {
    try (Statement statement = connection.createStatement()) {
      // Large systems take longer than the requests for which the timeout is meant.
      statement.execute("SET LOCAL statement_timeout = 0");
      statement.execute(
          """
          CREATE TEMPORARY TABLE incoming_code
            (line bigint, code text, en text, de text, es text, synonyms text) ON COMMIT DROP
          """);
    }
    long rows = CodeFile.read(source, this::stage);
    refuseDuplicates();
    execute(
        """
        INSERT INTO records.code_system (name, version, licence, imported_at)
        VALUES (?, ?, ?, now())
        ON CONFLICT (name) DO UPDATE
          SET version = EXCLUDED.version, licence = EXCLUDED.licence, imported_at = now()
        WHERE (code_system.version, code_system.licence) <> (EXCLUDED.version, EXCLUDED.licence)
        """,
        system,
        version,
        licence);
    long retired =
        execute(
            """
            UPDATE records.code c SET active = false
             WHERE c.system = ? AND c.active
               AND NOT EXISTS (SELECT FROM incoming_code i WHERE i.code = c.code)
            """,
            system);
    long changed =
        execute(
            """
            UPDATE records.code c
               SET en = i.en, de = i.de, es = i.es, synonyms = i.synonyms, active = true
              FROM incoming_code i
             WHERE c.system = ? AND c.code = i.code
               AND (c.en, c.de, c.es, c.synonyms, c.active)
                   <> (i.en, i.de, i.es, i.synonyms, true)
            """,
            system);
    long added =
        execute(
            """
            INSERT INTO records.code (id, system, code, en, de, es, synonyms)
            SELECT gen_random_uuid(), ?, i.code, i.en, i.de, i.es, i.synonyms
              FROM incoming_code i ON CONFLICT (system, code) DO NOTHING
            """,
            system);
    return new CodeImportReport(rows, added, changed, retired);
  }

  private void stage(List<Line> lines) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO incoming_code
            SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
            """)) {
      insert.setArray(
          1, connection.createArrayOf("bigint", lines.stream().map(Line::number).toArray()));
      insert.setArray(2, texts(lines, Line::code));
      insert.setArray(3, texts(lines, Line::en));
      insert.setArray(4, texts(lines, Line::de));
      insert.setArray(5, texts(lines, Line::es));
      insert.setArray(6, texts(lines, Line::synonyms));
      insert.executeUpdate();
    }
  }

  private Array texts(List<Line> lines, Function<Line, String> column) throws SQLException {
    return connection.createArrayOf("text", lines.stream().map(column).toArray());
  }

  private void refuseDuplicates() throws CodeImportRefused, SQLException {
    List<String> problems = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT code, min(line) AS first, max(line) AS last FROM incoming_code
                 GROUP BY code HAVING count(*) > 1 ORDER BY last LIMIT 20
                """)) {
      while (rows.next()) {
        problems.add(
            "line %d: code %s is in line %d already"
                .formatted(rows.getLong("last"), rows.getString("code"), rows.getLong("first")));
      }
    }
    if (!problems.isEmpty()) {
      throw new CodeImportRefused(problems);
    }
  }

  private long execute(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
