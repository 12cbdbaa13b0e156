package io.clinibus.deploy;

import static io.clinibus.deploy.FirstDay.expect;

import io.clinibus.identity.factor.TotpCodes;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A member of staff who has added an authenticator app, as production requires.
 *
 * @param client of the session in which it was added
 * @param secret of the app, in Base32
 */
record StaffAccount(String email, RestClient client, String secret) {

  private static final int PERIOD_SECONDS = 30;

  /** Accepts an invitation, checks that the session has no rights yet, and adds the app. */
  static StaffAccount accept(URI server, String email, String invitation) {
    RestClient visitor = RestClient.visitor(server);
    var chosen = Map.of("token", invitation, "password", RestClient.PASSWORD);
    Answer accepted = expect(200, visitor.post("/api/auth/invitation", chosen));
    expect(403, RestClient.of(server, accepted.body()).get("/api/auth/me"));
    String cookie = accepted.cookie("clinibus_refresh");
    String secret =
        expect(201, visitor.post("/api/auth/factors/totp", null, "Cookie", cookie)).text("/secret");
    var code = Map.of("code", TotpCodes.code(secret, Instant.now()), "name", "Phone");
    Answer added =
        expect(201, visitor.post("/api/auth/factors/totp/confirmation", code, "Cookie", cookie));
    return new StaffAccount(email, RestClient.of(server, added.body().path("session")), secret);
  }

  /**
   * Signs in with a code of the app, once: that of the next period, as the one of this period may
   * be the one that has confirmed the app.
   */
  RestClient signIn(URI server) {
    RestClient visitor = RestClient.visitor(server);
    var credentials = Map.of("email", email, "password", RestClient.PASSWORD);
    String challenge = expect(401, visitor.post("/api/auth/login", credentials)).text("/challenge");
    String code = TotpCodes.code(secret, Instant.now().plusSeconds(PERIOD_SECONDS));
    var factor = Map.of("challenge", challenge, "code", code);
    return RestClient.of(
        server, expect(200, visitor.post("/api/auth/login/second-factor", factor)).body());
  }
}
