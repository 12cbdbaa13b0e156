package io.clinibus.web;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Serves one operation of the contract: who asks, may they, is the request well-formed, ask the
 * domain, answer.
 */
final class ApiHandler<Q extends Record, R extends Record> implements Handler<RoutingContext> {

  private final Endpoint<Q, R> endpoint;
  private final Bus bus;
  private final Authentication authentication;
  private final Traffic traffic;
  private final SessionReply sessions;
  private final RequestReader<Q> reader;
  private final Replies replies;

  /**
   * @param sessions reads and sets the refresh cookie, or null for operations without it
   */
  ApiHandler(
      Endpoint<Q, R> endpoint,
      Bus bus,
      Authentication authentication,
      Traffic traffic,
      SessionReply sessions) {
    this.endpoint = endpoint;
    this.bus = bus;
    this.authentication = authentication;
    this.traffic = traffic;
    this.sessions = sessions;
    this.reader = new RequestReader<>(endpoint);
    this.replies = new Replies(endpoint);
  }

  @Override
  public void handle(RoutingContext context) {
    Exchange.of(context).route(endpoint.path());
    if (endpoint.body() != null) {
      context.request().pause();
    }
    caller(context)
        .compose(caller -> serve(context, caller))
        .map(reply -> answer(context, reply))
        .onFailure(cause -> refuse(context, cause));
  }

  /**
   * Those who trade a password or cookie for a session are nobody yet, whatever token they send.
   */
  private Future<Caller> caller(RoutingContext context) {
    if (sessions != null) {
      return Future.succeededFuture(authentication.visitor(context));
    }
    return authentication
        .callerOf(context)
        .recover(
            cause -> {
              Failure tooMany = limit(context, authentication.visitor(context));
              return Future.failedFuture(tooMany != null ? tooMany : cause);
            });
  }

  private Future<R> serve(RoutingContext context, Caller caller) {
    Exchange.of(context).user(caller.userId());
    Failure refusal = limit(context, caller);
    if (refusal == null) {
      refusal = endpoint.access().refusal(caller);
    }
    if (refusal == null && !acceptsJson(context)) {
      refusal = Failure.of(FailureCode.NOT_ACCEPTABLE, "Answers are application/json.");
    }
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    if (endpoint.body() == null) {
      return ask(context, caller, null);
    }
    return RequestBody.read(context.request()).compose(body -> ask(context, caller, body));
  }

  private Failure limit(RoutingContext context, Caller caller) {
    return traffic.refusal(caller, !endpoint.isRead(), context.response().headers());
  }

  private Future<R> ask(RoutingContext context, Caller caller, Buffer body) {
    Map<String, Object> more = sessions == null ? Map.of() : sessions.members(context);
    return bus.request(endpoint.operation(), reader.read(context, body, more), caller);
  }

  private R answer(RoutingContext context, R reply) {
    if (context.response().ended() || context.response().closed()) {
      return reply; // the client has gone
    }
    if (sessions != null) {
      sessions.send(context, reply);
    } else {
      replies.send(context, reply);
    }
    return reply;
  }

  private void refuse(RoutingContext context, Throwable cause) {
    RequestBody.discard(context, cause);
    if (sessions != null) {
      sessions.refused(context, cause);
    }
    Problems.send(context, cause);
  }

  private static boolean acceptsJson(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    return accept == null
        || accept.isBlank()
        || accept.contains("json")
        || accept.contains("*/*")
        || accept.contains("application/*");
  }
}
