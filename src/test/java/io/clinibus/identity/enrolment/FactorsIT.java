package io.clinibus.identity.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.FactorsApi.ConfirmTotp;
import io.clinibus.identity.api.FactorsApi.Factor;
import io.clinibus.identity.api.FactorsApi.FactorAdded;
import io.clinibus.identity.api.FactorsApi.FactorKind;
import io.clinibus.identity.api.FactorsApi.Factors;
import io.clinibus.identity.api.FactorsApi.ListFactors;
import io.clinibus.identity.api.FactorsApi.RemoveFactor;
import io.clinibus.identity.api.FactorsApi.ReplaceRecoveryCodes;
import io.clinibus.identity.api.FactorsApi.StartTotp;
import io.clinibus.identity.api.FactorsApi.TotpSecret;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.factor.FactorRepository;
import io.clinibus.identity.factor.RecoveryCodes;
import io.clinibus.identity.factor.SealedSecrets;
import io.clinibus.identity.factor.SecondFactors;
import io.clinibus.identity.factor.TotpCodes;
import io.clinibus.platform.keys.CredentialKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.util.encoders.Base32;
import org.bouncycastle.util.encoders.Hex;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Second factors of users, added and removed. */
class FactorsIT {

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @Test
  void anAuthenticatorAppIsAddedByACodeOfIt() {
    SignedIn user = identity.someone();
    TotpSecret secret = start(user);
    assertThat(secret.uri()).startsWith("otpauth://totp/localhost:").contains(secret.secret());
    assertThat(list(user).factors()).as("before a code").isEmpty();
    assertThat(refusal(user, "000000").errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.pointer()).isEqualTo("/code");
              assertThat(error.code()).isEqualTo("code-wrong");
            });
    FactorAdded added = confirm(user, secret);
    assertThat(added.session().accessToken()).isNotEqualTo(user.session().accessToken());
    assertThat(added.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
    assertThat(added.recoveryCodes())
        .allMatch(code -> code.matches("([a-z2-7]{4}-){5}[a-z2-7]{4}"));
    Factors listed = list(user);
    assertThat(listed.recoveryCodes()).isEqualTo(10);
    assertThat(listed.factors())
        .singleElement()
        .satisfies(
            factor -> {
              assertThat(factor.kind()).isEqualTo(FactorKind.TOTP);
              assertThat(factor.name()).isEqualTo("Phone");
              assertThat(factor.lastUsedAt()).isNull();
            });
    assertThat(identity.mails(user.session().user().email())).contains("FACTOR_ADDED");
    assertThat(refusal(user, code(secret)).code()).isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void noSecretAndNoRecoveryCodeIsStoredInTheClear() {
    SignedIn user = identity.someone();
    TotpSecret secret = start(user);
    FactorAdded added = confirm(user, secret);
    UUID account = user.session().user().id();
    var stored =
        identity.sql(
            "SELECT encode(sealed_secret, 'hex') AS sealed FROM identity.factor"
                + " WHERE account_id = $1",
            Tuple.of(account));
    byte[] plain = Base32.decode(secret.secret());
    assertThat(stored.iterator().next().getString("sealed")).doesNotContain(Hex.toHexString(plain));
    assertThat(
            identity
                .sql(
                    "SELECT FROM identity.recovery_code WHERE account_id = $1 AND code_hash = $2",
                    Tuple.of(
                        account, Buffer.buffer(RecoveryCodes.hash(added.recoveryCodes().get(0)))))
                .size())
        .isEqualTo(1);
  }

  @Test
  void aLaterEnrolmentReplacesAnEarlierOneAndExpires() {
    SignedIn user = identity.someone();
    TotpSecret first = start(user);
    TotpSecret second = start(user);
    assertThat(refusal(user, code(first)).code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    SignedIn current = user;
    identity.clock.advance(Duration.ofMinutes(16));
    makeRecent(current);
    assertThat(refusal(current, code(second)).code()).isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void withTheFirstFactorAllOtherSessionsEnd() throws InterruptedException {
    SignedIn user = identity.someone();
    SignedIn other = identity.login(user.session().user().email(), IdentityFixture.PASSWORD);
    identity.revoked.clear();
    confirm(user, start(user));
    assertThat(identity.nextRevocation(user.session().user().id())).isNotNull();
    assertThat(identity.refreshRefusal(other).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    FactorAdded second = confirm(user, start(user));
    assertThat(second.recoveryCodes()).as("those of the first stay").isNull();
    assertThat(list(user).factors()).hasSize(2);
  }

  @Test
  void aFactorIsRemovedByItsOwnerAndTheCodesWithTheLast() {
    SignedIn user = identity.someone();
    SignedIn stranger = identity.someone();
    confirm(user, start(user));
    confirm(user, start(user));
    List<Factor> factors = list(user).factors();
    UUID first = factors.get(0).id();
    assertThat(
            identity
                .refusal(FactorsApi.REMOVE_FACTOR, new RemoveFactor(first, stranger.refreshToken()))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    remove(user, first);
    assertThat(list(user).recoveryCodes()).isEqualTo(10);
    remove(user, factors.get(1).id());
    assertThat(list(user).factors()).isEmpty();
    assertThat(list(user).recoveryCodes()).isZero();
    assertThat(identity.mails(user.session().user().email())).contains("FACTOR_REMOVED");
  }

  @Test
  void recoveryCodesAreReplaced() {
    SignedIn user = identity.someone();
    assertThat(
            identity
                .refusal(
                    FactorsApi.REPLACE_RECOVERY_CODES,
                    new ReplaceRecoveryCodes(user.refreshToken()))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    List<String> first = confirm(user, start(user)).recoveryCodes();
    List<String> second =
        identity
            .ask(FactorsApi.REPLACE_RECOVERY_CODES, new ReplaceRecoveryCodes(user.refreshToken()))
            .codes();
    assertThat(second).hasSize(10).doesNotContainAnyElementsOf(first);
    assertThat(list(user).recoveryCodes()).isEqualTo(10);
  }

  @Test
  void changesNeedARecentSignIn() {
    SignedIn user = identity.someone();
    confirm(user, start(user));
    UUID factor = list(user).factors().get(0).id();
    makeOld(user);
    String token = user.refreshToken();
    assertThat(
            List.of(
                identity.refusal(FactorsApi.START_TOTP, new StartTotp(token)),
                identity.refusal(
                    FactorsApi.CONFIRM_TOTP, new ConfirmTotp("123456", "Phone", token)),
                identity.refusal(FactorsApi.REMOVE_FACTOR, new RemoveFactor(factor, token)),
                identity.refusal(
                    FactorsApi.REPLACE_RECOVERY_CODES, new ReplaceRecoveryCodes(token))))
        .extracting(Failure::code)
        .containsOnly(CommonFailures.STEP_UP_REQUIRED);
    assertThat(list(user).factors()).hasSize(1);
  }

  @Test
  void startingNodesSealSecretsByTheCurrentKey() {
    SignedIn user = identity.someone();
    byte[] oldKey = "old key of thirty-two characters".getBytes(StandardCharsets.UTF_8);
    byte[] newKey = "new key of thirty-two characters".getBytes(StandardCharsets.UTF_8);
    byte[] current =
        CredentialKey.derivedFrom(identity.platform.settings().signingKey())
            .getBytes(StandardCharsets.UTF_8);
    confirm(user, start(user));
    UUID id = list(user).factors().get(0).id();
    var factors = new FactorRepository(identity.platform.database());
    byte[] secret = SealedSecrets.of(List.of(current)).open(SecondFactors.context(id), sealed(id));
    IdentityFixture.await(factors.seal(SealedSecrets.of(List.of(oldKey, current))));
    assertThat(SealedSecrets.of(List.of(oldKey)).open(SecondFactors.context(id), sealed(id)))
        .isEqualTo(secret);
    IdentityFixture.await(factors.seal(SealedSecrets.of(List.of(newKey, oldKey))));
    assertThat(SealedSecrets.of(List.of(newKey)).open(SecondFactors.context(id), sealed(id)))
        .isEqualTo(secret);
    IdentityFixture.await(factors.seal(SealedSecrets.of(List.of(current, newKey))));
  }

  private static byte[] sealed(UUID id) {
    return identity
        .sql("SELECT sealed_secret FROM identity.factor WHERE id = $1", Tuple.of(id))
        .iterator()
        .next()
        .getBuffer("sealed_secret")
        .getBytes();
  }

  private static TotpSecret start(SignedIn user) {
    return identity.ask(FactorsApi.START_TOTP, new StartTotp(user.refreshToken()));
  }

  private static FactorAdded confirm(SignedIn user, TotpSecret secret) {
    return identity.ask(
        FactorsApi.CONFIRM_TOTP, new ConfirmTotp(code(secret), "Phone", user.refreshToken()));
  }

  private static Failure refusal(SignedIn user, String code) {
    return identity.refusal(
        FactorsApi.CONFIRM_TOTP, new ConfirmTotp(code, "Phone", user.refreshToken()));
  }

  private static void remove(SignedIn user, UUID factor) {
    identity.ask(FactorsApi.REMOVE_FACTOR, new RemoveFactor(factor, user.refreshToken()));
  }

  private static Factors list(SignedIn user) {
    return identity.ask(FactorsApi.LIST_FACTORS, new ListFactors(user.refreshToken()));
  }

  private static String code(TotpSecret secret) {
    return TotpCodes.code(secret.secret(), identity.clock.instant());
  }

  private static void makeOld(SignedIn user) {
    authenticated(user, "- interval '10 minutes'");
  }

  private static void makeRecent(SignedIn user) {
    authenticated(user, "");
  }

  private static void authenticated(SignedIn user, String offset) {
    identity.sql(
        """
        UPDATE identity.session SET authenticated_at = $2::timestamptz %s
        WHERE id = (SELECT session_id FROM identity.refresh_token WHERE token_hash = $1)
        """
            .formatted(offset),
        Tuple.of(
            Buffer.buffer(OpaqueTokens.sha256(user.refreshToken())),
            identity.clock.instant().atOffset(ZoneOffset.UTC)));
  }
}
