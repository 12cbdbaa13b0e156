package io.clinibus.cluster;

import com.hazelcast.config.Config;
import io.clinibus.platform.telemetry.Metrics;
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
 * A node's Vert.x, alone or joined with others.
 *
 * @param member this node in its cluster; empty if it is alone
 */
public record VertxFactory(Vertx vertx, Optional<Member> member) {

  /** A node that answers no ping for about so long is connected to anew. */
  private static final long PING_MILLIS = 2_000;

  private static final int CONNECT_MILLIS = 2_000;

  /** In {@code cluster.xml}: where the others find this node's bus, if not where it listens. */
  private static final String PUBLIC_ADDRESS = "clinibus.bus.public.address";

  /**
   * Starts Vert.x, and joins the cluster if there is one.
   *
   * @return completes when this node is a member; the first one need not wait for others
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
                        Optional.empty())));
  }

  private static Future<VertxFactory> join(Settings.Cluster settings, Metrics metrics) {
    // Also for what Hazelcast says before it has read the file.
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
   * Vert.x itself measures its pools, so that waiting for PostgreSQL shows; not what is asked of
   * PostgreSQL and Redis, of which it would tell one connection's only.
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
                        .setRegistryName(UUID.randomUUID().toString()) // Tests run several nodes.
                        .setEnabled(true)
                        .setDisabledMetricsCategories(allButPools)))
        .withMetrics(new MicrometerMetricsFactory(metrics.registry()));
  }

  /** No class but our records is ever made from what comes over the network. */
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
    } // Otherwise it is where Hazelcast is, which has found the address that fits the pattern.
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
