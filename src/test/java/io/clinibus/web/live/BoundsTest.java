package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.web.live.protocol.ClientFrame;
import io.clinibus.web.live.socket.ConnectionLimits;
import io.clinibus.web.live.socket.FrameRate;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of connections and frames, and the format of frames. */
class BoundsTest {

  @Test
  void framesAreLimitedToABurstAndARate() {
    var rate = new FrameRate(0);
    assertThat(IntStream.range(0, FrameRate.BURST).allMatch(frame -> rate.take(0))).isTrue();
    assertThat(rate.take(0)).isFalse();
    long later = Duration.ofSeconds(1).toNanos();
    assertThat(IntStream.range(0, FrameRate.PER_SECOND).allMatch(frame -> rate.take(later)))
        .isTrue();
    assertThat(rate.take(later)).isFalse();
  }

  @Test
  void socketsPerUserAreLimited() {
    var admissions = new ConnectionLimits();
    for (int i = 0; i < ConnectionLimits.PER_USER; i++) {
      assertThat(admissions.enter("address")).isTrue();
      assertThat(admissions.signIn("address", "user")).isTrue();
    }
    assertThat(admissions.enter("address")).isTrue();
    assertThat(admissions.signIn("address", "user")).isFalse();
    admissions.leave("user");
    assertThat(admissions.signIn("address", "user")).isTrue();
  }

  @Test
  void socketsPerAddressAreLimited() {
    var admissions = new ConnectionLimits();
    for (int i = 0; i < ConnectionLimits.PER_ADDRESS; i++) {
      assertThat(admissions.enter("address")).isTrue();
    }
    assertThat(admissions.enter("address")).isFalse();
    assertThat(admissions.enter("another")).isTrue();
    admissions.leave("address");
    assertThat(admissions.enter("address")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{}",
        "{\"type\":1}",
        "{\"type\":\"subscribe\",\"topic\":1}",
        "{\"type\":\"subscribe\",\"topic\":\"me\",\"since\":\"1\"}",
        "{\"type\":\"subscribe\",\"topic\":\"me\",\"since\":1.5}",
        "{\"type\":\"subscribe\",\"topic\":\"me\",\"since\":99999999999999999999}",
        "{\"type\":\"authenticate\",\"token\":{}}"
      })
  void invalidFramesAreRefused(String text) {
    assertThat(ClientFrame.parse(text)).isNull();
  }

  @Test
  void aFrameIsReadAndItsTokenNotShown() {
    ClientFrame frame =
        ClientFrame.parse("{\"type\":\"authenticate\",\"token\":\"secret\",\"more\":1}");
    assertThat(frame.token()).isEqualTo("secret");
    assertThat(frame).asString().doesNotContain("secret");
    assertThat(ClientFrame.parse("{\"type\":\"subscribe\",\"topic\":\"me\",\"since\":7}"))
        .isEqualTo(new ClientFrame("subscribe", "me", 7L, null, null, false));
  }
}
