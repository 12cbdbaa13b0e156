package io.clinibus.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** One request and its answer, as logs and problem documents know it. */
final class Exchange {

  private static final String KEY = Exchange.class.getName();
  private static final String HEADER = "X-Request-Id";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  private final String requestId;
  private final long began;
  private String route = "-";

  private Exchange(String requestId, long began) {
    this.requestId = requestId;
    this.began = began;
  }

  /** Begins; the request keeps the id it came with if that is sane. */
  static Exchange begin(RoutingContext context) {
    HttpServerRequest request = context.request();
    String stated = request.getHeader(HEADER);
    String id = stated != null && SANE.matcher(stated).matches() ? stated : newId();
    var exchange = new Exchange(id, System.nanoTime());
    context.put(KEY, exchange);
    context.response().putHeader(HEADER, id);
    return exchange;
  }

  /** Unlikely to repeat, and not a secret. */
  private static String newId() {
    var random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  /** The request's exchange; one the router refused before anything else begins here. */
  static Exchange of(RoutingContext context) {
    Exchange begun = context.get(KEY);
    return begun != null ? begun : begin(context);
  }

  String requestId() {
    return requestId;
  }

  /** The template of the path, never the path itself, which may name people. */
  String route() {
    return route;
  }

  void route(String template) {
    route = template;
  }

  long millis() {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
