package io.clinibus.identity.signin;

import static io.clinibus.identity.IdentityFixture.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.Refresh;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.api.UsersApi.InviteUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
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
        UsersApi.INVITE_USER,
        new InviteUser(invited, "Florence N", Set.of(Role.RECEPTIONIST), null));
    List<String> answers = new ArrayList<>();
    for (String email : List.of(known, invited, newEmail(), "no address at all")) {
      int before = identity.hasher.comparisons.get();
      Failure failure =
          identity.refusal(SignInApi.LOGIN, new Login(email, "wrong password 7", null, null));
      answers.add(failure.code() + failure.getMessage() + failure.errors() + failure.extensions());
      assertThat(identity.hasher.comparisons.get() - before).isEqualTo(1);
    }
    assertThat(answers).hasSize(4);
    assertThat(Set.copyOf(answers)).hasSize(1);
    assertThat(answers.get(0)).startsWith("WRONG_CREDENTIALS");
  }

  @Test
  void failuresAreLimitedPerAccountAndNetworkEvenIfTheAccountDoesNotExist() {
    identity.limiter.strict = true;
    String unknown = newEmail();
    for (String email : List.of(identity.someone().session().user().email(), unknown)) {
      fail(LoginThrottle.ACCOUNT_FROM_NETWORK.requests(), email, identity.visitor);
      int compared = identity.hasher.comparisons.get();
      Failure failure = identity.refusal(SignInApi.LOGIN, guess(email));
      assertThat(failure.code()).isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
      assertThat(failure.extensions()).containsEntry("retryAfter", 90L);
      assertThat(identity.hasher.comparisons.get()).isEqualTo(compared);
    }
    assertThat(String.join(" ", identity.limiter.counts.keySet()))
        .doesNotContain(unknown, "person", identity.visitor.address());
  }

  @Test
  void failuresAreLimitedPerAccountAcrossNetworks() {
    identity.limiter.strict = true;
    String email = identity.someone().session().user().email();
    for (int i = 0; i < LoginThrottle.ACCOUNT.requests(); i++) {
      fail(1, email, from("198.51.100." + i));
    }
    assertThat(identity.refusal(SignInApi.LOGIN, guess(email), from("203.0.113.9")).code())
        .isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
  }

  @Test
  void failuresAreLimitedPerNetworkAcrossAccounts() {
    identity.limiter.strict = true;
    String network = networkKey(from("2001:db8:1:2::7"));
    identity.limiter.counts.put(network, LoginThrottle.NETWORK.requests());
    Caller neighbour = from("2001:db8:1:2::8");
    assertThat(identity.refusal(SignInApi.LOGIN, guess(newEmail()), neighbour).code())
        .isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
    assertThat(identity.refusal(SignInApi.LOGIN, guess(newEmail()), from("2001:db8:1:3::8")).code())
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
  }

  /** Limits that a success gives back what it took of: sign-ins, and codes of registrations. */
  private static final Pattern ONLY_FAILURES = Pattern.compile("sign-in|registration-code");

  @Test
  void successfulSignInsAreNotCounted() {
    identity.limiter.strict = true;
    String email = identity.someone().session().user().email();
    for (int i = 0; i <= LoginThrottle.ACCOUNT_FROM_NETWORK.requests(); i++) {
      identity.login(email, IdentityFixture.PASSWORD);
    }
    assertThat(identity.limiter.counts.keySet()).anyMatch(key -> key.startsWith("sign-in"));
    identity.limiter.counts.forEach(
        (key, count) ->
            assertThat(count).as(key).isEqualTo(ONLY_FAILURES.matcher(key).lookingAt() ? 0 : 1));
  }

  @Test
  void aKnownDeviceHasALimitOfItsOwn() {
    SignedIn known = identity.someone();
    String email = known.session().user().email();
    identity.limiter.strict = true;
    fail(LoginThrottle.ACCOUNT_FROM_NETWORK.requests(), email, identity.visitor);
    assertThat(identity.refusal(SignInApi.LOGIN, guess(email)).code())
        .isEqualTo(CommonFailures.TOO_MANY_REQUESTS);

    String device = known.deviceToken();
    identity.ask(SignInApi.LOGIN, new Login(email, IdentityFixture.PASSWORD, device, null));
    var wrong = new Login(email, "wrong password 7", device, null);
    for (int i = 0; i < LoginThrottle.DEVICE.requests(); i++) {
      assertThat(identity.refusal(SignInApi.LOGIN, wrong).code())
          .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    }
    assertThat(identity.refusal(SignInApi.LOGIN, wrong).code())
        .isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
    var another = new Login(newEmail(), "wrong password 7", device, null);
    assertThat(identity.refusal(SignInApi.LOGIN, another).code())
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
  }

  @Test
  void aDeviceGetsOneTokenAlsoByARefresh() {
    SignedIn first = identity.someone();
    String email = first.session().user().email();
    assertThat(first.deviceToken()).doesNotContain("person").hasSizeLessThan(160);
    var again = new Login(email, IdentityFixture.PASSWORD, first.deviceToken(), null);
    assertThat(identity.ask(SignInApi.LOGIN, again).deviceToken()).isNull();
    var onAnother = new Refresh(first.refreshToken(), null, null);
    assertThat(identity.ask(SignInApi.REFRESH, onAnother).deviceToken()).isNotNull();
  }

  @Test
  void accountAndLimitFoldAnAddressAlike() {
    identity.limiter.strict = true;
    String name = "i" + newEmail().replace("@example.org", "") + "i@example.org";
    identity.registered(name);
    assertThat(identity.login(name.toUpperCase(Locale.ROOT), IdentityFixture.PASSWORD)).isNotNull();
    var dotted = new Login(name.replace("i", "\u0130"), IdentityFixture.PASSWORD, null, null);
    assertThat(identity.refusal(SignInApi.LOGIN, dotted).code())
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
  }

  private static void fail(int times, String email, Caller caller) {
    for (int i = 0; i < times; i++) {
      assertThat(identity.refusal(SignInApi.LOGIN, guess(email), caller).code())
          .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    }
  }

  private static Login guess(String email) {
    return new Login(email, "wrong password 7", null, null);
  }

  private static Caller from(String address) {
    return Caller.visitor("test", address, identity.visitor.deadline());
  }

  /** The key of the network's counter, learned from one failure. */
  private static String networkKey(Caller caller) {
    fail(1, newEmail(), caller);
    return identity.limiter.counts.keySet().stream()
        .filter(key -> key.startsWith(LoginThrottle.NETWORK.name() + ":"))
        .findFirst()
        .orElseThrow();
  }
}
