package io.clinibus.identity.factor;

import io.clinibus.identity.factor.FactorRepository.StoredTotp;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies codes of authenticator apps and recovery codes. */
public final class SecondFactors {

  private static final Logger LOG = LoggerFactory.getLogger(SecondFactors.class);
  private static final Pattern TOTP_CODE = Pattern.compile("\\d{" + Totp.DIGITS + "}");

  private final FactorRepository factors;
  private final RecoveryCodeRepository recoveryCodes;
  private final SealedSecrets secrets;

  public SecondFactors(
      FactorRepository factors, RecoveryCodeRepository recoveryCodes, SealedSecrets secrets) {
    this.factors = factors;
    this.recoveryCodes = recoveryCodes;
    this.secrets = secrets;
  }

  /** What the secret of a factor is sealed for. */
  public static String context(UUID factorId) {
    return "totp " + factorId;
  }

  /**
   * Verifies a code, without using it up.
   *
   * @param code of an authenticator app, or a recovery code
   * @return empty if it is wrong or was used
   */
  public Future<Optional<FactorUse>> verify(UUID accountId, String code, Instant now) {
    String digits = code.replaceAll("\\s", "");
    return TOTP_CODE.matcher(digits).matches()
        ? factors.totps(accountId).map(stored -> totp(stored, digits, now))
        : recoveryCode(accountId, RecoveryCodes.hash(code));
  }

  private Optional<FactorUse> totp(List<StoredTotp> stored, String code, Instant now) {
    return stored.stream()
        .flatMap(one -> step(one, code, now).stream().boxed().map(step -> use(one, step)))
        .findFirst();
  }

  private static FactorUse use(StoredTotp totp, long step) {
    return new FactorUse.TotpUse(totp.id(), step);
  }

  private OptionalLong step(StoredTotp totp, String code, Instant now) {
    try {
      byte[] secret = secrets.open(context(totp.id()), totp.sealedSecret());
      return Totp.step(secret, code, now, totp.lastStep());
    } catch (IllegalStateException e) {
      LOG.atError().addKeyValue("factorId", totp.id()).setCause(e).log("factor unreadable");
      return OptionalLong.empty();
    }
  }

  private Future<Optional<FactorUse>> recoveryCode(UUID accountId, byte[] hash) {
    return recoveryCodes
        .has(accountId, hash)
        .map(known -> known ? Optional.of(new FactorUse.RecoveryCodeUse(hash)) : Optional.empty());
  }
}
