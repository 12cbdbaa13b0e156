package io.clinibus.web.rest;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.content.HasContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.RequestBody;
import io.clinibus.web.contract.RequestReader;
import io.clinibus.web.http.ProblemResponses;
import io.clinibus.web.http.RequestContext;
import io.clinibus.web.security.Authentication;
import io.clinibus.web.security.Authentication.Identified;
import io.clinibus.web.security.RefusalAudit;
import io.clinibus.web.security.RequestRateLimits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Serves one operation of the contract: authenticates, authorizes, validates, sends the request to
 * the domain, and writes the reply.
 */
public final class ApiHandler<Q extends Record, R extends Record>
    implements Handler<RoutingContext> {

  private static final Pattern ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final Endpoint<Q, R> endpoint;
  private final Bus bus;
  private final Authentication authentication;
  private final RequestRateLimits traffic;
  private final RefusalAudit refusals;
  private final RefreshCookie sessions;
  private final VisitorCookie visitors;
  private final PublicReadCache known;
  private final boolean isPublicRead;

  /** Operations with the cookie know their user by it, and check it themselves. */
  private final boolean isStepUp;

  private final RequestReader<Q> reader;
  private final ReplyWriter replies;
  private final SectionReceiver<Q, R> receiver;
  private final SectionSender sender;

  /**
   * @param sessions reads and sets the refresh cookie, or null for operations without it
   * @param visitors reads and sets the visitor cookie, or null for operations without it
   * @param known cache of public reads
   */
  public ApiHandler(
      Endpoint<Q, R> endpoint,
      Bus bus,
      Authentication authentication,
      RequestRateLimits traffic,
      RefusalAudit refusals,
      RefreshCookie sessions,
      VisitorCookie visitors,
      PublicReadCache known) {
    this.endpoint = endpoint;
    this.bus = bus;
    this.authentication = authentication;
    this.traffic = traffic;
    this.refusals = refusals;
    this.sessions = sessions;
    this.visitors = visitors;
    this.known = known;
    this.isPublicRead = endpoint.isPublicRead();
    this.isStepUp = endpoint.operation().isStepUp() && sessions == null;
    this.reader = new RequestReader<>(endpoint);
    this.replies = new ReplyWriter(endpoint);
    this.receiver = new SectionReceiver<>(endpoint, reader, bus, authentication);
    this.sender = new SectionSender(endpoint, bus, authentication);
  }

  @Override
  public void handle(RoutingContext context) {
    if (endpoint.body() != null || endpoint.sections().received()) {
      context.request().pause();
    }
    permitted(context)
        .compose(caller -> serve(context, caller))
        .onFailure(cause -> refuse(context, cause));
  }

  private Future<Void> serve(RoutingContext context, Caller caller) {
    if (endpoint.sections().received()) {
      return receiver
          .receive(context, caller)
          .map(reply -> send(context, new SerializedReply<>(reply)));
    }
    return endpoint.body() == null
        ? serve(context, caller, null)
        : RequestBody.read(context.request()).compose(body -> serve(context, caller, body));
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
    return identified(context)
        .compose(
            identified -> {
              Caller caller = identified.caller();
              RequestContext.of(context).user(caller.userId());
              Failure refusal = refusal(context, identified);
              return refusal == null
                  ? Future.succeededFuture(caller)
                  : refusals.refuse(endpoint.operation(), caller, resource(context), refusal);
            });
  }

  /** Operations that exchange a password or cookie for a session ignore the token. */
  private Future<Identified> identified(RoutingContext context) {
    if (sessions != null) {
      return Future.succeededFuture(new Identified(authentication.visitor(context), false));
    }
    return authentication
        .identify(context)
        .recover(
            cause -> {
              Caller visitor = authentication.visitor(context);
              Failure tooMany = limit(context, visitor);
              return tooMany != null
                  ? Future.failedFuture(tooMany)
                  : refusals.refuse(endpoint.operation(), visitor, resource(context), cause);
            });
  }

  /** What the path names, or null. */
  private static UUID resource(RoutingContext context) {
    return context.pathParams().values().stream()
        .filter(ID.asMatchPredicate())
        .map(UUID::fromString)
        .findFirst()
        .orElse(null);
  }

  private Failure refusal(RoutingContext context, Identified identified) {
    Failure refusal = limit(context, identified.caller());
    if (refusal == null) {
      refusal = endpoint.access().refusal(identified.caller());
    }
    if (refusal == null && isStepUp && !identified.isRecent()) {
      refusal = Failure.of(CommonFailures.STEP_UP_REQUIRED);
    }
    return refusal == null && !endpoint.sections().sent() && !acceptsJson(context)
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
    Q asked = reader.read(context, body, cookies(context));
    if (endpoint.sections().sent()) {
      return bus.request(endpoint.operation(), asked, caller)
          .compose(reply -> sender.send(context, caller, (HasContent) reply));
    }
    if (!isPublicRead) {
      return bus.request(endpoint.operation(), asked, caller)
          .map(reply -> send(context, new SerializedReply<>(reply)));
    }
    var read = new PublicReadCacheEntry<>(this, asked);
    return serveKnown(context, caller, read).onSuccess(answered -> known.add(context, read));
  }

  /** Members of the request that cookies fill; no operation uses both. */
  private Map<String, Object> cookies(RoutingContext context) {
    if (visitors != null) {
      return visitors.members(context);
    }
    return sessions == null ? Map.of() : sessions.members(context);
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
