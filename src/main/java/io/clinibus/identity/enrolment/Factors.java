package io.clinibus.identity.enrolment;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.FactorsApi.ListFactors;
import io.clinibus.identity.api.FactorsApi.RemoveFactor;
import io.clinibus.identity.api.FactorsApi.RenameFactor;
import io.clinibus.identity.api.FactorsApi.ReplaceRecoveryCodes;
import io.clinibus.identity.credential.SecondFactorRule;
import io.clinibus.identity.device.CurrentSessions;
import io.clinibus.identity.device.DeviceRepository.Current;
import io.clinibus.identity.factor.FactorRepository;
import io.clinibus.identity.factor.RecoveryCodeRepository;
import io.clinibus.identity.factor.RecoveryCodes;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;
import java.util.List;

/** A user's own second factors and recovery codes. */
public final class Factors {

  private final CurrentSessions sessions;
  private final FactorRepository factors;
  private final RecoveryCodeRepository recoveryCodes;
  private final FactorChangeRepository changes;
  private final SecondFactorRule rule;
  private final SessionIssuer issuer;

  public Factors(
      CurrentSessions sessions,
      FactorRepository factors,
      RecoveryCodeRepository recoveryCodes,
      FactorChangeRepository changes,
      SecondFactorRule rule,
      SessionIssuer issuer) {
    this.sessions = sessions;
    this.factors = factors;
    this.recoveryCodes = recoveryCodes;
    this.changes = changes;
    this.rule = rule;
    this.issuer = issuer;
  }

  public Future<FactorsApi.Factors> list(ListFactors asked, Caller caller) {
    return sessions
        .find(asked.refreshToken())
        .compose(
            current ->
                Future.all(
                        factors.list(current.accountId()), recoveryCodes.left(current.accountId()))
                    .map(
                        read ->
                            new FactorsApi.Factors(
                                read.resultAt(0), read.resultAt(1), isRequired(current))));
  }

  /** Removes a factor, unless it is the last one of an account that needs one. */
  public Future<NoContent> remove(RemoveFactor asked, Caller caller) {
    return sessions
        .recent(asked.refreshToken())
        .compose(
            current ->
                changes.remove(
                    current, asked.factorId(), isRequired(current), issuer.now(), caller))
        .map(NoContent.DONE);
  }

  public Future<NoContent> rename(RenameFactor asked, Caller caller) {
    return sessions
        .find(asked.refreshToken())
        .compose(current -> changes.rename(current, asked.factorId(), asked.name().strip(), caller))
        .map(NoContent.DONE);
  }

  public Future<FactorsApi.RecoveryCodes> replaceCodes(ReplaceRecoveryCodes asked, Caller caller) {
    List<String> codes = RecoveryCodes.next();
    return sessions
        .recent(asked.refreshToken())
        .compose(current -> changes.replaceCodes(current, codes, issuer.now(), caller))
        .map(new FactorsApi.RecoveryCodes(codes));
  }

  private boolean isRequired(Current current) {
    return rule.isRequired(current.account().user());
  }
}
