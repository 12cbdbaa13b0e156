package io.clinibus.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The cookie by which a visitor holds a slot. */
class VisitorCookieIT {

  private static final String COOKIE = "clinibus_visitor";
  private static final TestClock CLOCK = new TestClock("2031-03-03T08:00:00Z");

  private static RestFixture hospital;
  private static RestClient visitor;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
    visitor = RestClient.visitor(hospital.url());
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void theHolderIsRecognisedByTheCookieAlone() {
    var wanted = wanted();
    Answer held = visitor.post("/api/visitor-holds", wanted);
    assertThat(held.status()).isEqualTo(201);
    String cookie = held.cookie(COOKIE);
    assertThat(held.http().headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HTTPOnly", "SameSite=Strict", "Path=/", "Max-Age=3600");
    Answer again = visitor.post("/api/visitor-holds", wanted, "Cookie", cookie);
    assertThat(again.text("/id")).isEqualTo(held.text("/id"));
    assertThat(again.cookie(COOKIE)).isEqualTo(cookie);

    Answer other = visitor.post("/api/visitor-holds", wanted);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.cookie(COOKIE)).isNotEqualTo(cookie);
    String extension = "/api/visitor-holds/extension";
    assertThat(visitor.post(extension, null).status()).isEqualTo(404);
    assertThat(visitor.post(extension, null, "Cookie", cookie).status()).isEqualTo(200);
  }

  @Test
  void theHoldPassesToTheUserWhoSendsTheCookie() {
    var wanted = wanted();
    Answer held = visitor.post("/api/visitor-holds", wanted);
    var ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    assertThat(ada.post("/api/holds", wanted).status()).isEqualTo(409);
    Answer passed = ada.post("/api/holds", wanted, "Cookie", held.cookie(COOKIE));
    assertThat(passed.status()).isEqualTo(201);
    assertThat(passed.text("/id")).isEqualTo(held.text("/id"));
    assertThat(ada.post("/api/appointments", wanted).status()).isEqualTo(201);
  }

  @Test
  void aTokenThatWasNotGivenIsReplaced() {
    Answer held = visitor.post("/api/visitor-holds", wanted(), "Cookie", COOKIE + "=guess");
    assertThat(held.cookie(COOKIE)).matches(COOKIE + "=[\\w-]{43}");
  }

  @Test
  void aCrossSiteRequestIsRefused() {
    Answer refused = visitor.post("/api/visitor-holds", wanted(), "Sec-Fetch-Site", "cross-site");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.http().headers().firstValue("Set-Cookie")).isEmpty();
  }

  private static Map<String, Object> wanted() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    return Map.of("doctorId", doctor, "start", "2031-03-05T10:00:00+01:00");
  }
}
