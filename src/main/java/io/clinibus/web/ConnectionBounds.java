package io.clinibus.web;

import com.sun.management.UnixOperatingSystemMXBean;
import io.clinibus.web.security.ClientKeys;
import io.vertx.core.http.HttpConnection;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the connections of one address, so that it cannot use up the file descriptors of this
 * node. Behind a proxy all connections are the proxy's, and none is refused. Thread-safe.
 */
final class ConnectionBounds {

  /** One address may be that of a whole hospital. */
  private static final int MOST = 10_000;

  private static final int SHARE_OF_FILES = 4;

  private final boolean behindProxy;
  private final int most;
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  ConnectionBounds(boolean behindProxy) {
    this(behindProxy, ofFiles());
  }

  ConnectionBounds(boolean behindProxy, int most) {
    this.behindProxy = behindProxy;
    this.most = most;
  }

  /** Counts a new connection, or closes it. */
  void admit(HttpConnection connection) {
    if (behindProxy) {
      return;
    }
    String client = ClientKeys.key(connection.remoteAddress().hostAddress());
    if (open.merge(client, 1, Integer::sum) > most) {
      release(client);
      connection.close();
    } else {
      connection.closeHandler(closed -> release(client));
    }
  }

  private void release(String client) {
    open.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }

  private static int ofFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? (int) Math.min(MOST, system.getMaxFileDescriptorCount() / SHARE_OF_FILES)
        : MOST;
  }
}
