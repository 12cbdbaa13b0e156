package io.clinibus.node;

import io.clinibus.bus.Bus;
import io.clinibus.bus.CallerSignatures;
import io.clinibus.bus.MessageTypes;
import io.clinibus.cluster.ClusterHeartbeat;
import io.clinibus.cluster.Member;
import io.clinibus.cluster.VertxFactory;
import io.clinibus.demo.DemoData;
import io.clinibus.embedded.MailCatcher;
import io.clinibus.mailbox.MailboxVerticle;
import io.clinibus.management.ManagementVerticle;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.audit.AuditLog;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.StartRetry;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.events.OutboxRetention;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.jobs.RetentionJob;
import io.clinibus.platform.limits.KeyedHash;
import io.clinibus.platform.limits.RedisRateLimiter;
import io.clinibus.platform.sealing.KeyWrapper;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealingCheck;
import io.clinibus.platform.sealing.wrapping.KeyWrappers;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.clinibus.web.WebVerticle;
import io.clinibus.web.contract.Contract;
import io.clinibus.web.live.socket.LiveStatus;
import io.clinibus.web.pages.AppBuild;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: starts infrastructure, then domains, then the port; stops in reverse order. */
public final class Node {

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Modules modules;
  private final Pool reserved;
  private final NodeContext platform;
  private final SealingCheck sealing;
  private final ClockDifference clockDifference;
  private final Optional<Member> member;
  private final Optional<ClusterHeartbeat> neighbours;
  private final Optional<WebVerticle> web;
  private final ManagementVerticle management;
  private final Optional<MailCatcher> mails;
  private String webDeployment;

  private Node(
      Modules modules,
      VertxFactory network,
      Settings settings,
      Clock clock,
      Optional<MailCatcher> mails,
      Metrics metrics,
      KeyWrapper clinicKeys,
      Optional<Future<Contract>> contract,
      AppBuild build) {
    MessageTypes messages = modules.messages();
    this.modules = modules;
    this.reserved = Database.reservedPool(network.vertx(), settings.database());
    this.platform =
        platform(network.vertx(), reserved, modules, settings, clock, metrics, clinicKeys);
    this.sealing = new SealingCheck(network.vertx(), reserved, clinicKeys, platform.patientKeys());
    this.clockDifference = new ClockDifference(reserved, clock);
    this.mails = mails;
    this.member = network.member();
    this.neighbours =
        member.map(
            self -> new ClusterHeartbeat(self, settings.node(), modules.roles(), reserved, clock));
    this.web =
        contract.map(read -> new WebVerticle(platform, modules.topics(), messages, read, build));
    this.management =
        new ManagementVerticle(
            settings.management(),
            settings.node().name(),
            new NodeReadiness(platform, modules, clockDifference, neighbours, web).checks(),
            metrics::text);
  }

  /** Starts a node that sends its mails through an SMTP server. */
  public static Future<Node> start(Settings settings, Clock clock) {
    return start(settings, clock, Optional.empty());
  }

  /**
   * Starts a node.
   *
   * @param mails the mail catcher, if there is no SMTP server
   * @return completes when the node answers requests; closes what was opened if it fails
   */
  public static Future<Node> start(Settings settings, Clock clock, Optional<MailCatcher> mails) {
    return start(Modules.ALL, Contract::load, AppBuild.OF_RELEASE, settings, clock, mails);
  }

  /**
   * Starts a node with other domains, or another app, than those of the release.
   *
   * @param contract reads the bundled contract of these domains
   */
  static Future<Node> start(
      Modules modules,
      Function<Vertx, Future<Contract>> contract,
      AppBuild build,
      Settings settings,
      Clock clock,
      Optional<MailCatcher> mails) {
    // Bound to no event loop: after a failure the event loops end before this completes.
    Promise<Node> started = Promise.promise();
    Metrics metrics = Metrics.ofProcess();
    VertxFactory.open(settings.node(), metrics)
        .onFailure(started::fail)
        .onSuccess(
            network ->
                start(modules, contract, build, network, settings, clock, mails, metrics)
                    .onSuccess(started::complete)
                    .onFailure(
                        cause -> network.vertx().close().onComplete(done -> started.fail(cause))));
    return started.future();
  }

  private static Future<Node> start(
      Modules modules,
      Function<Vertx, Future<Contract>> load,
      AppBuild build,
      VertxFactory network,
      Settings settings,
      Clock clock,
      Optional<MailCatcher> mails,
      Metrics metrics) {
    Vertx vertx = network.vertx();
    boolean serves = settings.node().roles().contains(Modules.WEB);
    // Take as long as the check of the schema, and run concurrently with it.
    var contract = serves ? Optional.of(load.apply(vertx)) : Optional.<Future<Contract>>empty();
    Future<KeyWrapper> clinicKeys = KeyWrappers.open(vertx, settings, metrics);
    return Database.migrate(vertx, settings.database())
        .compose(migrated -> clinicKeys)
        .compose(
            keys -> DemoData.loadIfWanted(vertx, settings, clock, modules.demo(), keys).map(keys))
        .map(
            keys ->
                new Node(modules, network, settings, clock, mails, metrics, keys, contract, build))
        .compose(node -> node.deploy().map(node));
  }

  /** The port that serves the API and the app; empty if other nodes do. */
  public Optional<Integer> port() {
    return web.map(WebVerticle::port);
  }

  /** The port that serves health. */
  public int managementPort() {
    return management.port();
  }

  /** Status of the live updates; empty if other nodes serve them. */
  public Optional<LiveStatus> live() {
    return web.map(WebVerticle::live);
  }

  public NodeContext platform() {
    return platform;
  }

  /** This node as a cluster member, if clustered. */
  public Optional<Member> member() {
    return member;
  }

  /** Drains the node, then leaves the cluster. */
  public Future<Void> stop() {
    // Bound to no event loop: the event loops end before this completes.
    Promise<Void> stopped = Promise.promise();
    new NodeDrain(platform, management, member, neighbours)
        .run(this::undeployWeb)
        .onComplete(drained -> close().onComplete(stopped));
    return stopped.future();
  }

  /**
   * Closes what is left, in a limited time: a pool that is closed while it opens a connection may
   * never complete. The time is not measured by timers of Vert.x, which end here.
   */
  private Future<Void> close() {
    CompletableFuture<Void> closed =
        platform
            .vertx()
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    return Future.fromCompletionStage(closed)
        .otherwise(
            cause -> {
              LOG.atWarn().addKeyValue("cause", cause).log("shutdown incomplete");
              return null;
            });
  }

  private Future<Void> undeployWeb() {
    return webDeployment == null
        ? Future.succeededFuture()
        : platform.vertx().undeploy(webDeployment);
  }

  private static NodeContext platform(
      Vertx vertx,
      Pool reserved,
      Modules modules,
      Settings settings,
      Clock clock,
      Metrics metrics,
      KeyWrapper clinicKeys) {
    Redis redis = RedisConnection.open(vertx, settings.redis());
    Bus bus =
        Bus.open(
            vertx,
            modules.messages(),
            clock,
            PostgresErrors::isTemporary,
            metrics,
            signatures(settings.node()));
    Pool database = Database.pool(vertx, settings.database());
    bus.auditedBy(new AuditLog(database, bus, clock, settings.node().name()));
    Jobs jobs = new Jobs(vertx, metrics);
    return new NodeContext(
        modules.list(),
        vertx,
        bus,
        database,
        reserved,
        new ChangeFeed(vertx, jobs, bus, reserved, clock),
        redis,
        new RedisRateLimiter(redis, clock, KeyedHash.of(settings.signingKey())),
        clock,
        settings,
        new PatientKeys(vertx, database, clinicKeys),
        jobs,
        metrics);
  }

  private static CallerSignatures signatures(Settings.Node node) {
    return node.cluster()
        .flatMap(Settings.Cluster::secret)
        .map(secret -> CallerSignatures.of(secret.values(), secret.acceptUnsigned()))
        .orElse(CallerSignatures.NONE);
  }

  private Future<?> deploy() {
    Vertx vertx = platform.vertx();
    return RedisConnection.check(platform.redis(), platform.settings().redis())
        .compose(trusted -> sealing.run())
        .compose(opened -> vertx.deployVerticle(management))
        .compose(
            managed ->
                platform
                    .changes()
                    .on(
                        PatientsApi.PATIENT_ERASED,
                        erased -> platform.patientKeys().forget(erased.patientId())))
        .compose(listening -> modules.deploy(platform))
        .compose(domains -> deployMailbox())
        .compose(
            domains ->
                web.map(vertx::deployVerticle)
                    .orElse(Future.succeededFuture())
                    .onSuccess(deployed -> webDeployment = deployed))
        .compose(listening -> platform.changes().start())
        .compose(
            current ->
                neighbours
                    .map(others -> StartRetry.of(vertx, () -> others.start(platform.jobs())))
                    .orElse(Future.succeededFuture()))
        .onSuccess(
            deployed -> {
              new RetentionJob(platform.database(), platform.clock(), OutboxRetention.ALL)
                  .start(platform.jobs(), platform.metrics(), "outbox");
              new NodeMetrics(platform, member, neighbours, web).start(clockDifference);
              management.ready();
              web.ifPresent(WebVerticle::storeAssets);
            });
  }

  /** In a cluster only the node with the mail catcher can show the mails. */
  private Future<?> deployMailbox() {
    return mails.isPresent() || member.isEmpty()
        ? platform.vertx().deployVerticle(new MailboxVerticle(platform.bus(), mails))
        : Future.succeededFuture();
  }
}
