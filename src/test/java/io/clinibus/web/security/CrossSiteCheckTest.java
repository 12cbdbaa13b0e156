package io.clinibus.web.security;

import static io.clinibus.testing.property.Generators.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.property.Generator;
import io.clinibus.testing.property.Property;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossSiteCheckTest {

  private static final Generator<String> SCHEMES = of("http", "https");
  private static final Generator<String> HOSTS =
      of(
          "clinic.example.org",
          "example.org",
          "app.clinic.example.org",
          "clinic.example",
          "10.0.0.7");
  private static final Generator<String> LOOPBACK_HOSTS =
      of("localhost", "127.0.0.1", "127.9.9.9", "[::1]", "clinic.localhost");
  private static final Generator<Integer> PORTS = of(-1, 80, 443, 8080);

  /** An origin as a browser writes it, or with its default port. */
  private record Origin(String scheme, String host, int port) {

    String text() {
      return scheme + "://" + authority();
    }

    String authority() {
      return host + (port < 0 ? "" : ":" + port);
    }

    boolean isSame(Origin other) {
      return scheme.equals(other.scheme) && host.equals(other.host) && number() == other.number();
    }

    private int number() {
      return port >= 0 ? port : scheme.equals("https") ? 443 : 80;
    }
  }

  @Test
  void aSocketIsCrossSiteUnlessSchemeHostAndPortAreThoseOfTheClinic() {
    Property.check(
        draw -> {
          var clinic = new Origin(draw.from(SCHEMES), draw.from(HOSTS), draw.from(PORTS));
          var page = new Origin(draw.from(SCHEMES), draw.from(HOSTS), draw.from(PORTS));
          var check = check(clinic);
          assertThat(check.isCrossSiteSocket(page.text())).isEqualTo(!page.isSame(clinic));
          assertThat(check.isCrossSiteSocket(page.text().toUpperCase(Locale.ROOT)))
              .isEqualTo(!page.isSame(clinic));
        });
  }

  @Test
  void aClinicOnTheLoopbackInterfaceAllowsSocketsOfEveryPageOfTheMachine() {
    Property.check(
        draw -> {
          var clinic = new Origin(draw.from(SCHEMES), draw.from(LOOPBACK_HOSTS), draw.from(PORTS));
          var page = new Origin(draw.from(SCHEMES), draw.from(LOOPBACK_HOSTS), draw.from(PORTS));
          var other = new Origin(draw.from(SCHEMES), draw.from(HOSTS), draw.from(PORTS));
          assertThat(check(clinic).isCrossSiteSocket(page.text())).isFalse();
          assertThat(check(clinic).isCrossSiteSocket(other.text())).isTrue();
          assertThat(check(other).isCrossSiteSocket(page.text())).isTrue();
        });
  }

  @Test
  void withoutFetchMetadataARequestIsCrossSiteUnlessItsPageIsOfTheClinicOrOfTheHostAsked() {
    Property.check(
        draw -> {
          Generator<String> hosts = draw.from(of(HOSTS, LOOPBACK_HOSTS));
          var clinic = new Origin(draw.from(SCHEMES), draw.from(hosts), draw.from(PORTS));
          var page = new Origin(draw.from(SCHEMES), draw.from(hosts), draw.from(PORTS));
          var asked = new Origin(draw.from(SCHEMES), draw.from(hosts), draw.from(PORTS));
          assertThat(check(clinic).isCrossSite(null, page.text(), asked.authority()))
              .isEqualTo(!page.isSame(clinic) && !page.authority().equals(asked.authority()));
          assertThat(check(clinic).isCrossSite(null, page.text(), null))
              .isEqualTo(!page.isSame(clinic));
        });
  }

  @Test
  void fetchMetadataDecideWhateverTheOrigin() {
    Property.check(
        draw -> {
          var clinic = new Origin(draw.from(SCHEMES), draw.from(HOSTS), draw.from(PORTS));
          var page = new Origin(draw.from(SCHEMES), draw.from(HOSTS), draw.from(PORTS));
          String origin = draw.from(of(page.text(), clinic.text(), "null", ""));
          for (String own : new String[] {"same-origin", "none"}) {
            assertThat(check(clinic).isCrossSite(own, origin, "x")).isFalse();
            assertThat(check(clinic).isCrossSite(own, null, "x")).isFalse();
          }
          for (String foreign : new String[] {"cross-site", "same-site", "", "Same-Origin"}) {
            assertThat(check(clinic).isCrossSite(foreign, origin, clinic.authority())).isTrue();
            assertThat(check(clinic).isCrossSite(foreign, null, clinic.authority())).isTrue();
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "https://clinic.example.org, none, true",
        "https://clinic.example.org, https://clinic.example.org, true",
        "https://clinic.example.org, https://CLINIC.example.org:443, true",
        "https://clinic.example.org, http://clinic.example.org, false",
        "https://clinic.example.org, https://clinic.example.org:8443, false",
        "https://clinic.example.org, https://clinic.example.org.evil.example, false",
        "https://clinic.example.org, http://localhost, false",
        "https://clinic.example.org, null, false",
        "https://clinic.example.org, '', false",
        "https://clinic.example.org, https://a b, false",
        "https://clinic.example.org, https://user@clinic.example.org, false",
        "https://clinic.example.org, https://clinic.example.org/, false",
        "https://clinic.example.org, https://clinic.example.org?x, false",
        "https://clinic.example.org, https://evil.example/https://clinic.example.org, false",
        "https://clinic.example.org, clinic.example.org, false",
        "http://127.0.0.1:8080, http://127.0.0.1:8080, true",
        "http://127.0.0.1:8080, https://evil.example, false"
      })
  void bothRulesAgree(String publicUrl, String origin, boolean allowed) {
    var check = new CrossSiteCheck(URI.create(publicUrl));
    assertThat(check.isCrossSiteSocket(origin)).isEqualTo(!allowed);
    assertThat(check.isCrossSite(null, origin, "another.example")).isEqualTo(!allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "http://clinic_web:8080, clinic_web:8080, false",
    "http://192.168.1.5:8080, 192.168.1.5:8080, false",
    "http://192.168.1.5:8080, 192.168.1.5, true",
    "null, ll, true",
    "null, null, true",
    "https://evil.example/://clinic, clinic, true"
  })
  void pagesOfTheRequestedHostAreSameSite(String origin, String authority, boolean crossSite) {
    var check = new CrossSiteCheck(URI.create("http://localhost:8080"));
    assertThat(check.isCrossSite(null, origin, authority)).isEqualTo(crossSite);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080, http://localhost:5173, false",
    "http://127.0.0.1:8080, http://192.168.1.5:8080, true"
  })
  void theRequestedHostDoesNotMatterToSockets(String publicUrl, String origin, boolean crossSite) {
    assertThat(new CrossSiteCheck(URI.create(publicUrl)).isCrossSiteSocket(origin))
        .isEqualTo(crossSite);
  }

  private static CrossSiteCheck check(Origin clinic) {
    return new CrossSiteCheck(URI.create(clinic.text()));
  }
}
