package io.clinibus.web.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Data of a request for logs and problem documents. */
public final class RequestContext {

  private static final String KEY = RequestContext.class.getName();
  private static final String HEADER = "X-Request-Id";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

  private final String requestId;
  private final TraceContext trace;
  private final long began;
  private String route = "-";
  private String user;

  private RequestContext(String requestId, TraceContext trace, long began) {
    this.requestId = requestId;
    this.trace = trace;
    this.began = began;
  }

  /** Creates the context; the request keeps its own id if that is valid, else gets its trace's. */
  static RequestContext begin(RoutingContext context) {
    RequestContext exchange = begin(context.request());
    context.put(KEY, exchange);
    return exchange;
  }

  /** As above, for a request that is not routed. */
  static RequestContext begin(HttpServerRequest request) {
    String stated = request.getHeader(HEADER);
    var trace = TraceContext.of(request.getHeader(TraceContext.REQUEST_HEADER));
    String id = stated != null && SANE.matcher(stated).matches() ? stated : trace.traceId();
    var exchange = new RequestContext(id, trace, System.nanoTime());
    request
        .response()
        .putHeader(HEADER, id)
        .putHeader(TraceContext.RESPONSE_HEADER, trace.response());
    return exchange;
  }

  /** The request's context; created here if the router refused the request before any handler. */
  public static RequestContext of(RoutingContext context) {
    RequestContext begun = context.get(KEY);
    return begun != null ? begun : begin(context);
  }

  public String requestId() {
    return requestId;
  }

  /** The template of the path; the path itself may identify people. */
  String route() {
    return route;
  }

  public void route(String template) {
    route = template;
  }

  /** The trace id that the request carried, or null. */
  String traceId() {
    return trace.given() ? trace.traceId() : null;
  }

  /** A pseudonym of the user, or null for a visitor. */
  String user() {
    return user;
  }

  public void user(UUID id) {
    user = id == null ? null : LogPseudonym.of(id.toString());
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** The method, or a placeholder for an unknown one, of which clients can invent any number. */
  static String method(HttpServerRequest request) {
    String name = request.method().name();
    return METHODS.contains(name) ? name : "other";
  }
}
