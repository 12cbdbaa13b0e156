package io.clinibus.testing;

import io.clinibus.embedded.MailCatcher;
import io.clinibus.node.Modules;
import io.clinibus.node.Node;
import io.clinibus.node.QuickNode;
import io.clinibus.settings.Settings;
import io.clinibus.web.pages.AppBuild;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A whole node on free ports of this machine, over real servers. */
public final class TestNode implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 120;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Node node;
  private boolean closed;

  private TestNode(Node node) {
    this.node = node;
    Registrations.on(node);
  }

  /** A node that a test has started itself. */
  public static TestNode of(Node node) {
    return new TestNode(node);
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
    return await(QuickNode.start(settings, clock, mails));
  }

  /**
   * @param build the app that the node serves
   */
  public static TestNode start(Settings settings, Clock clock, AppBuild build) {
    return await(QuickNode.start(settings, clock, Optional.empty(), build));
  }

  private static TestNode await(Future<Node> started) {
    try {
      return new TestNode(started.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      throw new IllegalStateException("the node did not start", e);
    }
  }

  /** Settings of a production node on the given database and free ports. */
  public static Settings settings(URI database) {
    return settings(database, Modules.ALL.roles());
  }

  /** The same with the given roles. */
  public static Settings settings(URI database, Set<String> roles) {
    var anyPort = new Settings.Endpoint("127.0.0.1", 0);
    return new Settings(
        Path.of("target"),
        new Settings.Http(
            anyPort, URI.create("http://localhost:8080"), Optional.empty(), false, 1_000_000),
        anyPort,
        new Settings.Database(database, 8),
        new Settings.Redis(TestServers.redisFor(database), Optional.empty()),
        new Settings.Mail(URI.create("smtp://127.0.0.1:1"), "clinic@example.org"),
        TestKey.file(),
        false,
        Settings.Node.alone(roles),
        new Settings.Factors(List.of(), false),
        new Settings.Records(List.of(), Optional.empty()),
        Settings.Documents.in(Path.of("target", "documents")));
  }

  /**
   * The same settings without a Redis: the node alone counts what is limited. With one, it would
   * count a request that Redis answers late apart from the others.
   */
  public static Settings withoutRedis(Settings settings) {
    return SettingsParts.with(
        new Settings.Redis(URI.create("redis://127.0.0.1:1"), Optional.empty()), settings);
  }

  /** The same settings for a port of this machine, with {@code localhost} as the public address. */
  public static Settings onPort(int port, Settings settings) {
    Settings.Http http = settings.http();
    return SettingsParts.with(
        new Settings.Http(
            new Settings.Endpoint(http.endpoint().host(), port),
            URI.create("http://localhost:" + port),
            http.tls(),
            http.behindProxy(),
            http.requestsPerMinute()),
        settings);
  }

  /** The same settings with another mail server. */
  public static Settings mailingTo(URI server, Settings settings) {
    return SettingsParts.with(new Settings.Mail(server, settings.mail().sender()), settings);
  }

  /**
   * The same settings for a node of a cluster: one public address for all, whatever their ports.
   */
  public static Settings placed(Settings settings, Settings.Node place) {
    Settings.Http http = settings.http();
    return SettingsParts.with(
        new Settings.Http(
            http.endpoint(),
            ChildNode.PUBLIC_URL,
            http.tls(),
            http.behindProxy(),
            http.requestsPerMinute()),
        SettingsParts.with(place, settings));
  }

  public Node node() {
    return node;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + node.port().orElseThrow());
  }

  /** Where health is served. */
  public URI management() {
    return URI.create("http://127.0.0.1:" + node.managementPort());
  }

  /** What it measures, as Prometheus reads it. */
  public String metrics() {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(management().resolve("/metrics"))
                  .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The value of one metric, named with its labels; fails if there is none. */
  public double metric(String name) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + ' '))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      node.stop().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the node did not stop", e);
    }
  }
}
