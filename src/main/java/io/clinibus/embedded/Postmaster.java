package io.clinibus.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A running PostgreSQL server, as described by its {@code postmaster.pid}.
 *
 * @param process the server process
 * @param port its port
 * @param ready whether it accepts connections
 */
record Postmaster(ProcessHandle process, int port, boolean ready) {

  private static final int PID = 0;
  private static final int STARTED = 2;
  private static final int PORT = 3;
  private static final int STATUS = 7;
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

  /** Finds the server that runs on a database folder. */
  static Optional<Postmaster> find(Path folder) throws IOException {
    Path file = folder.resolve("postmaster.pid");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (lines.size() <= PORT) {
      return Optional.empty();
    }
    Optional<ProcessHandle> process = ProcessHandle.of(number(lines.get(PID)));
    if (process.isEmpty()) {
      return Optional.empty();
    }
    if (!isPostgres(process.get(), Instant.ofEpochSecond(number(lines.get(STARTED))))) {
      // The process id has been reused by another program; PostgreSQL would take that for a server
      // and refuse to start. A file with an unused process id is handled by PostgreSQL.
      Files.delete(file);
      return Optional.empty();
    }
    boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
    return Optional.of(new Postmaster(process.get(), (int) number(lines.get(PORT)), ready));
  }

  /** Whether the server runs from this folder's programs, not from those of an earlier release. */
  boolean runsFrom(Path programs) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).startsWith(programs))
        .orElse(false);
  }

  private static boolean isPostgres(ProcessHandle process, Instant started) {
    boolean named =
        process.info().command().map(command -> command.endsWith("/postgres")).orElse(true);
    boolean begunThen =
        process
            .info()
            .startInstant()
            .map(begun -> Duration.between(begun, started).abs().compareTo(CLOCK_TOLERANCE) < 0)
            .orElse(true);
    return named && begunThen;
  }

  private static long number(String line) {
    return Long.parseLong(line.strip());
  }
}
