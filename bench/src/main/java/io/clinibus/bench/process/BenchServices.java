package io.clinibus.bench.process;

import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import io.clinibus.demo.ScaleLoader;
import io.clinibus.embedded.EmbeddedServices;
import io.clinibus.platform.db.Database;
import io.clinibus.settings.Services;
import io.clinibus.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The servers a production node leans on, and a database of invented appointments. The data set is
 * made once and copied for each run, so that every run begins with the same.
 */
public final class BenchServices implements AutoCloseable {

  private static final String RUN = "clinibus_run";

  private final Vertx vertx;
  private final EmbeddedServices embedded;
  private final Path folder;

  private BenchServices(Vertx vertx, EmbeddedServices embedded, Path folder) {
    this.vertx = vertx;
    this.embedded = embedded;
    this.folder = folder;
  }

  /** How large the data set is. */
  public record Size(int doctors, int patients, int appointments) {}

  public static Size size(boolean full) {
    return full ? new Size(500, 100_000, 1_000_000) : new Size(50, 10_000, 50_000);
  }

  /** Adds rows to the data set. */
  public interface Filler {
    void fill(Connection connection, Services services) throws SQLException;
  }

  /** Opens the data set, after making it where it is missing, old, or of another release. */
  public static BenchServices open(Vertx vertx, BenchOptions options) throws Exception {
    return open(vertx, options.full() ? "full" : "quick", size(options.full()), (connection, services) -> {});
  }

  /**
   * As above.
   *
   * @param name of the data set
   * @param more is called once, with the rows of that size committed
   */
  public static BenchServices open(Vertx vertx, String name, Size size, Filler more) throws Exception {
    Path folder = ProjectFolder.data().resolve(name);
    Path mark = folder.resolve("filled");
    if (!Files.exists(mark) || !Files.readString(mark).equals(contents())) {
      removeTree(folder);
    }
    Files.createDirectories(folder);
    EmbeddedServices embedded = EmbeddedServices.start(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(embedded::close));
    BenchServices clinic = new BenchServices(vertx, embedded, folder);
    if (!Files.exists(mark)) {
      clinic.fill(size, more);
      Files.writeString(mark, contents());
    }
    clinic.copy();
    return clinic;
  }

  /** The servers, with the database of this run. */
  public Services services() {
    Services all = embedded.services();
    return new Services(
        all.database().resolve("/" + RUN), all.redis(), all.mail(), all.signingKey());
  }

  public Settings.Database database(int connections) {
    return new Settings.Database(services().database(), connections);
  }

  /** PostgreSQL's first process. */
  public ProcessHandle postgres() {
    try (Stream<String> lines = Files.lines(folder.resolve("postgres/postmaster.pid"))) {
      return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a query and gives its first column. */
  public List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = Database.connect(database(1));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  public void execute(String... statements) throws SQLException {
    execute(database(1), statements);
  }

  @Override
  public void close() {
    embedded.close();
  }

  private void fill(Size size, Filler more) throws Exception {
    var original = new Settings.Database(embedded.services().database(), 1);
    Database.migrate(vertx, original).await();
    System.out.println("filling in " + size + ", once");
    ScaleLoader.run(
        List.of(
            "--database-url=" + original.url(),
            "--doctors=" + size.doctors(),
            "--patients=" + size.patients(),
            "--appointments=" + size.appointments()),
        System.out);
    // Slots enough for minutes of booking as fast as can be.
    execute(original, "UPDATE scheduling.policy SET horizon_days = 730, version = version + 1");
    try (Connection connection = Database.connect(original)) {
      more.fill(connection, embedded.services());
    }
  }

  private void copy() throws SQLException {
    var postgres = new Settings.Database(embedded.services().database().resolve("/postgres"), 1);
    String original = embedded.services().database().getPath().substring(1);
    execute(
        postgres,
        "DROP DATABASE IF EXISTS " + RUN + " WITH (FORCE)",
        "CREATE DATABASE " + RUN + " TEMPLATE " + original + " STRATEGY FILE_COPY");
    forgetCached();
  }

  /** What Redis holds is of an earlier copy. */
  private void forgetCached() {
    Redis redis = Redis.createClient(vertx, embedded.services().redis().toString());
    redis.send(Request.cmd(Command.FLUSHALL)).await();
    redis.close();
  }

  private static void execute(Settings.Database database, String... statements)
      throws SQLException {
    try (Connection connection = Database.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /**
   * Identifies the data set by its generator and month: it is generated again in the next month.
   */
  private static String contents() throws IOException {
    LocalDate today = LocalDate.now();
    StringBuilder names = new StringBuilder().append(today.getYear()).append(today.getMonthValue());
    try (var jar = new java.util.jar.JarFile(ProjectFolder.jar().toFile())) {
      jar.stream()
          .filter(entry -> entry.getName().matches("(db/migration|io/clinibus/demo)/.+"))
          .sorted(Comparator.comparing(java.util.zip.ZipEntry::getName))
          .forEach(entry -> names.append(' ').append(Long.toHexString(entry.getCrc())));
    }
    return names.toString();
  }

  public static void removeTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
