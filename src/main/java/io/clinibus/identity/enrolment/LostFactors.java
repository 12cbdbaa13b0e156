package io.clinibus.identity.enrolment;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.api.FactorsApi.RemoveFactors;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;

/** Lets an administrator remove the factors of a user who has lost them. */
public final class LostFactors {

  private final AccountRepository accounts;
  private final FactorChangeRepository changes;
  private final SessionIssuer issuer;
  private final Bus bus;

  public LostFactors(
      AccountRepository accounts, FactorChangeRepository changes, SessionIssuer issuer, Bus bus) {
    this.accounts = accounts;
    this.changes = changes;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Removes all factors and ends all sessions of a user, never of the caller.
   *
   * @return fails with {@code NOT_FOUND} if there is no such user or no factor
   */
  public Future<NoContent> remove(RemoveFactors asked, Caller caller) {
    if (asked.userId().equals(caller.userId())) {
      return Future.failedFuture(
          Failure.forbidden("Remove your own second factors on the page of your account."));
    }
    return accounts
        .byId(asked.userId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("user")).user())
        .compose(user -> changes.removeAll(user, issuer.now(), caller))
        .map(
            revoked -> {
              bus.publish(SessionsApi.SESSIONS_REVOKED, revoked);
              return NoContent.DONE;
            });
  }
}
