package io.clinibus.node;

import io.clinibus.audit.AuditVerifier;
import io.clinibus.audit.api.AuditReport;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.keys.RsaKey;
import io.clinibus.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;

/** Verifies the audit trail, without a running node. */
public final class AuditVerification {

  private AuditVerification() {}

  /** Verifies the whole trail. Blocks. */
  public static AuditReport run(Settings settings) throws SQLException {
    try (Connection connection = Database.connect(settings.database())) {
      return new AuditVerifier(connection, RsaKey.read(settings.signingKey())).verify();
    }
  }
}
