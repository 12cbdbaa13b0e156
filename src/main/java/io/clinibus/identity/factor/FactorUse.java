package io.clinibus.identity.factor;

import io.clinibus.identity.credential.SignInMethod;
import java.time.Instant;
import java.util.UUID;

/**
 * A second factor that was presented and is right, to be used up in the transaction of what it is
 * for.
 */
public interface FactorUse {

  SignInMethod method();

  /**
   * A code of an authenticator app.
   *
   * @param step its period
   */
  record TotpUse(UUID factorId, long step) implements FactorUse {

    @Override
    public SignInMethod method() {
      return SignInMethod.CODE;
    }
  }

  record RecoveryCodeUse(byte[] codeHash) implements FactorUse {

    @Override
    public SignInMethod method() {
      return SignInMethod.RECOVERY_CODE;
    }
  }

  /**
   * The answer of a passkey.
   *
   * @param signCount how often it has signed, 0 if it does not count
   * @param backedUp whether it exists on other devices, too
   */
  record PasskeyUse(
      UUID factorId, long signCount, boolean backedUp, UUID challenge, Instant challengeExpiresAt)
      implements FactorUse {

    @Override
    public SignInMethod method() {
      return SignInMethod.PASSKEY;
    }
  }
}
