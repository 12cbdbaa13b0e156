package io.clinibus.web.rest;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;

/** Transports the token of a device that has signed in before in an HttpOnly cookie. */
final class DeviceCookie {

  /** The component of a request record that the cookie fills. */
  static final String COMPONENT = "deviceToken";

  private static final String NAME = "clinibus_device";

  /** The longest that browsers keep a cookie. */
  private static final Duration LIFE = Duration.ofDays(400);

  private final String name;
  private final boolean secure;

  DeviceCookie(URI publicUrl) {
    this.secure = "https".equals(publicUrl.getScheme());
    this.name = secure ? "__Host-" + NAME : NAME;
  }

  /** The token as the device sent it, or an empty text. */
  String read(RoutingContext context) {
    Cookie cookie = context.request().getCookie(name);
    return cookie == null ? "" : cookie.getValue();
  }

  void send(RoutingContext context, String token) {
    context
        .response()
        .addCookie(
            Cookie.cookie(name, token)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT)
                .setMaxAge(LIFE.toSeconds()));
  }
}
