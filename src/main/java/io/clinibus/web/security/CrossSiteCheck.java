package io.clinibus.web.security;

import io.clinibus.settings.Loopback;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;

/**
 * Recognises requests that a page of another origin sent, by headers that browsers set and scripts
 * cannot. Clients other than browsers send none of them and are not cross-site.
 */
public final class CrossSiteCheck {

  private static final String SCHEME_END = "://";

  private final URI publicUrl;

  public CrossSiteCheck(URI publicUrl) {
    this.publicUrl = publicUrl;
  }

  /**
   * Whether another origin sent a request that carries a cookie: by {@code Sec-Fetch-Site} (Fetch
   * Metadata), else by {@code Origin}. SameSite=Strict excludes other sites already; this also
   * covers sibling hosts, which are the same site. Pages of the host that the request names are own
   * ones, as a clinic may be reached under several names.
   */
  public boolean isCrossSite(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return isCrossSite(
        request.getHeader("Sec-Fetch-Site"),
        request.getHeader(HttpHeaders.ORIGIN),
        authority == null ? null : authority.toString());
  }

  /**
   * Whether another origin opens a WebSocket: by {@code Origin} alone, which browsers always send
   * with a handshake (RFC 6455, 10.2). A clinic on the loopback interface allows every page of this
   * machine, as it has several host names.
   */
  public boolean isCrossSiteSocket(HttpServerRequest handshake) {
    return isCrossSiteSocket(handshake.getHeader(HttpHeaders.ORIGIN));
  }

  boolean isCrossSite(String site, String origin, String authority) {
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    return origin != null && !isPublicUrl(parse(origin)) && !hasAuthority(origin, authority);
  }

  boolean isCrossSiteSocket(String origin) {
    if (origin == null) {
      return false;
    }
    URI page = parse(origin);
    return !isPublicUrl(page) && !isLoopback(page);
  }

  private boolean isPublicUrl(URI page) {
    return page != null
        && page.getScheme().equalsIgnoreCase(publicUrl.getScheme())
        && page.getHost().equalsIgnoreCase(publicUrl.getHost())
        && port(page) == port(publicUrl);
  }

  private boolean isLoopback(URI page) {
    return page != null && Loopback.is(publicUrl.getHost()) && Loopback.is(page.getHost());
  }

  private static boolean hasAuthority(String origin, String authority) {
    int end = origin.indexOf(SCHEME_END);
    return end >= 0 && origin.substring(end + SCHEME_END.length()).equals(authority);
  }

  /** An origin of scheme, host and port (RFC 6454), or null for anything else, as {@code null}. */
  private static URI parse(String origin) {
    try {
      URI page = URI.create(origin);
      boolean isOrigin =
          page.getHost() != null
              && page.getRawUserInfo() == null
              && origin.equals(page.getScheme() + SCHEME_END + page.getRawAuthority());
      return isOrigin ? page : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
