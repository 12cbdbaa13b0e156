package io.clinibus.identity.credential;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.letters;
import static io.clinibus.testing.property.Generators.strings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.testing.property.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

  private static final String EMAIL = "zenobia.quux@example.org";
  private static final String NAME = "Zenobia Quetzalcoatl";

  @Test
  void aShortPasswordIsRefusedWhateverItsCharacters() {
    Property.check(
        draw -> {
          String text = draw.from(strings(0, 9));
          assertThat(objection(text, EMAIL, NAME)).hasValue("Use at least 10 characters.");
        });
  }

  @Test
  void lengthIsCountedInCodePoints() {
    Property.check(
        draw -> {
          int length = draw.from(integers(1, 9));
          assertThat(objection("\uD83D\uDE80".repeat(length), EMAIL, NAME))
              .hasValue("Use at least 10 characters.");
        });
  }

  @Test
  void randomPasswordsAreAccepted() {
    Property.check(
        draw -> {
          String random = draw.from(letters(12, 12));
          String mixed = "k7" + random + "0x!v";
          assertThat(objection(mixed, EMAIL, NAME)).isEmpty();
        });
  }

  @Test
  void aPasswordThatContainsTheNameOrAddressIsRefused() {
    Property.check(
        draw -> {
          String before = draw.from(letters(0, 20));
          String after = draw.from(letters(0, 20));
          for (String telling : new String[] {"quetzalcoatl", "ZENOBIA", "Zenobia.Quux"}) {
            assertThat(objection(before + telling + "+0000" + after, EMAIL, NAME)).isPresent();
          }
        });
  }

  @Test
  void aRepeatedShortSequenceIsRefused() {
    Property.check(
        draw -> {
          String unit = draw.from(strings(1, 5));
          int times = draw.from(integers(10, 30));
          assertThat(objection(unit.repeat(times), EMAIL, NAME)).isPresent();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Password123!",
        "1234567890",
        "0987654321",
        "qwertyuiop",
        "Sunshine2026",
        "!!!iloveyou!!!",
        "PasswordPassword",
        "abcdefghij",
        "Pässwörd123",
        "zaq12wsxzaq12wsx",
        "Sommer-2026",
        "Tinkerbell",
        "q1w2e3r4t5y6"
      })
  void commonPasswordsAreRefused(String common) {
    assertThat(objection(common, EMAIL, NAME))
        .hasValue("This password is too easy to guess. Choose another one.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "violet kettle 7261",
        "dragon on a copper roof",
        "王芳的密码很长很难猜啊",
        "4829 1038 4756 red",
        "contra-natural-7"
      })
  void goodPasswordsAreAccepted(String good) {
    assertThat(objection(good, "al@example.org", "Al O")).isEmpty();
  }

  @Test
  void everyPasswordOfTheBreachListIsRefused() throws IOException {
    try (var list =
        new BufferedReader(
            new InputStreamReader(
                getClass().getResourceAsStream("/dictionaries/passwords.txt"), UTF_8))) {
      List<String> breached = list.lines().filter(line -> !line.isBlank()).toList();
      assertThat(breached).hasSizeGreaterThan(99_000);
      assertThat(breached).allMatch(password -> objection(password, EMAIL, NAME).isPresent());
    }
  }

  @Test
  void aNameWithoutItsAccentsIsRefused() {
    assertThat(objection("bronte-parsonage", "c@example.org", "Charlotte Brontë"))
        .hasValue("Do not use your name or e-mail address in the password.");
  }

  @Test
  void theRefusalNamesTheField() {
    Failure failure =
        catchThrowableOfType(
            Failure.class, () -> PasswordRules.check("/newPassword", "short", EMAIL, NAME));
    assertThat(failure.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    assertThat(failure.errors().get(0).pointer()).isEqualTo("/newPassword");
  }

  private static Optional<String> objection(String password, String email, String name) {
    return PasswordRules.objection("/password", password, email, name).map(FieldError::message);
  }
}
