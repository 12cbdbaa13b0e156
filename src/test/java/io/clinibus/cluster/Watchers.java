package io.clinibus.cluster;

import static org.awaitility.Awaitility.await;

import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pages that stay open: one that loses its node goes on at another, with what it has. */
final class Watchers implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private static final class Watcher {
    private final LivePage page;
    private LiveClient client;

    Watcher(String topic) {
      page = new LivePage(topic);
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final List<Watcher> watchers;
  private int next;

  /** Opens a page for each topic, in turn on each of the nodes. */
  Watchers(List<String> topics, List<URI> nodes) {
    watchers = topics.stream().map(Watcher::new).toList();
    reconnect(nodes);
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> watchers.stream().allMatch(watcher -> watcher.page.isKnown()));
  }

  /** How many pages have lost their node. */
  long lost() {
    return watchers.stream().filter(one -> one.client.isClosed()).count();
  }

  /** Those that have lost their node go to one of these. */
  void reconnect(List<URI> nodes) {
    for (Watcher watcher : watchers) {
      if (watcher.client == null || watcher.client.isClosed()) {
        watcher.client = LiveClient.visitor(vertx, nodes.get(next++ % nodes.size()));
        watcher.client.resume(watcher.page);
      }
    }
  }

  /**
   * Waits until every page shows what a page shows that is opened now on this node.
   *
   * @return how long that took
   */
  Duration awaitRight(URI node) {
    Instant began = Instant.now();
    for (Watcher watcher : watchers) {
      try (LiveClient fresh = LiveClient.visitor(vertx, node)) {
        fresh.subscribe(watcher.page.topic());
        LivePage right = fresh.awaitPage(watcher.page.topic());
        await()
            .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .until(() -> watcher.page.data().equals(right.data()));
      }
    }
    return Duration.between(began, Instant.now());
  }

  @Override
  public void close() {
    watchers.forEach(watcher -> watcher.client.close());
    vertx.close();
  }
}
