package io.clinibus.web.http;

import io.clinibus.platform.telemetry.Metrics;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes a line and a measurement for each answered request. */
final class AccessLog {

  private static final Logger ACCESS = LoggerFactory.getLogger("io.clinibus.access");

  private final Metrics metrics;

  AccessLog(Metrics metrics) {
    this.metrics = metrics;
  }

  void add(HttpServerRequest request, RequestContext exchange) {
    measure(request, exchange);
    log(request, exchange);
  }

  private void measure(HttpServerRequest request, RequestContext exchange) {
    metrics
        .timer(
            "clinibus.http.request",
            "method",
            RequestContext.method(request),
            "route",
            exchange.route(),
            "status",
            Integer.toString(request.response().getStatusCode()))
        .record(exchange.took());
  }

  private static void log(HttpServerRequest request, RequestContext exchange) {
    LoggingEventBuilder line = ACCESS.atInfo();
    if (exchange.user() != null) {
      line = line.addKeyValue("user", exchange.user());
    }
    if (exchange.traceId() != null) {
      line = line.addKeyValue("traceId", exchange.traceId());
    }
    line.addKeyValue("method", request.method().name())
        .addKeyValue("route", exchange.route())
        .addKeyValue("status", request.response().getStatusCode())
        .addKeyValue("ms", exchange.took().toMillis())
        .addKeyValue("requestId", exchange.requestId())
        .log("served");
  }
}
