package io.clinibus.node;

import io.clinibus.platform.db.Database;
import io.clinibus.records.api.CodeImportRefused;
import io.clinibus.records.api.CodeImportReport;
import io.clinibus.records.codes.CodeImport;
import io.clinibus.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Imports a code system, without a running node. */
public final class CodesImport {

  private CodesImport() {}

  /**
   * Imports a file. Blocks.
   *
   * @throws CodeImportRefused naming lines that are not valid; nothing has been changed
   */
  public static CodeImportReport run(
      Settings settings, Path file, String system, String version, String licence)
      throws CodeImportRefused, IOException, SQLException {
    try (Connection connection = Database.connect(settings.database());
        Reader source = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return new CodeImport(connection).run(source, system, version, licence);
    }
  }
}
