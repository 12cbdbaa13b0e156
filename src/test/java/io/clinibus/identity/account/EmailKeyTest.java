package io.clinibus.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EmailKeyTest {

  @Test
  void caseBlanksAndCompositionDoNotMatter() {
    assertThat(EmailKey.of(" Ana@Example.ORG ")).isEqualTo("ana@example.org");
    assertThat(EmailKey.of("M\u00dcLLER@example.org"))
        .isEqualTo(EmailKey.of("mu\u0308ller@example.org"));
  }

  @Test
  void aDottedCapitalIsAnotherLetter() {
    assertThat(EmailKey.of("pat\u0130ent@example.org")).isNotEqualTo("patient@example.org");
  }

  @Test
  void aKeyIsItsOwnKey() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String email =
          random
              .ints(6, 1, Character.MAX_CODE_POINT)
              .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
              .map(point -> random.nextBoolean() ? point % 0x600 + 1 : point)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String key = EmailKey.of(email);
      assertThat(EmailKey.of(key)).as(email).isEqualTo(key);
    }
  }
}
