package io.clinibus.cli;

import io.clinibus.audit.api.AuditReport;
import io.clinibus.node.AuditVerification;
import io.clinibus.settings.Configuration;
import io.clinibus.settings.Settings;
import java.io.PrintStream;
import java.sql.SQLException;

/** Verifies the chain of hashes of the audit trail and its signed heads. */
final class VerifyAuditCommand {

  private final Configuration configuration;
  private final PrintStream out;

  VerifyAuditCommand(Configuration configuration, PrintStream out) {
    this.configuration = configuration;
    this.out = out;
  }

  void run() throws StartFailure {
    Settings settings = configuration.with(configuration.given().orElseThrow());
    try {
      AuditReport report = AuditVerification.run(settings);
      out.printf(
          "%d entries in %d blocks, %d signed heads, %d entries not chained yet%n",
          report.entries(), report.blocks(), report.heads(), report.unchained());
      report.faults().forEach(out::println);
      if (!report.faults().isEmpty()) {
        throw StartFailure.because("The audit trail is not as it was written.");
      }
    } catch (SQLException e) {
      throw StartFailure.because(StartFailure.explain(e, "the database"));
    }
  }
}
