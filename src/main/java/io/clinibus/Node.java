package io.clinibus;

import io.clinibus.bus.Bus;
import io.clinibus.bus.MessageTypes;
import io.clinibus.demo.DemoData;
import io.clinibus.directory.DirectoryApi;
import io.clinibus.directory.DirectoryVerticle;
import io.clinibus.identity.IdentityApi;
import io.clinibus.identity.IdentityVerticle;
import io.clinibus.mailbox.MailboxApi;
import io.clinibus.mailbox.MailboxVerticle;
import io.clinibus.patients.PatientsApi;
import io.clinibus.patients.PatientsVerticle;
import io.clinibus.platform.ChangeFeed;
import io.clinibus.platform.Database;
import io.clinibus.platform.Outbox;
import io.clinibus.platform.Platform;
import io.clinibus.platform.Purge;
import io.clinibus.platform.RedisRateLimiter;
import io.clinibus.platform.SqlFailures;
import io.clinibus.platform.embedded.MailCatcher;
import io.clinibus.reports.ReportsApi;
import io.clinibus.reports.ReportsVerticle;
import io.clinibus.scheduling.SchedulingApi;
import io.clinibus.scheduling.SchedulingVerticle;
import io.clinibus.settings.Settings;
import io.clinibus.web.WebVerticle;
import io.clinibus.web.live.LiveStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** One running node: infrastructure, then the domains, then the port; stopped the other way. */
public final class Node {

  /** Every message this release knows. */
  public static final MessageTypes MESSAGES =
      MessageTypes.of(
          IdentityApi.class,
          DirectoryApi.class,
          PatientsApi.class,
          SchedulingApi.class,
          ReportsApi.class,
          MailboxApi.class);

  private final Platform platform;
  private final Optional<MailCatcher> mails;
  private final WebVerticle web;
  private String webDeployment;

  private Node(Platform platform, Optional<MailCatcher> mails) {
    this.platform = platform;
    this.mails = mails;
    this.web = new WebVerticle(platform);
  }

  /** Starts a node that hands its mails to a real server. */
  public static Future<Node> start(Settings settings, Clock clock) {
    return start(settings, clock, Optional.empty());
  }

  /**
   * Starts a node.
   *
   * @param mails what catches this node's mails, if it is not a real server
   * @return completes when the node answers requests; whatever was opened is closed if it fails
   */
  public static Future<Node> start(Settings settings, Clock clock, Optional<MailCatcher> mails) {
    Vertx vertx = Vertx.vertx();
    return Database.migrate(vertx, settings.database())
        .compose(migrated -> DemoData.loadIfWanted(vertx, settings, clock))
        .map(filled -> new Node(platform(vertx, settings, clock), mails))
        .compose(node -> node.deploy().map(node))
        .onFailure(cause -> vertx.close());
  }

  /** The port that serves the API and the app. */
  public int port() {
    return web.port();
  }

  /** How the live part of this node is. */
  public LiveStatus live() {
    return web.live();
  }

  public Platform platform() {
    return platform;
  }

  /** Stops taking requests, lets those under way finish, then stops the rest. */
  public Future<Void> stop() {
    // Bound to no event loop: those are gone by the time this completes.
    Promise<Void> stopped = Promise.promise();
    Vertx vertx = platform.vertx();
    vertx.undeploy(webDeployment).onComplete(drained -> vertx.close().onComplete(stopped));
    return stopped.future();
  }

  private static Platform platform(Vertx vertx, Settings settings, Clock clock) {
    Redis redis = Redis.createClient(vertx, settings.redis().toString());
    Bus bus = Bus.open(vertx, MESSAGES, clock, SqlFailures::isUnreachable);
    Pool database = Database.pool(vertx, settings.database());
    return new Platform(
        vertx,
        bus,
        database,
        new ChangeFeed(vertx, bus, database, clock),
        redis,
        new RedisRateLimiter(redis, clock),
        clock,
        settings);
  }

  private Future<?> deploy() {
    Vertx vertx = platform.vertx();
    return vertx
        .deployVerticle(new PatientsVerticle(platform))
        .compose(patients -> vertx.deployVerticle(new SchedulingVerticle(platform)))
        .compose(scheduling -> vertx.deployVerticle(new DirectoryVerticle(platform)))
        .compose(directory -> vertx.deployVerticle(new IdentityVerticle(platform)))
        .compose(identity -> vertx.deployVerticle(new ReportsVerticle(platform)))
        .compose(reports -> vertx.deployVerticle(new MailboxVerticle(platform.bus(), mails)))
        .compose(mailbox -> vertx.deployVerticle(web))
        .onSuccess(
            deployed -> {
              webDeployment = deployed;
              new Purge(platform.database(), platform.clock(), List.of(Outbox.EXPIRED))
                  .start(vertx);
            });
  }
}
