package io.clinibus.web.http;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.telemetry.Metrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * The first handler of every request: assigns its id, adds security headers, writes the access log,
 * and refuses an improperly encoded address.
 */
public final class RequestPrelude implements Handler<RoutingContext> {

  private final SecurityHeaders security;
  private final AccessLog accessLog;

  public RequestPrelude(SecurityHeaders security, Metrics metrics) {
    this.security = security;
    this.accessLog = new AccessLog(metrics);
  }

  @Override
  public void handle(RoutingContext context) {
    RequestContext exchange = RequestContext.begin(context);
    security.addTo(context.response().headers());
    context.addEndHandler(ended -> accessLog.add(context.request(), exchange));
    HttpServerRequest request = context.request();
    if (UriEncoding.isProper(request.uri())) {
      context.next();
    } else {
      ProblemResponses.send(
          context,
          Failure.of(
              CommonFailures.MALFORMED_REQUEST,
              "The address is not properly percent-encoded UTF-8."));
    }
  }
}
