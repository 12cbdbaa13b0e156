package io.clinibus.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealedSecretsTest {

  private static final byte[] SECRET = bytes("the secret of an app");
  private static final byte[] OLD = bytes("old key of thirty-two characters");
  private static final byte[] NEW = bytes("new key of thirty-two characters");

  private final SealedSecrets secrets = SealedSecrets.of(List.of(OLD));

  @Test
  void sealedSecretsAreOpenedForTheirContextOnly() {
    byte[] sealed = secrets.seal("one", SECRET);
    assertThat(secrets.open("one", sealed)).isEqualTo(SECRET);
    assertThatThrownBy(() -> secrets.open("other", sealed))
        .isInstanceOf(IllegalStateException.class);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    assertThat(secrets.seal("one", SECRET)).isNotEqualTo(sealed);
  }

  @Test
  void everyChangedByteIsDetected() {
    byte[] sealed = secrets.seal("one", SECRET);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> secrets.open("one", changed))
          .as("byte " + i)
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> secrets.open("one", Arrays.copyOf(sealed, 10)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keysAreReplacedOneAfterTheOther() {
    byte[] sealed = secrets.seal("one", SECRET);
    var both = SealedSecrets.of(List.of(NEW, OLD));
    assertThat(both.open("one", sealed)).isEqualTo(SECRET);
    assertThat(both.isCurrent(sealed)).isFalse();
    byte[] resealed = both.seal("one", SECRET);
    assertThat(both.isCurrent(resealed)).isTrue();
    assertThat(SealedSecrets.of(List.of(NEW)).open("one", resealed)).isEqualTo(SECRET);
    assertThatThrownBy(() -> SealedSecrets.of(List.of(NEW)).open("one", sealed))
        .isInstanceOf(IllegalStateException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
