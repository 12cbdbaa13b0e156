package io.clinibus.web;

import io.clinibus.web.live.Person;
import io.clinibus.web.live.Sessions;
import io.vertx.core.Future;
import java.time.Clock;

/** Judges the tokens of live sockets as those of requests are judged. */
final class LiveSessions implements Sessions {

  private final Tokens tokens;
  private final IdentityWatch identity;
  private final Clock clock;

  LiveSessions(Tokens tokens, IdentityWatch identity, Clock clock) {
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
