package io.clinibus.identity.enrolment;

import io.clinibus.bus.Bus;
import io.clinibus.identity.api.FactorsApi.FactorAdded;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.enrolment.FactorChangeRepository.Added;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;

/** What follows when a factor was added: other sessions end, the current one gets a token. */
public final class FactorAddition {

  private final SessionIssuer issuer;
  private final Bus bus;

  public FactorAddition(SessionIssuer issuer, Bus bus) {
    this.issuer = issuer;
    this.bus = bus;
  }

  Future<FactorAdded> added(Future<Added> addition) {
    return addition.compose(
        added -> {
          added.revoked().ifPresent(it -> bus.publish(SessionsApi.SESSIONS_REVOKED, it));
          return issuer
              .session(added.session())
              .map(session -> new FactorAdded(session, added.recoveryCodes()));
        });
  }
}
