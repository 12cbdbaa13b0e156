package io.clinibus.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.identity.credential.PasswordHasher;
import io.clinibus.settings.Settings;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hospital behind one address, with the limits of a production node. */
class SharedAddressIT {

  private static final int REQUESTS_PER_MINUTE = 1200;
  private static final int PEOPLE = 200;
  private static final int AT_ONCE = 8;
  private static final String HASH = new PasswordHasher().hash(RestClient.PASSWORD);
  private static final String COOKIE = "clinibus_device=";
  private static RestFixture clinic;
  private static RestClient visitor;

  @BeforeAll
  static void start() {
    Settings settings = TestNode.settings(TestServers.newDatabase());
    clinic = RestFixture.open(limited(settings), Clock.systemUTC());
    visitor = RestClient.visitor(clinic.url());
    clinic.sql(
        """
        INSERT INTO identity.account (id, email, name, roles, password_hash)
        SELECT gen_random_uuid(), 'nurse' || n || '@example.org', 'Nurse', '{RECEPTIONIST}', $1
        FROM generate_series(1, $2) n
        """,
        HASH,
        PEOPLE);
  }

  @AfterAll
  static void stop() {
    clinic.close();
  }

  /** With hashes that cost what they cost in production. */
  @Test
  @Tag("exclusive")
  void twoHundredPeopleSignInFromOneAddressWithinAMinute() {
    Instant begin = Instant.now();
    List<Answer> answers =
        inTurns(PEOPLE, i -> login("nurse" + (i + 1), RestClient.PASSWORD, "203.0.113.7"));
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void wrongPasswordsFromElsewhereDoNotKeepAKnownDeviceOut() {
    String guessed = clinic.receptionist().email().replace("@example.org", "");
    String device = deviceOf(login(guessed, RestClient.PASSWORD, "203.0.113.8").join());
    List<Answer> guesses =
        inTurns(1000, i -> login(guessed, "wrong password 7", "198.18." + i / 250 + "." + i % 250));
    assertThat(guesses).extracting(Answer::status).containsOnly(401, 429);
    assertThat(guesses).filteredOn(answer -> answer.status() == 401).hasSizeLessThan(300);

    assertThat(login(guessed, RestClient.PASSWORD, "203.0.113.9").join().status()).isEqualTo(429);
    assertThat(login(guessed, RestClient.PASSWORD, "203.0.113.9", "Cookie", device).join().status())
        .isEqualTo(200);
  }

  private static List<Answer> inTurns(int times, IntFunction<CompletableFuture<Answer>> action) {
    List<Answer> answers = new ArrayList<>();
    for (int from = 0; from < times; from += AT_ONCE) {
      List<CompletableFuture<Answer>> turn = new ArrayList<>();
      for (int i = from; i < Math.min(times, from + AT_ONCE); i++) {
        turn.add(action.apply(i));
      }
      turn.forEach(answer -> answers.add(answer.join()));
    }
    return answers;
  }

  private static CompletableFuture<Answer> login(
      String person, String password, String address, String... headers) {
    List<String> all = new ArrayList<>(List.of("X-Forwarded-For", address));
    all.addAll(List.of(headers));
    return visitor.sendAsync(
        "POST",
        "/api/auth/login",
        Map.of("email", person + "@example.org", "password", password),
        all.toArray(String[]::new));
  }

  private static String deviceOf(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    String cookie =
        answer.http().headers().allValues("Set-Cookie").stream()
            .filter(header -> header.startsWith(COOKIE))
            .findFirst()
            .orElseThrow();
    assertThat(cookie).containsIgnoringCase("HttpOnly").contains("Path=/;", "SameSite=Strict");
    return cookie.substring(0, cookie.indexOf(';'));
  }

  private static Settings limited(Settings settings) {
    var http = settings.http();
    return SettingsParts.with(
        new Settings.Http(http.endpoint(), http.publicUrl(), http.tls(), true, REQUESTS_PER_MINUTE),
        settings);
  }
}
