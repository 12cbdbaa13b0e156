package io.clinibus.demo;

import io.clinibus.demo.clinic.ClinicWriter;
import io.clinibus.demo.clinic.InventedClinic;
import io.clinibus.demo.people.Patients;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.demo.profile.Size;
import io.clinibus.identity.credential.PasswordHasher;
import io.clinibus.platform.DemoRows;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.sealing.KeyWrapper;
import io.clinibus.platform.sealing.NewKeys;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills an empty database with a demo hospital. */
public final class DemoData {

  private static final Logger LOG = LoggerFactory.getLogger(DemoData.class);
  private static final long SEED = 20_260_101;

  private DemoData() {}

  /**
   * Loads the demo data if the settings ask for it and the database is empty. All of it is one
   * transaction: an interrupted load leaves nothing.
   */
  public static Future<Void> loadIfWanted(
      Vertx vertx,
      Settings settings,
      Clock clock,
      List<DemoRows> contributed,
      KeyWrapper clinicKeys) {
    if (!settings.demo()) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(
        () -> {
          try (Connection connection = Database.connect(settings.database())) {
            loadIfEmpty(connection, clock.instant(), contributed, clinicKeys);
          }
          return null;
        });
  }

  private static void loadIfEmpty(
      Connection connection, Instant now, List<DemoRows> contributed, KeyWrapper clinicKeys)
      throws SQLException {
    if (!isEmpty(connection)) {
      return;
    }
    long begin = System.nanoTime();
    load(connection, SEED, Size.DEMO, now, contributed, clinicKeys);
    LOG.info("demo data: loaded in {} ms", (System.nanoTime() - begin) / 1_000_000);
  }

  static void load(
      Connection connection,
      long seed,
      Size size,
      Instant now,
      List<DemoRows> contributed,
      KeyWrapper clinicKeys)
      throws SQLException {
    connection.setAutoCommit(false);
    ZoneId zone = zone(connection);
    InventedClinic clinic = InventedClinic.of(seed, size, now, zone);
    String hash = new PasswordHasher().hash(DemoAccounts.PASSWORD);
    NewKeys keys = keys(clinic, clinicKeys);
    new ClinicWriter(connection, clinic, zone, keys).write(hash, now, written -> {});
    for (DemoRows rows : contributed) {
      rows.write(connection, now, keys.keys());
    }
    connection.commit();
  }

  private static NewKeys keys(InventedClinic clinic, KeyWrapper clinicKeys) {
    List<UUID> patients = clinic.patients().stream().map(Patients.Patient::id).toList();
    return NewKeys.of(patients, clinicKeys).toCompletionStage().toCompletableFuture().join();
  }

  /** Whether the database has neither patients nor accounts. */
  static boolean isEmpty(Connection connection) throws SQLException {
    return single(
            connection,
            """
            SELECT NOT EXISTS (SELECT FROM identity.account)
               AND NOT EXISTS (SELECT FROM directory.department)
               AND NOT EXISTS (SELECT FROM patients.patient)
            """)
        .equals("t");
  }

  static ZoneId zone(Connection connection) throws SQLException {
    return ZoneId.of(single(connection, "SELECT zone FROM scheduling.policy"));
  }

  private static String single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
