package io.clinibus.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeviceTokensTest {

  private final DeviceTokens devices = new DeviceTokens(secret("the key of these nodes"));

  @Test
  void aDeviceIsKnownToTheAccountsThatSignedInThereOnly() {
    String token = devices.remember(devices.remember(null, "ana@example.org"), "ben@example.org");
    String id = devices.known(token, "ana@example.org").orElseThrow();
    assertThat(devices.known(token, "ben@example.org")).contains(id);
    assertThat(devices.known(token, "eve@example.org")).isEmpty();
    assertThat(devices.known(devices.remember(null, "eve@example.org"), "ana@example.org"))
        .isEmpty();
  }

  @Test
  void aSharedDeviceRemembersTheLastAccounts() {
    List<String> people =
        IntStream.rangeClosed(0, DeviceTokens.ACCOUNTS).mapToObj(i -> "person" + i).toList();
    String token = null;
    for (String person : people) {
      token = devices.remember(token, person);
    }
    token = devices.remember(token, people.get(1));
    assertThat(devices.known(token, people.get(0))).isEmpty();
    for (String person : people.subList(1, people.size())) {
      assertThat(devices.known(token, person)).isPresent();
    }
  }

  @Test
  void whatNobodyIssuedIsUnknown() {
    String token = devices.remember(null, "ana");
    var elsewhere = new DeviceTokens(secret("another key"));
    assertThat(elsewhere.known(token, "ana")).isEmpty();
    assertThat(devices.known(null, "ana")).isEmpty();
    assertThat(devices.known("", "ana")).isEmpty();
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(devices.known(changed, "ana")).as(changed).isEmpty();
    }
  }

  private static byte[] secret(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
