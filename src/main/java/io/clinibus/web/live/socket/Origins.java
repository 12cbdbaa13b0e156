package io.clinibus.web.live.socket;

import io.clinibus.settings.Loopback;
import java.net.URI;

/**
 * Allows sockets from this clinic's own pages only. Browsers let any page open a socket to any
 * host, and state the page's origin in {@code Origin}.
 */
public final class Origins {

  private final URI publicUrl;

  public Origins(URI publicUrl) {
    this.publicUrl = publicUrl;
  }

  /**
   * @param origin the header, or null if the client is no browser. A clinic on the loopback
   *     interface allows every page of this machine, as it has several host names.
   */
  public boolean allows(String origin) {
    if (origin == null) {
      return true;
    }
    URI page;
    try {
      page = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (page.getHost() == null || page.getScheme() == null) {
      return false;
    }
    return isSame(page) || Loopback.is(publicUrl.getHost()) && Loopback.is(page.getHost());
  }

  private boolean isSame(URI page) {
    return page.getScheme().equalsIgnoreCase(publicUrl.getScheme())
        && page.getHost().equalsIgnoreCase(publicUrl.getHost())
        && port(page) == port(publicUrl);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
