package io.clinibus.node;

import io.clinibus.cluster.ClusterHeartbeat;
import io.clinibus.cluster.Member;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.events.OutboxMetrics;
import io.clinibus.platform.telemetry.EventLoopMetrics;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.web.WebVerticle;
import io.clinibus.web.live.socket.LiveStatus;
import java.util.Optional;
import java.util.function.Supplier;

/** What a node measures of itself, besides what its domains measure. */
record NodeMetrics(
    NodeContext platform,
    Optional<Member> member,
    Optional<ClusterHeartbeat> neighbours,
    Optional<WebVerticle> web) {

  void start(ClockDifference clockDifference) {
    Metrics metrics = platform.metrics();
    EventLoopMetrics.start(platform.vertx(), metrics);
    OutboxMetrics.start(platform.jobs(), platform.database(), metrics);
    clockDifference.start(platform.jobs(), metrics);
    metrics.gauge("clinibus.bus.under.way", platform.bus()::inFlight);
    metrics.gauge("clinibus.feed.age.seconds", () -> platform.changes().age().toMillis() / 1e3);
    member.ifPresent(self -> metrics.gauge("clinibus.cluster.nodes", () -> self.nodes().size()));
    neighbours.ifPresent(
        others ->
            metrics.gauge("clinibus.cluster.cut.off", () -> others.cutOffFrom().isEmpty() ? 0 : 1));
    web.ifPresent(serving -> measure(serving::live));
  }

  private void measure(Supplier<LiveStatus> live) {
    Metrics metrics = platform.metrics();
    metrics.gauge("clinibus.live.sockets", () -> live.get().sockets());
    metrics.gauge("clinibus.live.topics", () -> live.get().topics());
    metrics.gauge("clinibus.live.public.bytes", () -> live.get().publicBytes());
    metrics.gauge("clinibus.live.sockets.behind", () -> live.get().behind());
    metrics.gauge("clinibus.live.unsent.bytes", () -> live.get().unsent());
  }
}
