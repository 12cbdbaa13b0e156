package io.clinibus.web.live.socket;

import io.clinibus.web.security.AccessTokenVerifier;
import io.clinibus.web.security.IdentityCache;
import io.vertx.core.Future;
import java.time.Clock;

/** Verifies the tokens of live sockets by the same rules as those of requests. */
public final class LiveSessions implements Sessions {

  private final AccessTokenVerifier tokens;
  private final IdentityCache identity;
  private final Clock clock;

  public LiveSessions(AccessTokenVerifier tokens, IdentityCache identity, Clock clock) {
    this.tokens = tokens;
    this.identity = identity;
    this.clock = clock;
  }

  @Override
  public Future<Person> judge(String token) {
    return tokens
        .judge(token)
        .map(
            bearer ->
                new Person(
                    bearer.userId(),
                    bearer.roles(),
                    bearer.patientId(),
                    bearer.doctorId(),
                    bearer.issuedAt(),
                    bearer.expiresAt()));
  }

  @Override
  public boolean isOver(Person person) {
    return clock.millis() >= person.expiresAt()
        || identity.revocations().covers(person.userId(), person.issuedAt());
  }
}
