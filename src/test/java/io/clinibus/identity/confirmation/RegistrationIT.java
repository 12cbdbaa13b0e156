package io.clinibus.identity.confirmation;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static io.clinibus.identity.IdentityFixture.newEmail;
import static io.clinibus.identity.IdentityFixture.registration;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.AccountApi;
import io.clinibus.identity.api.AccountApi.Me;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.RegistrationApi;
import io.clinibus.identity.api.RegistrationApi.ConfirmRegistration;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.signin.LoginThrottle;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationIT {

  private static final String ORPHANS =
      """
      SELECT count(*) FROM patients.patient p WHERE p.deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM identity.account a WHERE a.patient_id = p.id)
      """;

  private static final String PATIENTS = "SELECT count(*) FROM patients.patient";

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @BeforeEach
  void resetLimits() {
    identity.limiter.strict = false;
    identity.limiter.counts.clear();
  }

  @Test
  void aPatientWhoEntersTheCodeIsSignedIn() {
    String email = newEmail();
    SignedIn signedIn = identity.registered(email);
    User user = signedIn.session().user();
    assertThat(user.email()).isEqualTo(email);
    assertThat(user.name()).isEqualTo("Ada Lovelace");
    assertThat(user.roles()).containsExactly(Role.PATIENT);
    assertThat(user.patientId()).isNotNull();
    assertThat(user.invited()).isFalse();
    assertThat(identity.ask(AccountApi.ME, new Me(), identity.as(user))).isEqualTo(user);
    assertThat(identity.login(email.toUpperCase(), PASSWORD).session().user()).isEqualTo(user);
    assertThat(identity.refresh(signedIn).session().user()).isEqualTo(user);
  }

  @Test
  void untilTheCodeIsEnteredThereIsNeitherAccountNorPatient() {
    String email = newEmail();
    long patients = identity.count(PATIENTS);
    identity.ask(RegistrationApi.REGISTER, registration(email));
    assertThat(identity.count(PATIENTS)).isEqualTo(patients);
    var login = new Login(email, PASSWORD, null, null);
    assertThat(identity.refusal(SignInApi.LOGIN, login).code())
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    assertThat(identity.mails(email)).containsExactly("CONFIRM_REGISTRATION");
  }

  @Test
  void anAddressWithAnAccountIsAnsweredAlikeAndItsOwnerGetsAMail() {
    String email = newEmail();
    identity.registered(email);
    String capitals = email.toUpperCase();
    var known = identity.ask(RegistrationApi.REGISTER, registration(" " + capitals));
    var unknown = identity.ask(RegistrationApi.REGISTER, registration(newEmail()));
    assertThat(known.registrationId()).isNotEqualTo(unknown.registrationId());
    for (String code : List.of("000000", "111111", "222222", "333333", "444444", "555555")) {
      assertThat(errors(guess(known.registrationId(), code)))
          .isEqualTo(errors(guess(unknown.registrationId(), code)));
    }
    assertThat(identity.mails(email)).containsExactly("CONFIRM_REGISTRATION", "ACCOUNT_EXISTS");
    assertThat(identity.mails(capitals)).isEmpty();
    assertThat(identity.count(ORPHANS)).isZero();
  }

  @Test
  void theRightCodeOfAnAddressWithAnAccountIsAWrongOne() {
    String email = newEmail();
    identity.registered(email);
    identity.ask(RegistrationApi.REGISTER, registration(email));
    assertThat(errors(identity.confirmation(email))).containsExactly("/code mailed-code-wrong");
  }

  @Test
  void afterFiveWrongCodesTheRightOneIsRefused() {
    String email = newEmail();
    identity.ask(RegistrationApi.REGISTER, registration(email));
    var right = identity.confirmation(email);
    for (int i = 0; i < Registration.MOST_ATTEMPTS; i++) {
      assertThat(errors(wrong(right))).containsExactly("/code mailed-code-wrong");
    }
    assertThat(errors(right)).containsExactly("/code mailed-code-void");
    assertThat(identity.count(ORPHANS)).isZero();

    identity.ask(RegistrationApi.REGISTER, registration(email));
    assertThat(identity.ask(RegistrationApi.CONFIRM_REGISTRATION, identity.confirmation(email)))
        .isNotNull();
  }

  @Test
  void concurrentGuessesAreNoMoreThanFive() {
    String email = newEmail();
    identity.ask(RegistrationApi.REGISTER, registration(email));
    var wrong = wrong(identity.confirmation(email));
    List<Future<SignedIn>> asked =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    identity
                        .platform
                        .bus()
                        .request(RegistrationApi.CONFIRM_REGISTRATION, wrong, identity.visitor))
            .toList();
    IdentityFixture.await(Future.join(asked).otherwiseEmpty());
    assertThat(asked)
        .extracting(refused -> ((Failure) refused.cause()).errors().get(0).code())
        .filteredOn("mailed-code-wrong"::equals)
        .hasSize(Registration.MOST_ATTEMPTS);
  }

  @Test
  void anAddressHasTwentyWrongCodesADay() {
    identity.limiter.strict = true;
    String email = newEmail();
    int codes = LoginThrottle.REGISTRATION_CODE.requests() / Registration.MOST_ATTEMPTS;
    for (int i = 0; i < codes; i++) {
      identity.ask(RegistrationApi.REGISTER, registration(email));
      var wrong = wrong(identity.confirmation(email));
      for (int j = 0; j < Registration.MOST_ATTEMPTS; j++) {
        assertThat(errors(wrong)).containsExactly("/code mailed-code-wrong");
      }
    }
    identity.ask(RegistrationApi.REGISTER, registration(email));
    var right = identity.confirmation(email);
    assertThat(identity.refusal(RegistrationApi.CONFIRM_REGISTRATION, right).code())
        .isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
  }

  @Test
  void oneOfConcurrentConfirmationsSucceedsAndTheOthersLeaveNoPatient() {
    String email = newEmail();
    identity.ask(RegistrationApi.REGISTER, registration(email));
    var first = identity.confirmation(email);
    identity.ask(RegistrationApi.REGISTER, registration(email));
    var second = identity.confirmation(email);
    List<Future<SignedIn>> asked =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    identity
                        .platform
                        .bus()
                        .request(
                            RegistrationApi.CONFIRM_REGISTRATION,
                            i % 2 == 0 ? first : second,
                            identity.visitor))
            .toList();
    IdentityFixture.await(Future.join(asked).otherwiseEmpty());
    assertThat(asked).filteredOn(Future::succeeded).hasSize(1);
    assertThat(asked)
        .filteredOn(Future::failed)
        .extracting(refused -> ((Failure) refused.cause()).code())
        .containsAnyOf(CommonFailures.ALREADY_EXISTS, CommonFailures.INVALID_REQUEST)
        .isSubsetOf(CommonFailures.ALREADY_EXISTS, CommonFailures.INVALID_REQUEST);
    assertThat(identity.count(ORPHANS)).isZero();
  }

  @Test
  void aCodeWorksOnceForTenMinutesAndForItsRegistration() {
    String email = newEmail();
    identity.ask(RegistrationApi.REGISTER, registration(email));
    var code = identity.confirmation(email);
    assertThat(errors(guess(UUID.randomUUID(), code.code())))
        .containsExactly("/code mailed-code-void");
    identity.ask(RegistrationApi.REGISTER, registration(newEmail()));
    identity.ask(RegistrationApi.CONFIRM_REGISTRATION, code);
    assertThat(errors(code)).containsExactly("/code mailed-code-void");

    String late = newEmail();
    identity.ask(RegistrationApi.REGISTER, registration(late));
    var expired = identity.confirmation(late);
    identity.clock.advance(Registration.LIFE);
    assertThat(errors(expired)).containsExactly("/code mailed-code-void");
  }

  /** Fractions of seconds have six digits, too. */
  @Test
  void noTableHoldsACode() {
    String email = newEmail();
    identity.ask(RegistrationApi.REGISTER, registration(email));
    String code = identity.confirmation(email).code();
    for (String table :
        List.of("identity.registration", "notifications.delivery", "platform.outbox")) {
      long rows =
          identity.count(
              "SELECT count(*) FROM %s t WHERE t::text ~ '(?<!:\\d\\d[.])\\m%s\\M'"
                  .formatted(table, code));
      assertThat(rows).as(table).isZero();
    }
  }

  @Test
  void anAddressGetsFiveMailsAnHourThatStrangersAskedFor() {
    identity.limiter.strict = true;
    String email = newEmail();
    for (int i = 0; i <= LoginThrottle.MAILS.requests(); i++) {
      identity.ask(RegistrationApi.REGISTER, registration(email));
    }
    assertThat(identity.mails(email)).hasSize(LoginThrottle.MAILS.requests());
  }

  @Test
  void aRefusedWeakPasswordNamesTheFieldAndTakesNoAttempt() {
    String email = newEmail();
    identity.ask(RegistrationApi.REGISTER, registration(email));
    var right = identity.confirmation(email);
    for (int i = 0; i <= Registration.MOST_ATTEMPTS; i++) {
      for (String weak : List.of("short", "Password123!", "my lovelace 1815")) {
        var refused =
            new ConfirmRegistration(right.registrationId(), right.code(), weak, null, null);
        Failure failure = identity.refusal(RegistrationApi.CONFIRM_REGISTRATION, refused);
        assertThat(failure.errors()).extracting(FieldError::pointer).containsExactly("/password");
      }
    }
    assertThat(identity.ask(RegistrationApi.CONFIRM_REGISTRATION, right)).isNotNull();
  }

  @Test
  void anInvalidEmailAddressIsRefused() {
    for (String wrong : List.of("nobody", "@example.org", "a b@example.org", "a\u0000@b.org")) {
      Failure failure = identity.refusal(RegistrationApi.REGISTER, registration(wrong));
      assertThat(failure.errors()).extracting(FieldError::pointer).containsExactly("/email");
    }
  }

  @Test
  void registrationsAreLimitedPerNetworkAddress() {
    identity.limiter.strict = true;
    IntStream.range(0, LoginThrottle.REGISTER.requests())
        .forEach(i -> identity.ask(RegistrationApi.REGISTER, registration(newEmail())));
    Failure failure = identity.refusal(RegistrationApi.REGISTER, registration(newEmail()));
    assertThat(failure.code()).isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
    assertThat(failure.extensions()).containsEntry("retryAfter", 90L);
  }

  private static ConfirmRegistration guess(UUID registration, String code) {
    return new ConfirmRegistration(registration, code, PASSWORD, null, null);
  }

  private static ConfirmRegistration wrong(ConfirmRegistration right) {
    return guess(right.registrationId(), right.code().equals("000000") ? "000001" : "000000");
  }

  private static List<String> errors(ConfirmRegistration confirm) {
    return identity.refusal(RegistrationApi.CONFIRM_REGISTRATION, confirm).errors().stream()
        .map(error -> error.pointer() + " " + error.code())
        .toList();
  }
}
