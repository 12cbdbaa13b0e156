package io.clinibus.node;

import io.clinibus.cluster.ClusterHeartbeat;
import io.clinibus.cluster.Member;
import io.clinibus.management.ManagementVerticle;
import io.clinibus.platform.NodeContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains a stopping node: reports not ready, serves until proxies and other nodes have noticed,
 * closes sockets so that clients reconnect elsewhere, and completes requests and jobs in flight.
 */
final class NodeDrain {

  private static final Logger LOG = LoggerFactory.getLogger(NodeDrain.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /** Polls for ten seconds. */
  private static final int LAST_LOOKS = 500;

  private final NodeContext platform;
  private final ManagementVerticle management;
  private final Optional<Member> member;
  private final Optional<ClusterHeartbeat> neighbours;

  NodeDrain(
      NodeContext platform,
      ManagementVerticle management,
      Optional<Member> member,
      Optional<ClusterHeartbeat> neighbours) {
    this.platform = platform;
    this.management = management;
    this.member = member;
    this.neighbours = neighbours;
  }

  /**
   * Continues after a step that fails.
   *
   * @param closeListener closes the port of the API and the sockets
   */
  Future<Void> run(Supplier<Future<Void>> closeListener) {
    management.stopping();
    return neighbours
        .map(ClusterHeartbeat::leave)
        .orElse(Future.succeededFuture())
        .eventually(() -> withdraw())
        .eventually(() -> pause(platform.settings().node().drain()))
        .eventually(closeListener)
        .eventually(() -> finish());
  }

  private Future<Void> withdraw() {
    return member
        .map(self -> self.withdraw(platform.bus()::serves))
        .orElse(Future.succeededFuture());
  }

  private Future<Void> finish() {
    platform.jobs().stop();
    return finished(LAST_LOOKS);
  }

  /**
   * Waits for requests from nodes that did not yet know of the shutdown, and for jobs in flight.
   */
  private Future<Void> finished(int looks) {
    int requests = platform.bus().inFlight();
    Set<String> jobs = platform.jobs().inFlight();
    if (requests == 0 && jobs.isEmpty()) {
      return Future.succeededFuture();
    }
    if (looks == 0) {
      LOG.atWarn()
          .addKeyValue("requests", requests)
          .addKeyValue("jobs", jobs)
          .log("shutdown timeout: requests still in flight");
      return Future.succeededFuture();
    }
    return pause(BETWEEN_LOOKS).compose(waited -> finished(looks - 1));
  }

  private Future<Void> pause(Duration duration) {
    return duration.isZero()
        ? Future.succeededFuture()
        : platform.vertx().timer(duration.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }
}
