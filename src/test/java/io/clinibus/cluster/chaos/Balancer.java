package io.clinibus.cluster.chaos;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands before the nodes: asks each of them five times a second whether it is ready, and
 * sends people to those that are, in turn.
 */
public final class Balancer implements AutoCloseable {

  private static final int LOOK_MILLIS = 200;

  private final Fleet fleet;
  private final Map<URI, Boolean> ready = new ConcurrentHashMap<>();
  private final Set<URI> asked = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean blind;

  public Balancer(Fleet fleet) {
    this.fleet = fleet;
    timer.scheduleAtFixedRate(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Sends people to nodes that are not ready, too: as when partitioned nodes have a balancer each.
   */
  public void blind(boolean isBlind) {
    blind = isBlind;
  }

  /**
   * The next node to ask.
   *
   * @param failed one that has just failed, which is asked again only if there is no other; or null
   */
  public URI next(URI failed) {
    List<URI> all = fleet.addresses().stream().map(Fleet.Address::url).toList();
    List<URI> good = all.stream().filter(this::mayBeAsked).toList();
    List<URI> others = good.stream().filter(url -> !url.equals(failed)).toList();
    List<URI> best = !others.isEmpty() ? others : !good.isEmpty() ? good : all;
    return best.get(Math.floorMod(turn.getAndIncrement(), best.size()));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private boolean mayBeAsked(URI url) {
    return blind || ready.getOrDefault(url, true);
  }

  private void look() {
    for (Fleet.Address address : fleet.addresses()) {
      if (asked.add(address.url())) {
        address
            .isReady()
            .thenAccept(
                yes -> {
                  ready.put(address.url(), yes);
                  asked.remove(address.url());
                });
      }
    }
  }
}
