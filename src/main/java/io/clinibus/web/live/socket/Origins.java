package io.clinibus.web.live.socket;

import io.clinibus.settings.Loopback;
import java.net.URI;

/**
 * Which pages may open sockets: this clinic's own. Browsers let any page open a socket anywhere,
 * and say with {@code Origin} which page it is.
 */
public final class Origins {

  private final URI publicUrl;

  public Origins(URI publicUrl) {
    this.publicUrl = publicUrl;
  }

  /**
   * @param origin what the client sent, or null: it is no browser. A clinic on this machine alone
   *     allows every page of this machine, as it goes by several names.
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
