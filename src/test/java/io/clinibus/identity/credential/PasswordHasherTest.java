package io.clinibus.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PasswordHasherTest {

  private static final String PASSWORD = "korrekte Pferdebatterie 王";

  private final PasswordHasher hasher = new PasswordHasher();

  @Test
  void onlyTheSamePasswordMatches() {
    String phc = hasher.hash(PASSWORD);
    assertThat(hasher.matches(PASSWORD, phc)).isTrue();
    assertThat(hasher.matches(PASSWORD + " ", phc)).isFalse();
    assertThat(hasher.matches("", phc)).isFalse();
  }

  @Test
  void aHashIsSaltedAndNamesItsParameters() {
    String phc = hasher.hash(PASSWORD);
    assertThat(phc)
        .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}")
        .isNotEqualTo(hasher.hash(PASSWORD));
  }

  /** A test vector of the reference implementation (phc-winner-argon2, its test.c). */
  @Test
  void aHashWithOtherParametersMatches() {
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(hasher.matches("password", reference)).isTrue();
    assertThat(hasher.matches("passwore", reference)).isFalse();
  }

  @Test
  void composedAndDecomposedCharactersAreTheSamePassword() {
    assertThat(hasher.matches("Zoe\u0308 geht heim", hasher.hash("Zo\u00eb geht heim"))).isTrue();
  }

  @Test
  void aHashOfAnotherAlgorithmIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hasher.matches(PASSWORD, "$2b$12$abcdefghijklmnopqrstuv"));
  }
}
