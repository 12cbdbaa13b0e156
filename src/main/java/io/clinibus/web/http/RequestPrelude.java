package io.clinibus.web.http;

import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.platform.telemetry.Metrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The first handler of every request: assigns its id, adds security headers, writes the access log,
 * and refuses an improperly encoded address.
 */
public final class RequestPrelude implements Handler<RoutingContext> {

  private static final Logger ACCESS = LoggerFactory.getLogger("io.clinibus.access");

  private final SecurityHeaders security;
  private final Metrics metrics;

  public RequestPrelude(SecurityHeaders security, Metrics metrics) {
    this.metrics = metrics;
    this.security = security;
  }

  @Override
  public void handle(RoutingContext context) {
    RequestContext exchange = RequestContext.begin(context);
    security.addTo(context.response().headers());
    context.addEndHandler(
        ended -> {
          measure(context, exchange);
          log(context, exchange);
        });
    HttpServerRequest request = context.request();
    if (UriEncoding.isProper(request.uri())) {
      context.next();
    } else {
      ProblemResponses.send(
          context,
          Failure.of(
              FailureCode.MALFORMED_REQUEST, "The address is not properly percent-encoded UTF-8."));
    }
  }

  private void measure(RoutingContext context, RequestContext exchange) {
    metrics
        .timer(
            "clinibus.http.request",
            "method",
            RequestContext.method(context),
            "route",
            exchange.route(),
            "status",
            Integer.toString(context.response().getStatusCode()))
        .record(exchange.took());
  }

  private static void log(RoutingContext context, RequestContext exchange) {
    LoggingEventBuilder line = ACCESS.atInfo();
    if (exchange.user() != null) {
      line = line.addKeyValue("user", exchange.user());
    }
    if (exchange.traceId() != null) {
      line = line.addKeyValue("traceId", exchange.traceId());
    }
    line.addKeyValue("method", context.request().method().name())
        .addKeyValue("route", exchange.route())
        .addKeyValue("status", context.response().getStatusCode())
        .addKeyValue("ms", exchange.took().toMillis())
        .addKeyValue("requestId", exchange.requestId())
        .log("served");
  }
}
