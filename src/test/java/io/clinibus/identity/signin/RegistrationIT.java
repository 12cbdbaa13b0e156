package io.clinibus.identity.signin;

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
import io.clinibus.identity.api.IdentityApi.Me;
import io.clinibus.identity.api.IdentityApi.Register;
import io.clinibus.identity.api.IdentityApi.SignedIn;
import io.clinibus.identity.api.IdentityApi.User;
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
  void aPatientRegistersAndIsSignedIn() {
    String email = newEmail();
    SignedIn signedIn = identity.ask(IdentityApi.REGISTER, registration(email));
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
  void anEmailAddressRegistersOnceRegardlessOfCase() {
    String email = newEmail();
    identity.ask(IdentityApi.REGISTER, registration(email));
    Failure failure =
        identity.refusal(IdentityApi.REGISTER, registration(" " + email.toUpperCase()));
    assertThat(failure.code()).isEqualTo(CommonFailures.ALREADY_EXISTS);
    assertThat(failure.errors()).extracting(FieldError::pointer).containsExactly("/email");
    assertThat(identity.count(ORPHANS)).isZero();
  }

  @Test
  void oneOfConcurrentRegistrationsSucceedsAndTheOthersLeaveNoPatient() {
    String email = newEmail();
    List<Future<SignedIn>> asked =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    identity
                        .platform
                        .bus()
                        .request(IdentityApi.REGISTER, registration(email), identity.visitor))
            .toList();
    IdentityFixture.await(Future.join(asked).otherwiseEmpty());
    assertThat(asked).filteredOn(Future::succeeded).hasSize(1);
    assertThat(asked)
        .filteredOn(Future::failed)
        .extracting(refused -> ((Failure) refused.cause()).code())
        .containsOnly(CommonFailures.ALREADY_EXISTS);
    assertThat(identity.count(ORPHANS)).isZero();
  }

  @Test
  void aRefusedWeakPasswordNamesTheFieldAndChangesNothing() {
    long patients = identity.count("SELECT count(*) FROM patients.patient");
    for (String weak : List.of("short", "Password123!", "my lovelace 1815")) {
      Failure failure =
          identity.refusal(
              IdentityApi.REGISTER,
              new Register(newEmail(), weak, "Ada", "Lovelace", null, null, null));
      assertThat(failure.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
      assertThat(failure.errors()).extracting(FieldError::pointer).containsExactly("/password");
    }
    assertThat(identity.count("SELECT count(*) FROM patients.patient")).isEqualTo(patients);
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
    var weak = new Register(newEmail(), "short", "Ada", "Lovelace", null, null, null);
    IntStream.range(0, LoginThrottle.REGISTER.requests())
        .forEach(
            i ->
                assertThat(identity.refusal(IdentityApi.REGISTER, weak).code())
                    .isEqualTo(CommonFailures.INVALID_REQUEST));
    Failure failure = identity.refusal(IdentityApi.REGISTER, weak);
    assertThat(failure.code()).isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
    assertThat(failure.extensions()).containsEntry("retryAfter", 90L);
  }
}
