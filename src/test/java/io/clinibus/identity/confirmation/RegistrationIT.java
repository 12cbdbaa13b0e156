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
import io.clinibus.identity.api.IdentityApi;
import io.clinibus.identity.api.IdentityApi.AcceptInvitation;
import io.clinibus.identity.api.IdentityApi.ConfirmRegistration;
import io.clinibus.identity.api.IdentityApi.Login;
import io.clinibus.identity.api.IdentityApi.Me;
import io.clinibus.identity.api.IdentityApi.Register;
import io.clinibus.identity.api.IdentityApi.SignedIn;
import io.clinibus.identity.api.IdentityApi.User;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.signin.LoginThrottle;
import io.vertx.core.Future;
import java.util.List;
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
  void aPatientWhoOpensTheLinkIsSignedIn() {
    String email = newEmail();
    SignedIn signedIn = identity.registered(email);
    User user = signedIn.session().user();
    assertThat(user.email()).isEqualTo(email);
    assertThat(user.name()).isEqualTo("Ada Lovelace");
    assertThat(user.roles()).containsExactly(Role.PATIENT);
    assertThat(user.patientId()).isNotNull();
    assertThat(user.invited()).isFalse();
    assertThat(identity.ask(IdentityApi.ME, new Me(), identity.as(user))).isEqualTo(user);
    assertThat(identity.login(email.toUpperCase(), PASSWORD).session().user()).isEqualTo(user);
    assertThat(identity.refresh(signedIn).session().user()).isEqualTo(user);
  }

  @Test
  void untilTheLinkIsOpenedThereIsNeitherAccountNorPatient() {
    String email = newEmail();
    long patients = identity.count(PATIENTS);
    identity.ask(IdentityApi.REGISTER, registration(email));
    assertThat(identity.count(PATIENTS)).isEqualTo(patients);
    var login = new Login(email, PASSWORD, null, null);
    assertThat(identity.refusal(IdentityApi.LOGIN, login).code())
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    assertThat(identity.mails(email)).containsExactly("CONFIRM_REGISTRATION");
  }

  @Test
  void anAddressWithAnAccountIsAnsweredAlikeAndItsOwnerGetsAMail() {
    String email = newEmail();
    identity.registered(email);
    String capitals = email.toUpperCase();
    assertThat(identity.ask(IdentityApi.REGISTER, registration(" " + capitals)))
        .isEqualTo(identity.ask(IdentityApi.REGISTER, registration(newEmail())));
    assertThat(identity.mails(email)).containsExactly("CONFIRM_REGISTRATION", "ACCOUNT_EXISTS");
    assertThat(identity.mails(capitals)).isEmpty();
    assertThat(identity.count(ORPHANS)).isZero();
  }

  @Test
  void aPasswordIsHashedOnceWhetherOrNotTheAddressHasAnAccount() {
    String email = newEmail();
    identity.registered(email);
    int before = identity.hasher.hashes.get();
    identity.ask(IdentityApi.REGISTER, registration(email));
    identity.ask(IdentityApi.REGISTER, registration(newEmail()));
    assertThat(identity.hasher.hashes.get() - before).isEqualTo(2);
  }

  @Test
  void oneOfConcurrentConfirmationsSucceedsAndTheOthersLeaveNoPatient() {
    String email = newEmail();
    identity.ask(IdentityApi.REGISTER, registration(email));
    var first = identity.confirmation(email);
    identity.ask(IdentityApi.REGISTER, registration(email));
    var second = identity.confirmation(email);
    List<Future<SignedIn>> asked =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    identity
                        .platform
                        .bus()
                        .request(
                            IdentityApi.CONFIRM_REGISTRATION,
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
  void aLinkWorksOnceForADayAndForItsPurpose() {
    String email = newEmail();
    identity.ask(IdentityApi.REGISTER, registration(email));
    var link = identity.confirmation(email);
    String token = link.token();
    var forged =
        new ConfirmRegistration(
            (token.startsWith("A") ? "B" : "A") + token.substring(1), null, null);
    assertThat(refused(forged)).containsExactly("/token");
    var reset = new AcceptInvitation(token, "copper lantern 552", null, null);
    assertThat(identity.refusal(IdentityApi.ACCEPT_INVITATION, reset).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/token");
    identity.ask(IdentityApi.CONFIRM_REGISTRATION, link);
    assertThat(refused(link)).containsExactly("/token");

    String late = newEmail();
    identity.ask(IdentityApi.REGISTER, registration(late));
    var expired = identity.confirmation(late);
    identity.clock.advance(Registration.LIFE);
    assertThat(refused(expired)).containsExactly("/token");
  }

  @Test
  void anAddressGetsFiveMailsAnHourThatStrangersAskedFor() {
    identity.limiter.strict = true;
    String email = newEmail();
    for (int i = 0; i <= LoginThrottle.MAILS.requests(); i++) {
      identity.ask(IdentityApi.REGISTER, registration(email));
    }
    assertThat(identity.mails(email)).hasSize(LoginThrottle.MAILS.requests());
  }

  @Test
  void aRefusedWeakPasswordNamesTheFieldAndChangesNothing() {
    long patients = identity.count(PATIENTS);
    for (String weak : List.of("short", "Password123!", "my lovelace 1815")) {
      Failure failure =
          identity.refusal(
              IdentityApi.REGISTER, new Register(newEmail(), weak, "Ada", "Lovelace", null, null));
      assertThat(failure.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
      assertThat(failure.errors()).extracting(FieldError::pointer).containsExactly("/password");
    }
    assertThat(identity.count(PATIENTS)).isEqualTo(patients);
  }

  @Test
  void anInvalidEmailAddressIsRefused() {
    for (String wrong : List.of("nobody", "@example.org", "a b@example.org", "a\u0000@b.org")) {
      Failure failure = identity.refusal(IdentityApi.REGISTER, registration(wrong));
      assertThat(failure.errors()).extracting(FieldError::pointer).containsExactly("/email");
    }
  }

  @Test
  void registrationsAreLimitedPerNetworkAddress() {
    identity.limiter.strict = true;
    var weak = new Register(newEmail(), "short", "Ada", "Lovelace", null, null);
    IntStream.range(0, LoginThrottle.REGISTER.requests())
        .forEach(
            i ->
                assertThat(identity.refusal(IdentityApi.REGISTER, weak).code())
                    .isEqualTo(CommonFailures.INVALID_REQUEST));
    Failure failure = identity.refusal(IdentityApi.REGISTER, weak);
    assertThat(failure.code()).isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
    assertThat(failure.extensions()).containsEntry("retryAfter", 90L);
  }

  private static List<String> refused(ConfirmRegistration confirm) {
    return identity.refusal(IdentityApi.CONFIRM_REGISTRATION, confirm).errors().stream()
        .map(FieldError::pointer)
        .toList();
  }
}
