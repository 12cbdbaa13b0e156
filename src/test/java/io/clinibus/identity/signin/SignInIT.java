package io.clinibus.identity.signin;

import static io.clinibus.identity.IdentityFixture.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.IdentityApi;
import io.clinibus.identity.api.IdentityApi.InviteUser;
import io.clinibus.identity.api.IdentityApi.Login;
import io.clinibus.identity.api.IdentityFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInIT {

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
    identity.revoked.clear();
  }

  @Test
  void anUnknownAddressAndAWrongPasswordGetTheSameAnswer() {
    String known = identity.someone().session().user().email();
    String invited = newEmail();
    identity.ask(
        IdentityApi.INVITE_USER,
        new InviteUser(invited, "Florence N", Set.of(Role.RECEPTIONIST), null));
    List<String> answers = new ArrayList<>();
    for (String email : List.of(known, invited, newEmail(), "no address at all")) {
      int before = identity.hasher.comparisons.get();
      Failure failure = identity.refusal(IdentityApi.LOGIN, new Login(email, "wrong password 7"));
      answers.add(failure.code() + failure.getMessage() + failure.errors() + failure.extensions());
      assertThat(identity.hasher.comparisons.get() - before).isEqualTo(1);
    }
    assertThat(answers).hasSize(4);
    assertThat(Set.copyOf(answers)).hasSize(1);
    assertThat(answers.get(0)).startsWith("WRONG_CREDENTIALS");
  }

  @Test
  void failedSignInsAreLimitedPerAccountEvenIfTheAccountDoesNotExist() {
    identity.limiter.strict = true;
    String unknown = newEmail();
    for (String email : List.of(identity.someone().session().user().email(), unknown)) {
      var guess = new Login(email, "wrong password 7");
      IntStream.range(0, LoginThrottle.SIGN_IN_ACCOUNT.requests())
          .forEach(
              i ->
                  assertThat(identity.refusal(IdentityApi.LOGIN, guess).code())
                      .isEqualTo(IdentityFailures.WRONG_CREDENTIALS));
      int compared = identity.hasher.comparisons.get();
      Failure failure = identity.refusal(IdentityApi.LOGIN, guess);
      assertThat(failure.code()).isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
      assertThat(failure.extensions()).containsEntry("retryAfter", 90L);
      assertThat(identity.hasher.comparisons.get()).isEqualTo(compared);
    }
    assertThat(String.join(" ", identity.limiter.counts.keySet()))
        .doesNotContain(unknown, "person", identity.visitor.address());
  }

  @Test
  void failedSignInsAreLimitedPerNetworkAddressAcrossAccounts() {
    identity.limiter.strict = true;
    IntStream.range(0, LoginThrottle.SIGN_IN_ADDRESS.requests())
        .forEach(i -> identity.refusal(IdentityApi.LOGIN, new Login(newEmail(), "wrong one 77")));
    assertThat(identity.refusal(IdentityApi.LOGIN, new Login(newEmail(), "wrong one 77")).code())
        .isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
  }
}
