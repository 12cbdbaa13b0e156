package io.clinibus.web;

import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes first: it gets its id, the security headers and its line in the access
 * log, and its address must be properly encoded.
 */
final class Edge implements Handler<RoutingContext> {

  private static final Logger ACCESS = LoggerFactory.getLogger("io.clinibus.access");

  private final SecurityHeaders security;

  Edge(SecurityHeaders security) {
    this.security = security;
  }

  @Override
  public void handle(RoutingContext context) {
    Exchange exchange = Exchange.begin(context);
    security.addTo(context.response().headers());
    if (ACCESS.isInfoEnabled()) {
      context.addEndHandler(ended -> log(context, exchange));
    }
    HttpServerRequest request = context.request();
    if (UriEncoding.isProper(request.uri())) {
      context.next();
    } else {
      Problems.send(
          context,
          Failure.of(
              FailureCode.MALFORMED_REQUEST, "The address is not properly percent-encoded UTF-8."));
    }
  }

  private static void log(RoutingContext context, Exchange exchange) {
    ACCESS
        .atInfo()
        .addKeyValue("method", context.request().method().name())
        .addKeyValue("route", exchange.route())
        .addKeyValue("status", context.response().getStatusCode())
        .addKeyValue("ms", exchange.millis())
        .addKeyValue("requestId", exchange.requestId())
        .log("served");
  }
}
