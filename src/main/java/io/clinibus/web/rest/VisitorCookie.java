package io.clinibus.web.rest;

import io.clinibus.bus.failure.Failure;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.VisitorCookieUse;
import io.clinibus.web.security.CrossSiteCheck;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** A random token that recognises a visitor who is not signed in, in an HttpOnly cookie. */
public final class VisitorCookie {

  private static final String NAME = "clinibus_visitor";
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[\\w-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final VisitorCookieUse use;
  private final String name;
  private final boolean secure;
  private final CrossSiteCheck origins;

  private VisitorCookie(VisitorCookieUse use, URI publicUrl) {
    this.use = use;
    this.secure = "https".equals(publicUrl.getScheme());
    this.name = secure ? "__Host-" + NAME : NAME;
    this.origins = new CrossSiteCheck(publicUrl);
  }

  /** For an operation that uses the cookie, else null. */
  public static VisitorCookie of(Endpoint<?, ?> endpoint, URI publicUrl) {
    return endpoint.visitorCookie() == VisitorCookieUse.NONE
        ? null
        : new VisitorCookie(endpoint.visitorCookie(), publicUrl);
  }

  /**
   * Members that the cookie adds to the request; sets the cookie if the operation gives it.
   *
   * @throws Failure {@code FORBIDDEN} for a cross-site request
   */
  Map<String, Object> members(RoutingContext context) {
    if (origins.isCrossSite(context.request())) {
      throw Failure.forbidden("Choose a time on this clinic's own pages.");
    }
    String token = token(context);
    if (use == VisitorCookieUse.GIVE) {
      token = token.isEmpty() ? next() : token;
      context.response().addCookie(cookie(token));
    }
    return Map.of(VisitorCookieUse.COMPONENT, token);
  }

  private String token(RoutingContext context) {
    Cookie cookie = context.request().getCookie(name);
    return cookie != null && SHAPE.matcher(cookie.getValue()).matches() ? cookie.getValue() : "";
  }

  private static String next() {
    byte[] token = new byte[BYTES];
    RANDOM.nextBytes(token);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private Cookie cookie(String token) {
    return Cookie.cookie(name, token)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.STRICT)
        .setMaxAge(LIFE.toSeconds());
  }
}
