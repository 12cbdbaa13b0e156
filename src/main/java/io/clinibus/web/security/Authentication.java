package io.clinibus.web.security;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.web.http.ClientAddress;
import io.clinibus.web.http.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;

/** Determines the caller: the bearer of a token, or a visitor. */
public final class Authentication {

  /**
   * Who makes a request.
   *
   * @param isRecent whether the user has authenticated within {@link Operation#RECENT}
   */
  public record Identified(Caller caller, boolean isRecent) {}

  private static final String SCHEME = "Bearer ";

  /** The deadline of a request. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AccessTokenVerifier tokens;
  private final ClientAddress addresses;
  private final Clock clock;

  public Authentication(AccessTokenVerifier tokens, ClientAddress addresses, Clock clock) {
    this.tokens = tokens;
    this.addresses = addresses;
    this.clock = clock;
  }

  /**
   * The caller of a request, by its token.
   *
   * @return a visitor if there is no token; fails with {@code UNAUTHENTICATED} if the token is
   *     invalid
   */
  public Future<Identified> identify(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return Future.succeededFuture(new Identified(visitor(context), false));
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Future.failedFuture(Failure.of(CommonFailures.UNAUTHENTICATED));
    }
    return tokens
        .judge(header.substring(SCHEME.length()).strip())
        .map(
            user ->
                new Identified(
                    user.caller(
                        RequestContext.of(context).requestId(),
                        addresses.of(context.request()),
                        clock.instant().plus(PATIENCE)),
                    isRecent(user)));
  }

  private boolean isRecent(AuthenticatedUser user) {
    return clock.millis() - user.authenticatedAt() < Operation.RECENT.toMillis();
  }

  /** The same caller for the next section of a file, with a deadline of its own. */
  public Caller again(Caller caller) {
    return caller.until(clock.instant().plus(PATIENCE));
  }

  public Caller visitor(RoutingContext context) {
    return Caller.visitor(
        RequestContext.of(context).requestId(),
        addresses.of(context.request()),
        clock.instant().plus(PATIENCE));
  }
}
