package io.clinibus.web.http;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.telemetry.Metrics;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * Refuses, before routing, requests whose framing or host is invalid or ambiguous, and closes their
 * connections: a proxy in front could read another request from the same bytes (request smuggling).
 */
public final class FramingCheck {

  private final SecurityHeaders security;
  private final AccessLog accessLog;

  public FramingCheck(SecurityHeaders security, Metrics metrics) {
    this.security = security;
    this.accessLog = new AccessLog(metrics);
  }

  /** Passes requests for exactly one valid host on. */
  public Handler<HttpServerRequest> before(Handler<HttpServerRequest> next) {
    return request -> {
      if (hasOneHost(request)) {
        next.handle(request);
      } else {
        refuse(
            request,
            Failure.of(CommonFailures.MALFORMED_REQUEST, "State exactly one valid host in Host."));
      }
    };
  }

  /** Refuses a request that Netty could not decode. */
  public void refuseUndecodable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      refuse(request, Failure.of(CommonFailures.ADDRESS_TOO_LONG));
    } else if (cause instanceof TooLongHttpHeaderException) {
      refuse(request, Failure.of(CommonFailures.HEADERS_TOO_LARGE));
    } else {
      refuse(
          request,
          Failure.of(
              CommonFailures.MALFORMED_REQUEST, "The request is no valid HTTP, or is ambiguous."));
    }
  }

  private static boolean hasOneHost(HttpServerRequest request) {
    if (request.authority() == null) {
      return false;
    }
    List<String> lines = request.headers().getAll(HttpHeaders.HOST);
    return request.version() == HttpVersion.HTTP_2 || lines.size() == 1 && !lines.get(0).isEmpty();
  }

  private void refuse(HttpServerRequest request, Failure failure) {
    RequestContext exchange = RequestContext.begin(request);
    security.addTo(request.response().headers());
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.response().endHandler(ended -> accessLog.add(request, exchange));
    ProblemResponses.send(request, exchange, failure);
    request.connection().close();
  }
}
