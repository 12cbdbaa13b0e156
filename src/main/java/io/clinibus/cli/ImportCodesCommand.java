package io.clinibus.cli;

import io.clinibus.node.CodesImport;
import io.clinibus.records.api.CodeImportRefused;
import io.clinibus.records.api.CodeImportReport;
import io.clinibus.settings.Configuration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;

/** Imports a version of a code system from a CSV file. */
final class ImportCodesCommand {

  /** What the command line states. */
  record Source(Path file, String system, String version, String licence) {}

  private final Configuration configuration;
  private final PrintStream out;

  ImportCodesCommand(Configuration configuration, PrintStream out) {
    this.configuration = configuration;
    this.out = out;
  }

  void run(Source source) throws StartFailure {
    var settings = configuration.with(configuration.given().orElseThrow());
    try {
      CodeImportReport report =
          CodesImport.run(
              settings, source.file(), source.system(), source.version(), source.licence());
      out.printf(
          "%d codes of %s %s: %d added, %d changed, %d retired%n",
          report.rows(),
          source.system(),
          source.version(),
          report.added(),
          report.changed(),
          report.retired());
    } catch (CodeImportRefused e) {
      e.problems().forEach(out::println);
      throw StartFailure.because("Nothing was imported.");
    } catch (IOException e) {
      throw StartFailure.because("The file cannot be read: " + source.file());
    } catch (SQLException e) {
      throw StartFailure.because(StartFailure.explain(e, "the database"));
    }
  }
}
