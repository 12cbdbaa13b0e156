package io.clinibus.web.rest;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.RequestBody;
import io.clinibus.web.contract.RequestReader;
import io.clinibus.web.http.ProblemResponses;
import io.clinibus.web.http.RequestContext;
import io.clinibus.web.security.Authentication;
import io.clinibus.web.security.RequestRateLimits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Serves one operation of the contract: authenticates, authorizes, validates, sends the request to
 * the domain, and writes the reply.
 */
public final class ApiHandler<Q extends Record, R extends Record>
    implements Handler<RoutingContext> {

  private final Endpoint<Q, R> endpoint;
  private final Bus bus;
  private final Authentication authentication;
  private final RequestRateLimits traffic;
  private final RefreshCookie sessions;
  private final PublicReadCache known;
  private final boolean isPublicRead;
  private final RequestReader<Q> reader;
  private final ReplyWriter replies;

  /**
   * @param sessions reads and sets the refresh cookie, or null for operations without it
   * @param known cache of public reads
   */
  public ApiHandler(
      Endpoint<Q, R> endpoint,
      Bus bus,
      Authentication authentication,
      RequestRateLimits traffic,
      RefreshCookie sessions,
      PublicReadCache known) {
    this.endpoint = endpoint;
    this.bus = bus;
    this.authentication = authentication;
    this.traffic = traffic;
    this.sessions = sessions;
    this.known = known;
    this.isPublicRead = endpoint.isPublicRead();
    this.reader = new RequestReader<>(endpoint);
    this.replies = new ReplyWriter(endpoint);
  }

  @Override
  public void handle(RoutingContext context) {
    if (endpoint.body() != null) {
      context.request().pause();
    }
    permitted(context)
        .compose(
            caller ->
                endpoint.body() == null
                    ? serve(context, caller, null)
                    : RequestBody.read(context.request())
                        .compose(body -> serve(context, caller, body)))
        .onFailure(cause -> refuse(context, cause));
  }

  /** As {@link #handle(RoutingContext)}, for a public read whose request is cached. */
  void handle(RoutingContext context, PublicReadCacheEntry<Q, R> read) {
    permitted(context)
        .compose(caller -> serveKnown(context, caller, read))
        .onFailure(cause -> refuse(context, cause));
  }

  /** The caller, if authorized. */
  private Future<Caller> permitted(RoutingContext context) {
    RequestContext.of(context).route(endpoint.path());
    return caller(context)
        .compose(
            caller -> {
              RequestContext.of(context).user(caller.userId());
              Failure refusal = refusal(context, caller);
              return refusal == null
                  ? Future.succeededFuture(caller)
                  : Future.failedFuture(refusal);
            });
  }

  /** Operations that exchange a password or cookie for a session ignore the token. */
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

  private Failure refusal(RoutingContext context, Caller caller) {
    Failure refusal = limit(context, caller);
    if (refusal == null) {
      refusal = endpoint.access().refusal(caller);
    }
    return refusal == null && !acceptsJson(context)
        ? Failure.of(CommonFailures.NOT_ACCEPTABLE, "Answers are application/json.")
        : refusal;
  }

  /**
   * A hospital signs in and refreshes from one network address: these operations have limits of
   * their own and do not count as changes.
   */
  private Failure limit(RoutingContext context, Caller caller) {
    boolean write = !endpoint.isRead() && sessions == null;
    return traffic.refusal(caller, write, context.response().headers());
  }

  private Future<Void> serve(RoutingContext context, Caller caller, Buffer body) {
    Map<String, Object> more = sessions == null ? Map.of() : sessions.members(context);
    Q asked = reader.read(context, body, more);
    if (!isPublicRead) {
      return bus.request(endpoint.operation(), asked, caller)
          .map(reply -> send(context, new SerializedReply<>(reply)));
    }
    var read = new PublicReadCacheEntry<>(this, asked);
    return serveKnown(context, caller, read).onSuccess(answered -> known.add(context, read));
  }

  private Future<Void> serveKnown(
      RoutingContext context, Caller caller, PublicReadCacheEntry<Q, R> read) {
    SerializedReply<R> last = read.last();
    if (last != null && bus.isStillValid(endpoint.operation(), read.asked(), last.reply())) {
      return Future.succeededFuture(send(context, last));
    }
    return bus.request(endpoint.operation(), read.asked(), caller)
        .map(
            reply -> {
              var answer = new SerializedReply<>(reply);
              boolean holds = bus.isStillValid(endpoint.operation(), read.asked(), reply);
              read.last(holds ? answer : null);
              return send(context, answer);
            });
  }

  private Void send(RoutingContext context, SerializedReply<R> answer) {
    if (context.response().ended() || context.response().closed()) {
      return null; // the client has closed the connection
    }
    if (sessions != null) {
      sessions.send(context, answer.reply());
    } else {
      replies.send(context, answer);
    }
    return null;
  }

  private void refuse(RoutingContext context, Throwable cause) {
    RequestBody.discard(context, cause);
    if (sessions != null) {
      sessions.refused(context, cause);
    }
    ProblemResponses.send(context, cause);
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
