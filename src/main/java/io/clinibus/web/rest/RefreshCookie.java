package io.clinibus.web.rest;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityApi.SignedIn;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.RefreshCookieUse;
import io.clinibus.web.security.CrossSiteCheck;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * Transports the refresh token in an HttpOnly, SameSite cookie, never in a body, and with it the
 * token of the device.
 */
public final class RefreshCookie {

  /** The component of a request record with the browser's name. */
  private static final String USER_AGENT = "userAgent";

  private static final String COOKIE = "clinibus_refresh";
  private static final String PATH = "/api/auth";

  private final Endpoint<?, ?> endpoint;
  private final URI publicUrl;
  private final CrossSiteCheck origins;
  private final DeviceCookie device;

  private RefreshCookie(Endpoint<?, ?> endpoint, URI publicUrl) {
    this.endpoint = endpoint;
    this.publicUrl = publicUrl;
    this.origins = new CrossSiteCheck(publicUrl);
    this.device = new DeviceCookie(publicUrl);
  }

  /** For an operation that uses the cookie, else null. */
  public static RefreshCookie of(Endpoint<?, ?> endpoint, URI publicUrl) {
    return endpoint.cookie().used() ? new RefreshCookie(endpoint, publicUrl) : null;
  }

  /**
   * Members that the cookie adds to the request.
   *
   * @throws Failure {@code FORBIDDEN} for a cross-site request, {@code UNAUTHENTICATED} without a
   *     cookie
   */
  Map<String, Object> members(RoutingContext context) {
    if (origins.isCrossSite(context.request())) {
      throw Failure.forbidden("Sign in on this clinic's own pages.");
    }
    Map<String, Object> members = new HashMap<>();
    if (endpoint.deviceCookie()) {
      members.put(DeviceCookie.COMPONENT, device.read(context));
      members.put(USER_AGENT, context.request().getHeader(HttpHeaders.USER_AGENT));
    }
    if (endpoint.cookie().taken()) {
      members.put(RefreshCookieUse.COMPONENT, token(context));
    }
    return members;
  }

  private String token(RoutingContext context) {
    Cookie cookie = context.request().getCookie(COOKIE);
    if (cookie == null && (endpoint.cookie().given() || endpoint.cookie().kept())) {
      throw Failure.of(CommonFailures.UNAUTHENTICATED);
    }
    return cookie == null ? "" : cookie.getValue();
  }

  /** Sends the session, with the refresh token in the cookie. */
  void send(RoutingContext context, Record reply) {
    context
        .response()
        .setStatusCode(endpoint.status())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (reply instanceof SignedIn signedIn) {
      context.response().addCookie(cookie(signedIn.refreshToken(), signedIn.refreshExpiresIn()));
      if (signedIn.deviceToken() != null) {
        device.send(context, signedIn.deviceToken());
      }
      ReplyWriter.write(context, new SerializedReply<>(signedIn.session()));
    } else {
      if (!endpoint.cookie().kept()) {
        context.response().addCookie(cookie("", 0));
      }
      ReplyWriter.write(context, new SerializedReply<>(reply));
    }
  }

  /** Deletes a cookie that is no longer valid. */
  void refused(RoutingContext context, Throwable cause) {
    if (endpoint.cookie().taken()
        && cause instanceof Failure failure
        && failure.code().status() == 401) {
      context.response().addCookie(cookie("", 0));
    }
  }

  private Cookie cookie(String value, long seconds) {
    return Cookie.cookie(COOKIE, value)
        .setPath(PATH)
        .setHttpOnly(true)
        .setSecure("https".equals(publicUrl.getScheme()))
        .setSameSite(CookieSameSite.STRICT)
        .setMaxAge(seconds);
  }
}
