package io.clinibus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "203.0.113.7:51514, 203.0.113.7",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "2001:DB8:0:0::1, 2001:db8:0:0:0:0:0:1",
    "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
    "[2001:db8::1]:443, 2001:db8:0:0:0:0:0:1",
    "::ffff:203.0.113.7, 203.0.113.7"
  })
  void anAddressHasOneFormWithoutAPort(String stated, String address) {
    assertThat(ClientAddress.parse(stated)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_hidden",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.999",
        "1.2.3.4:",
        "1.2.3.4:x",
        "1.2.3.4:5:6",
        "fe80::1%eth0",
        "[2001:db8::1",
        "[1.2.3.4]:x",
        "clinic.example.org",
        "dead"
      })
  void whatIsNoAddressIsIgnored(String stated) {
    assertThat(ClientAddress.parse(stated)).isEmpty();
  }
}
