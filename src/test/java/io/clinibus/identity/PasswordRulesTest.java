package io.clinibus.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

  private static final String EMAIL = "zenobia.quux@example.org";
  private static final String NAME = "Zenobia Quetzalcoatl";

  @Property
  void whatIsTooShortIsRefusedWhateverItsCharacters(@ForAll @StringLength(max = 9) String text) {
    assertThat(PasswordRules.objection(text, EMAIL, NAME)).hasValue("Use at least 10 characters.");
  }

  @Property
  void charactersAreCountedAsPeopleSeeThem(@ForAll @IntRange(min = 1, max = 9) int length) {
    assertThat(PasswordRules.objection("\uD83D\uDE80".repeat(length), EMAIL, NAME)).isPresent();
  }

  @Property
  void randomOnesAreFine(@ForAll @AlphaChars @StringLength(12) String random) {
    String mixed = "k7" + random + "0x!v";
    assertThat(PasswordRules.objection(mixed, EMAIL, NAME)).isEmpty();
  }

  @Property
  void theNameAndTheAddressAreFoundAnywhere(
      @ForAll @StringLength(max = 20) @AlphaChars String before,
      @ForAll @StringLength(max = 20) @AlphaChars String after) {
    for (String telling : new String[] {"quetzalcoatl", "ZENOBIA", "Zenobia.Quux"}) {
      assertThat(PasswordRules.objection(before + telling + "+0000" + after, EMAIL, NAME))
          .isPresent();
    }
  }

  @Property
  void repeatingALittleDoesNotMakeItLong(
      @ForAll @StringLength(min = 1, max = 5) String unit,
      @ForAll @IntRange(min = 10, max = 30) int times) {
    assertThat(PasswordRules.objection(unit.repeat(times), EMAIL, NAME)).isPresent();
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
        "Sommer-2026"
      })
  void commonOnesAreRefused(String common) {
    assertThat(PasswordRules.objection(common, EMAIL, NAME))
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
  void goodOnesAreAccepted(String good) {
    assertThat(PasswordRules.objection(good, "al@example.org", "Al O")).isEmpty();
  }

  @Example
  void accentsDoNotHideAName() {
    assertThat(PasswordRules.objection("bronte-parsonage", "c@example.org", "Charlotte Brontë"))
        .hasValue("Do not use your name or e-mail address in the password.");
  }

  @Example
  void theRefusalNamesTheField() {
    Failure failure =
        catchThrowableOfType(
            Failure.class, () -> PasswordRules.check("/newPassword", "short", EMAIL, NAME));
    assertThat(failure.code()).isEqualTo(FailureCode.INVALID_REQUEST);
    assertThat(failure.errors().get(0).pointer()).isEqualTo("/newPassword");
  }
}
