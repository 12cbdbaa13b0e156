package io.clinibus.web.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.bus.failure.FieldError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers failed requests with problem documents (RFC 9457). */
public final class ProblemResponses {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);
  private static final String MEDIA_TYPE = "application/problem+json";

  /** The extension with the number of seconds after which to retry. */
  public static final String RETRY_AFTER = "retryAfter";

  private ProblemResponses() {}

  /**
   * Sends the problem document, unless the client has closed the connection. An unexpected error is
   * logged and answered in general terms.
   */
  public static void send(RoutingContext context, Throwable cause) {
    if (isCancelled(cause)) {
      LOG.atDebug()
          .addKeyValue("requestId", RequestContext.of(context).requestId())
          .addKeyValue("route", RequestContext.of(context).route())
          .log("request cancelled: the client closed the connection");
      return;
    }
    Failure failure = failure(context, cause);
    HttpServerResponse response = context.response();
    if (response.ended()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    send(context.request(), RequestContext.of(context), failure);
  }

  /** Sends the problem document for a request that is not routed. */
  static void send(HttpServerRequest request, RequestContext exchange, Failure failure) {
    head(request, failure);
    if (request.method() == HttpMethod.HEAD) {
      request.response().end();
    } else {
      request.response().end(body(request, exchange, failure));
    }
  }

  /** Whether the client closed the connection or the stream before its request was complete. */
  private static boolean isCancelled(Throwable cause) {
    return cause instanceof HttpClosedException || cause instanceof StreamResetException;
  }

  /** The failure to answer with. */
  static Failure failure(RoutingContext context, Throwable cause) {
    if (cause instanceof Failure failure) {
      return failure;
    }
    if (cause instanceof HttpException refused && refused.getStatusCode() < 500) {
      return ofStatus(refused.getStatusCode());
    }
    LOG.atError()
        .addKeyValue("requestId", RequestContext.of(context).requestId())
        .addKeyValue("route", RequestContext.of(context).route())
        .setCause(cause)
        .log("request failed");
    return Failure.of(CommonFailures.INTERNAL, "Quote the request id when asking for help.");
  }

  private static Failure ofStatus(int status) {
    return Failure.of(
        switch (status) {
          case 401 -> CommonFailures.UNAUTHENTICATED;
          case 403 -> CommonFailures.FORBIDDEN;
          case 404 -> CommonFailures.NOT_FOUND;
          case 405 -> CommonFailures.METHOD_NOT_ALLOWED;
          case 406 -> CommonFailures.NOT_ACCEPTABLE;
          case 413 -> CommonFailures.TOO_LARGE;
          case 415 -> CommonFailures.UNSUPPORTED_MEDIA_TYPE;
          default -> CommonFailures.MALFORMED_REQUEST;
        });
  }

  private static void head(HttpServerRequest request, Failure failure) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(failure.code().status())
            .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (failure.code().status() == 401) {
      boolean presented = request.headers().contains(HttpHeaders.AUTHORIZATION);
      response.putHeader(
          "WWW-Authenticate", presented ? "Bearer error=\"invalid_token\"" : "Bearer");
    }
    Object seconds =
        failure
            .extensions()
            .getOrDefault(RETRY_AFTER, failure.is(CommonFailures.UNAVAILABLE) ? "2" : null);
    if (seconds != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, seconds.toString());
    }
  }

  /** A failure as a problem document, without the members of a request. */
  public static ObjectNode document(Failure failure) {
    ObjectNode problem = Json.MAPPER.createObjectNode();
    failure
        .extensions()
        .forEach((member, value) -> problem.set(member, Json.MAPPER.valueToTree(value)));
    problem.put("type", type(failure.code()));
    problem.put("title", failure.code().title());
    problem.put("status", failure.code().status());
    problem.put("detail", failure.getMessage());
    if (!failure.errors().isEmpty()) {
      ArrayNode errors = problem.putArray("errors");
      failure.errors().forEach(error -> errors.add(field(error)));
    }
    return problem;
  }

  /** {@code detail} is what {@code message} was called at first. */
  private static ObjectNode field(FieldError error) {
    ObjectNode json = Json.MAPPER.valueToTree(error);
    return json.put("message", error.message());
  }

  private static Buffer body(HttpServerRequest request, RequestContext exchange, Failure failure) {
    ObjectNode problem = document(failure);
    problem.put("instance", request.path());
    problem.put("requestId", exchange.requestId());
    try {
      return Buffer.buffer(Json.MAPPER.writeValueAsBytes(problem));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem document cannot be written", e);
    }
  }

  /** The stable type URI of a failure. */
  public static String type(FailureCode code) {
    return "/problems/" + code.slug();
  }
}
