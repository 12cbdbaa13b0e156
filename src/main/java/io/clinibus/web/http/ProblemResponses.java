package io.clinibus.web.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.bus.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
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
    head(context, failure);
    if (context.request().method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(body(context, failure));
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
    return Failure.of(FailureCode.INTERNAL, "Quote the request id when asking for help.");
  }

  private static Failure ofStatus(int status) {
    return Failure.of(
        switch (status) {
          case 401 -> FailureCode.UNAUTHENTICATED;
          case 403 -> FailureCode.FORBIDDEN;
          case 404 -> FailureCode.NOT_FOUND;
          case 405 -> FailureCode.METHOD_NOT_ALLOWED;
          case 406 -> FailureCode.NOT_ACCEPTABLE;
          case 413 -> FailureCode.TOO_LARGE;
          case 415 -> FailureCode.UNSUPPORTED_MEDIA_TYPE;
          default -> FailureCode.MALFORMED_REQUEST;
        });
  }

  private static void head(RoutingContext context, Failure failure) {
    HttpServerResponse response =
        context
            .response()
            .setStatusCode(failure.code().status())
            .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (failure.code().status() == 401) {
      boolean presented = context.request().headers().contains(HttpHeaders.AUTHORIZATION);
      response.putHeader(
          "WWW-Authenticate", presented ? "Bearer error=\"invalid_token\"" : "Bearer");
    }
    Object seconds =
        failure
            .extensions()
            .getOrDefault(RETRY_AFTER, failure.code() == FailureCode.UNAVAILABLE ? "2" : null);
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
      problem.set("errors", Json.MAPPER.valueToTree(failure.errors()));
    }
    return problem;
  }

  private static Buffer body(RoutingContext context, Failure failure) {
    ObjectNode problem = document(failure);
    problem.put("instance", context.request().path());
    problem.put("requestId", RequestContext.of(context).requestId());
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
