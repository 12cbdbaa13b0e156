package io.clinibus.records.codes;

import io.clinibus.records.api.CodeImportRefused;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** The code system of the demo clinic: everyday diagnoses in plain words, with codes of its own. */
public final class DemoCodes {

  public static final String SYSTEM = "clinibus-everyday";

  private static final String FILE = "/records/codes.csv";

  private DemoCodes() {}

  public static void write(Connection connection, Instant now) throws SQLException {
    try (Reader source =
        new InputStreamReader(DemoCodes.class.getResourceAsStream(FILE), StandardCharsets.UTF_8)) {
      new CodeImport(connection).write(source, SYSTEM, "1", "Apache-2.0");
    } catch (IOException | CodeImportRefused e) {
      throw new IllegalStateException("codes of the demo clinic unreadable", e);
    }
  }
}
