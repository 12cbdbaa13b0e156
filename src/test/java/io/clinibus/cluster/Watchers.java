package io.clinibus.cluster;

import static org.awaitility.Awaitility.await;

import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pages that stay open. */
final class Watchers implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private record Watcher(LiveClient client, String topic) {
    LivePage page() {
      return client.page(topic);
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final List<Watcher> watchers = new ArrayList<>();

  /** Opens a page for each topic, in turn on each of the nodes. */
  Watchers(List<String> topics, List<URI> nodes) {
    for (String topic : topics) {
      URI node = nodes.get(watchers.size() % nodes.size());
      watchers.add(new Watcher(LiveClient.visitor(vertx, node).subscribe(topic), topic));
    }
    watchers.forEach(watcher -> watcher.client.awaitPage(watcher.topic));
  }

  /** How many pages have lost their node. */
  long lost() {
    return watchers.stream().filter(one -> one.client.isClosed()).count();
  }

  /** Waits until every page shows what a page shows that is opened now on this node. */
  void awaitRight(URI node) {
    for (Watcher watcher : watchers) {
      try (LiveClient fresh = LiveClient.visitor(vertx, node)) {
        LivePage right = fresh.subscribe(watcher.topic).awaitPage(watcher.topic);
        await()
            .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .until(() -> watcher.page().data().equals(right.data()));
      }
    }
  }

  @Override
  public void close() {
    watchers.forEach(watcher -> watcher.client.close());
    vertx.close();
  }
}
