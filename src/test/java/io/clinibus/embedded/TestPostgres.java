package io.clinibus.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** A PostgreSQL of a test's own, which can be stopped and started again on the same port. */
public final class TestPostgres implements AutoCloseable {

  private final DataFolder data;
  private final PostgresServer server;
  private final URI url;

  private TestPostgres(DataFolder data) throws IOException {
    this.data = data;
    this.server = new PostgresServer(data);
    this.url = server.start();
  }

  public static TestPostgres start(Path folder) {
    try {
      return new TestPostgres(DataFolder.open(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return url;
  }

  /** Ends statements in flight, and stays down for a moment. */
  public void restart(Runnable meanwhile) {
    server.stop();
    meanwhile.run();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
    try {
      data.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
