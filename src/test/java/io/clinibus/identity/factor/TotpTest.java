package io.clinibus.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  /** The secret of the test vectors of RFC 6238, appendix B. */
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  private static final Instant NOW = Instant.parse("2026-11-29T10:00:10Z");
  private static final long STEP = NOW.getEpochSecond() / 30;

  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void codesAreThoseOfTheStandard(long at, String code) {
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(at))).isEqualTo(code);
    assertThat(Totp.step(SECRET, code, Instant.ofEpochSecond(at), 0)).hasValue(at / 30);
  }

  @ParameterizedTest
  @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
  void codesOfTheAdjacentPeriodsAreAccepted(long periods, boolean accepted) {
    String code = Totp.code(SECRET, NOW.plusSeconds(30 * periods));
    OptionalLong expected = accepted ? OptionalLong.of(STEP + periods) : OptionalLong.empty();
    assertThat(Totp.step(SECRET, code, NOW, 0)).isEqualTo(expected);
  }

  @Test
  void usedAndEarlierPeriodsAreRefused() {
    assertThat(Totp.step(SECRET, Totp.code(SECRET, NOW), NOW, STEP)).isEmpty();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, NOW.minusSeconds(30)), NOW, STEP)).isEmpty();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, NOW.plusSeconds(30)), NOW, STEP))
        .hasValue(STEP + 1);
  }

  @Test
  void secretsAreRandomAndNamedForTheApp() {
    byte[] secret = Totp.newSecret();
    assertThat(secret).hasSize(20).isNotEqualTo(Totp.newSecret());
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.uri(SECRET, "clinic.example.org", "ada+1@example.org"))
        .isEqualTo(
            "otpauth://totp/clinic.example.org:ada%2B1%40example.org"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=clinic.example.org"
                + "&algorithm=SHA1&digits=6&period=30");
  }
}
