package io.clinibus.identity.passkey;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.client.CollectedClientData;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import io.clinibus.identity.api.PasskeysApi.PasskeyCreation;
import io.clinibus.identity.api.PasskeysApi.PasskeyRegistration;
import io.clinibus.identity.api.PasskeysApi.PasskeyRequest;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.factor.FactorUse;
import io.clinibus.identity.factor.FactorUse.PasskeyUse;
import io.clinibus.identity.passkey.PasskeyChallenges.Issued;
import io.clinibus.identity.passkey.PasskeyRepository.StoredPasskey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Challenges for passkeys, and the verification of their answers. */
public final class Passkeys {

  /**
   * A passkey whose answer is right.
   *
   * @param use to be used up in the transaction of what it is for
   */
  public record Verified(Account account, FactorUse use) {

    public boolean isOf(UUID accountId) {
      return account.user().id().equals(accountId);
    }
  }

  private final Vertx vertx;
  private final PasskeyChallenges challenges;
  private final PasskeyRepository stored;
  private final RelyingPartyOptions options;
  private final PasskeyVerifier verifier = new PasskeyVerifier();

  /**
   * @param publicUrl the clinic's address for browsers
   */
  public Passkeys(
      Vertx vertx, PasskeyChallenges challenges, PasskeyRepository stored, URI publicUrl) {
    this.vertx = vertx;
    this.challenges = challenges;
    this.stored = stored;
    this.options = new RelyingPartyOptions(publicUrl);
  }

  /** Asks for any passkey of the clinic. */
  public PasskeyRequest request(Instant now) {
    return options.request(challenges.next(PasskeyPurpose.SIGN_IN.text(), now), List.of());
  }

  /** Asks for a passkey of an account; empty if it has none. */
  public Future<Optional<PasskeyRequest>> request(PasskeyPurpose purpose, Instant now) {
    return stored
        .descriptors(purpose.accountId())
        .map(
            own ->
                own.isEmpty()
                    ? Optional.empty()
                    : Optional.of(options.request(challenges.next(purpose.text(), now), own)));
  }

  /** What a passkey for a user is made from, on an authenticator that has none of the user. */
  public Future<PasskeyCreation> creation(User user, Instant now) {
    byte[] challenge = challenges.next(PasskeyPurpose.addition(user.id()).text(), now);
    return stored.descriptors(user.id()).map(own -> options.creation(challenge, user, own));
  }

  /** Verifies a new passkey; empty if it is refused. */
  public Future<Optional<NewPasskey>> verify(
      PasskeyRegistration passkey, String name, UUID accountId, Instant now) {
    Optional<RegistrationData> read = verifier.read(passkey);
    Optional<Issued> issued =
        read.flatMap(
            data -> issued(PasskeyPurpose.addition(accountId), data.getCollectedClientData(), now));
    return issued.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : offEventLoop(
            () ->
                verifier
                    .verify(read.get(), options.expected(challenge(read.get())))
                    .map(data -> passkey(data, name, passkey.transports(), issued.get())));
  }

  /** Verifies the answer of a passkey, without using it up; empty if it is refused. */
  public Future<Optional<Verified>> verify(
      PasskeyAssertion passkey, PasskeyPurpose purpose, Instant now) {
    Optional<AuthenticationData> read = verifier.read(passkey);
    Optional<Issued> issued =
        read.flatMap(data -> issued(purpose, data.getCollectedClientData(), now));
    return issued.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : stored
            .find(read.get().getCredentialId())
            .map(found -> found.filter(one -> isAllowed(read.get(), one, purpose)))
            .compose(
                found ->
                    found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : offEventLoop(() -> verified(read.get(), found.get(), issued.get())));
  }

  private Optional<Verified> verified(
      AuthenticationData read, StoredPasskey passkey, Issued issued) {
    var expected = options.expected(read.getCollectedClientData().getChallenge().getValue());
    return verifier
        .verify(read, passkey, expected)
        .map(
            data ->
                new Verified(
                    passkey.account(),
                    new PasskeyUse(
                        passkey.id(),
                        data.getAuthenticatorData().getSignCount(),
                        data.getAuthenticatorData().isFlagBS(),
                        issued.id(),
                        issued.expiresAt())));
  }

  /** Whose it is; where the user is not known before, the passkey itself must name the user. */
  private static boolean isAllowed(
      AuthenticationData read, StoredPasskey passkey, PasskeyPurpose purpose) {
    UUID owner = passkey.account().user().id();
    byte[] handle = read.getUserHandle();
    boolean named =
        handle == null
            ? purpose.accountId() != null
            : Arrays.equals(handle, RelyingPartyOptions.handle(owner));
    return named && (purpose.accountId() == null || purpose.accountId().equals(owner));
  }

  private Optional<Issued> issued(
      PasskeyPurpose purpose, CollectedClientData answered, Instant now) {
    return challenges.issued(purpose.text(), answered.getChallenge().getValue(), now);
  }

  private NewPasskey passkey(
      RegistrationData data, String name, List<String> transports, Issued challenge) {
    var authenticator = data.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData credential = authenticator.getAttestedCredentialData();
    return new NewPasskey(
        name,
        credential.getCredentialId(),
        verifier.encoded(credential),
        authenticator.getSignCount(),
        authenticator.isFlagBE(),
        authenticator.isFlagBS(),
        transports,
        challenge.id(),
        challenge.expiresAt());
  }

  private static byte[] challenge(RegistrationData data) {
    return data.getCollectedClientData().getChallenge().getValue();
  }

  private <T> Future<T> offEventLoop(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }
}
