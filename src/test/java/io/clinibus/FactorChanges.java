package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.identity.factor.TotpCodes;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.util.Map;

/** Adds a second factor, signs in with a recovery code, and removes the factor. */
record FactorChanges(RestFixture hospital, Clock clock) {

  void make() {
    RestClient eva = RestClient.registered(hospital.url(), "eva@example.org", "Eva", "Novak");
    RestClient visitor = RestClient.visitor(hospital.url());
    var credentials = Map.of("email", eva.email(), "password", RestClient.PASSWORD);
    String cookie =
        expect(200, visitor.post("/api/auth/login", credentials)).cookie("clinibus_refresh");
    String secret =
        expect(201, visitor.post("/api/auth/factors/totp", null, "Cookie", cookie)).text("/secret");
    var code = Map.of("code", TotpCodes.code(secret, clock.instant()), "name", "Phone");
    String recoveryCode =
        expect(201, visitor.post("/api/auth/factors/totp/confirmation", code, "Cookie", cookie))
            .text("/recoveryCodes/0");
    String challenge = expect(401, visitor.post("/api/auth/login", credentials)).text("/challenge");
    var factor = Map.of("challenge", challenge, "code", recoveryCode);
    expect(200, visitor.post("/api/auth/login/second-factor", factor));
    expect(204, hospital.admin().delete("/api/users/" + eva.userId() + "/factors"));
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
    return answer;
  }
}
