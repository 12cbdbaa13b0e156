package io.clinibus.testing;

import io.clinibus.Node;
import io.clinibus.platform.embedded.MailCatcher;
import io.clinibus.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A whole node on free ports of this machine, over real servers. */
public final class TestNode implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Node node;

  private TestNode(Node node) {
    this.node = node;
  }

  /** A node on a database of its own. */
  public static TestNode start() {
    return start(settings(TestServers.newDatabase()), Clock.systemUTC());
  }

  public static TestNode start(Settings settings, Clock clock) {
    return start(settings, clock, Optional.empty());
  }

  /**
   * @param mails what the node's mailbox shows
   */
  public static TestNode start(Settings settings, Clock clock, Optional<MailCatcher> mails) {
    try {
      return new TestNode(
          Node.start(settings, clock, mails).await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      throw new IllegalStateException("the node did not start", e);
    }
  }

  /** Settings of a production node on the given database and free ports. */
  public static Settings settings(URI database) {
    var anyPort = new Settings.Endpoint("127.0.0.1", 0);
    return new Settings(
        Path.of("target"),
        new Settings.Http(
            anyPort, URI.create("http://localhost:8080"), Optional.empty(), false, 1_000_000),
        anyPort,
        new Settings.Database(database, 8),
        TestServers.redisFor(database),
        new Settings.Mail(URI.create("smtp://127.0.0.1:1"), "clinic@example.org"),
        TestKey.file(),
        false);
  }

  public Node node() {
    return node;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + node.port());
  }

  @Override
  public void close() {
    try {
      node.stop().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the node did not stop", e);
    }
  }
}
