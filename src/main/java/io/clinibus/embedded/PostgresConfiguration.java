package io.clinibus.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Configuration of the embedded PostgreSQL. It overrides initdb's and is written at each start, so
 * that a new release applies its own.
 */
final class PostgresConfiguration {

  private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d+)$");

  private final Path file;
  private final Path logFolder;

  PostgresConfiguration(Path folder, Path logFolder) {
    this.file = folder.resolve("postgresql.auto.conf");
    this.logFolder = logFolder;
  }

  /** The last port, or 0. */
  int port() {
    Matcher port = PORT.matcher(written());
    return port.find() ? Integer.parseInt(port.group(1)) : 0;
  }

  /** Whether the server on this port was started with this release's configuration. */
  boolean isCurrent(int port) {
    return written().equals(content(port));
  }

  void write(int port) {
    try {
      PrivateFiles.write(file, content(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String written() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String content(int port) {
    return """
    # Written by Clinibus at each start.
    port = %d
    listen_addresses = '127.0.0.1'
    unix_socket_directories = ''
    max_connections = 100
    timezone = 'UTC'

    # An acknowledged booking survives a power cut.
    fsync = on
    synchronous_commit = on
    full_page_writes = on

    shared_buffers = '256MB'
    max_wal_size = '2GB'
    random_page_cost = 1.1
    jit = off

    # A week of logs, one file a weekday.
    logging_collector = on
    log_directory = '%s'
    log_filename = 'postgres-%%a.log'
    log_truncate_on_rotation = on
    log_rotation_age = '1d'
    log_rotation_size = 0
    log_timezone = 'UTC'
    """
        .formatted(port, logFolder.toString().replace("'", "''"));
  }
}
