package io.clinibus.web.rest;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.SignInApi.SignedIn;
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

  private static final String NAME = "clinibus_refresh";

  /** Of the release before over HTTPS, and still without it: sent with few requests only. */
  private static final String PATH = "/api/auth";

  private final Endpoint<?, ?> endpoint;
  private final boolean secure;
  private final CrossSiteCheck origins;
  private final DeviceCookie device;

  private RefreshCookie(Endpoint<?, ?> endpoint, URI publicUrl) {
    this.endpoint = endpoint;
    this.secure = "https".equals(publicUrl.getScheme());
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
    Cookie cookie = cookie(context);
    if (cookie == null && (endpoint.cookie().given() || endpoint.cookie().kept())) {
      throw Failure.of(CommonFailures.UNAUTHENTICATED);
    }
    return cookie == null ? "" : cookie.getValue();
  }

  /** Over HTTPS also that of the release before, which is replaced when it is used. */
  private Cookie cookie(RoutingContext context) {
    Cookie current = context.request().getCookie(name());
    return current == null ? context.request().getCookie(NAME) : current;
  }

  /** The prefix makes browsers refuse the cookie from other hosts and without HTTPS. */
  private String name() {
    return secure ? "__Host-" + NAME : NAME;
  }

  /** Sends the session, with the refresh token in the cookie. */
  void send(RoutingContext context, Record reply) {
    context
        .response()
        .setStatusCode(endpoint.status())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (reply instanceof SignedIn signedIn) {
      send(context, signedIn.refreshToken(), signedIn.refreshExpiresIn());
      if (signedIn.deviceToken() != null) {
        device.send(context, signedIn.deviceToken());
      }
      ReplyWriter.write(context, new SerializedReply<>(signedIn.session()));
    } else {
      if (!endpoint.cookie().kept()) {
        send(context, "", 0);
      }
      ReplyWriter.write(context, new SerializedReply<>(reply));
    }
  }

  /** Deletes a cookie that is no longer valid. */
  void refused(RoutingContext context, Throwable cause) {
    if (endpoint.cookie().taken()
        && cause instanceof Failure failure
        && failure.code().status() == 401) {
      send(context, "", 0);
    }
  }

  private void send(RoutingContext context, String value, long seconds) {
    context.response().addCookie(cookie(name(), secure ? "/" : PATH, value, seconds));
    if (secure && context.request().getCookie(NAME) != null) {
      context.response().addCookie(cookie(NAME, PATH, "", 0));
    }
  }

  private Cookie cookie(String name, String path, String value, long seconds) {
    return Cookie.cookie(name, value)
        .setPath(path)
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.STRICT)
        .setMaxAge(seconds);
  }
}
