package io.clinibus.cluster;

import com.hazelcast.config.Config;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.platform.telemetry.UnhandledErrors;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A node's Vert.x, clustered or not.
 *
 * @param member this node in its cluster; empty if it is not clustered
 */
public record VertxFactory(Vertx vertx, Optional<Member> member) {

  /** Reconnects to a node that has not answered a ping for about this long. */
  private static final long PING_MILLIS = 2_000;

  private static final int CONNECT_MILLIS = 2_000;

  /**
   * Attribute in {@code cluster.xml}: this node's bus address as seen by other nodes, if it differs
   * from the one it listens on.
   */
  private static final String PUBLIC_ADDRESS = "clinibus.bus.public.address";

  /**
   * Starts Vert.x and joins the cluster, if configured.
   *
   * @return completes when this node is a member; the first node does not wait for others
   */
  public static Future<VertxFactory> open(Settings.Node settings, Metrics metrics) {
    return settings
        .cluster()
        .map(cluster -> join(cluster, metrics))
        .orElseGet(
            () ->
                Future.succeededFuture(
                    new VertxFactory(
                        closedToStrangers(builder(new VertxOptions(), metrics).build()),
                        Optional.empty())))
        .onSuccess(opened -> opened.vertx().exceptionHandler(new UnhandledErrors(metrics)));
  }

  private static Future<VertxFactory> join(Settings.Cluster settings, Metrics metrics) {
    // Set before Hazelcast reads the file, so that it applies to the first messages too.
    System.setProperty("hazelcast.logging.type", "slf4j");
    Config config = ClusterFile.read(settings);
    var member = new Member(config);
    EventBusOptions eventBus = eventBus(settings);
    Optional.ofNullable(config.getProperty(PUBLIC_ADDRESS))
        .map(known -> HostAndPort.parseAuthority(known, settings.busPort()))
        .ifPresent(
            known ->
                eventBus.setClusterPublicHost(known.host()).setClusterPublicPort(known.port()));
    return builder(new VertxOptions().setEventBusOptions(eventBus), metrics)
        .withClusterManager(member)
        .buildClustered()
        .map(vertx -> new VertxFactory(closedToStrangers(vertx), Optional.of(member)));
  }

  /**
   * Vert.x measures its pools, which shows waits for PostgreSQL; its metrics of PostgreSQL and
   * Redis clients are off, as they would cover one connection only.
   */
  private static VertxBuilder builder(VertxOptions options, Metrics metrics) {
    Set<String> allButPools =
        EnumSet.complementOf(EnumSet.of(MetricsDomain.NAMED_POOLS)).stream()
            .map(MetricsDomain::toCategory)
            .collect(Collectors.toSet());
    allButPools.addAll(Set.of("sql", "redis"));
    return Vertx.builder()
        .with(
            options
                .setPreferNativeTransport(true)
                .setMetricsOptions(
                    new MicrometerMetricsOptions()
                        .setRegistryName(
                            UUID.randomUUID().toString()) // Tests run several nodes in a JVM.
                        .setEnabled(true)
                        .setDisabledMetricsCategories(allButPools)))
        .withMetrics(new MicrometerMetricsFactory(metrics.registry()));
  }

  /** Never decodes objects of classes other than the registered records. */
  private static Vertx closedToStrangers(Vertx vertx) {
    vertx
        .eventBus()
        .clusterSerializableChecker(className -> false)
        .serializableChecker(className -> false);
    return vertx;
  }

  private static EventBusOptions eventBus(Settings.Cluster settings) {
    var options =
        new EventBusOptions()
            .setPort(settings.busPort())
            .setConnectTimeout(CONNECT_MILLIS)
            .setClusterPingInterval(PING_MILLIS)
            .setClusterPingReplyInterval(PING_MILLIS);
    if (!settings.host().contains("*")) {
      options.setHost(settings.host());
    } // Otherwise Hazelcast's address, which matches the configured pattern.
    settings.tls().ifPresent(tls -> secure(options, tls));
    return options;
  }

  private static void secure(EventBusOptions options, Settings.BusTls tls) {
    options
        .setSsl(true)
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setSslHandshakeTimeout(CONNECT_MILLIS)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(tls.certificate().toString())
                .addKeyPath(tls.key().toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(tls.authority().toString()));
  }
}
