package io.clinibus.demo;

import io.clinibus.demo.clinic.ClinicWriter;
import io.clinibus.demo.clinic.ConstraintSuspension;
import io.clinibus.demo.clinic.InventedClinic;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.demo.profile.Size;
import io.clinibus.identity.credential.PasswordHasher;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.sealing.NewKeys;
import io.clinibus.settings.Settings;
import java.io.PrintStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills an empty, migrated database with a clinic large enough for benchmarks. */
public final class ScaleLoader {

  private static final long SEED = 7;
  private static final int PROGRESS_EVERY = 100_000;
  private static final Set<String> OPTIONS =
      Set.of("database-url", "doctors", "patients", "appointments");

  private final PrintStream out;
  private final long begin = System.nanoTime();

  private ScaleLoader(PrintStream out) {
    this.out = out;
  }

  /**
   * @param arguments {@code --database-url=…} and optional sizes
   * @throws IllegalArgumentException with one line about invalid arguments
   */
  public static void run(List<String> arguments, PrintStream out) throws SQLException {
    Map<String, String> options = options(arguments);
    if (!options.containsKey("database-url")) {
      throw new IllegalArgumentException("load-scale needs --database-url=postgresql://…");
    }
    Size usual = Size.SCALE;
    Size size =
        new Size(
            number(options, "doctors", usual.doctors()),
            number(options, "patients", usual.patients()),
            number(options, "appointments", usual.appointments()),
            usual.pastDays(),
            usual.comingDays());
    var database = new Settings.Database(URI.create(options.get("database-url")), 1);
    try (Connection connection = Database.connect(database)) {
      new ScaleLoader(out).load(connection, size);
    }
  }

  private void load(Connection connection, Size size) throws SQLException {
    if (!DemoData.isEmpty(connection)) {
      throw new IllegalArgumentException("The database is not empty; load-scale needs a new one.");
    }
    connection.setAutoCommit(false);
    ZoneId zone = DemoData.zone(connection);
    Instant now = Instant.now();
    say("generating " + size);
    InventedClinic clinic = InventedClinic.of(SEED, size, now, zone);
    // Building an index over all rows is many times faster than updating it row by row.
    ConstraintSuspension rules = ConstraintSuspension.detach(connection);
    say("writing");
    String hash = new PasswordHasher().hash(DemoAccounts.PASSWORD);
    new ClinicWriter(connection, clinic, zone, NewKeys.NONE).write(hash, now, this::progress);
    say("creating constraints and indexes");
    rules.attach(this::say);
    connection.commit();
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE");
    }
    say("done");
  }

  private void progress(int appointments) {
    if (appointments % PROGRESS_EVERY == 0) {
      say(appointments + " appointments");
    }
  }

  private void say(String what) {
    Duration since = Duration.ofNanos(System.nanoTime() - begin);
    out.printf("%4d.%d s  %s%n", since.toSeconds(), since.toMillisPart() / 100, what);
  }

  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (parts.length < 2
          || !parts[0].startsWith("--")
          || !OPTIONS.contains(parts[0].substring(2))) {
        throw new IllegalArgumentException(
            "load-scale: unknown option " + parts[0] + "; see --help");
      }
      options.put(parts[0].substring(2), parts[1]);
    }
    return options;
  }

  private static int number(Map<String, String> options, String name, int usual) {
    String text = options.get(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("[1-9]\\d{0,7}")) {
      throw new IllegalArgumentException("--" + name + " must be a whole number above 0");
    }
    return Integer.parseInt(text);
  }
}
