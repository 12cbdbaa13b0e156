package io.clinibus.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A PostgreSQL for one JVM of a test run, configured to be durable as in production. Its files are
 * in memory where there is room for them, and removed with it. At the end it is stopped without a
 * checkpoint, as nothing of it is kept.
 */
final class PostgresProcess {

  /** A busy machine is slow, not wrong. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM_BYTES = 6L << 30;

  private final Path files;
  private final EmbeddedPostgres server;

  private PostgresProcess(Path files) throws IOException {
    this.files = files;
    this.server =
        EmbeddedPostgres.builder()
            .setPort(TestPorts.one())
            .setDataDirectory(files)
            .setPGStartupWait(PATIENCE)
            .setRegisterShutdownHook(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "200")
            .setLocaleConfig("locale", "C.UTF-8")
            .start();
  }

  /** Starts one that ends with this JVM. */
  static EmbeddedPostgres start() {
    try {
      var process = new PostgresProcess(Files.createTempDirectory(place(), "clinibus-postgres-"));
      Runtime.getRuntime().addShutdownHook(new Thread(process::end, "end of PostgreSQL"));
      return process.server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path place() throws IOException {
    boolean room =
        Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM_BYTES;
    return room ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private void end() {
    try {
      long pid = Long.parseLong(Files.readAllLines(files.resolve("postmaster.pid")).get(0));
      new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start();
      ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
      removeFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeFiles() throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
