package io.clinibus.web.live.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.web.live.hub.RefreshState.Phase;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transitions of a topic's refresh, and the commit times that its frames carry. */
class RefreshStateTest {

  private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(1);

  private final RefreshState refresh = new RefreshState();

  @ParameterizedTest
  @CsvSource({
    "CURRENT,       invalidate, STALE",
    "STALE,         invalidate, STALE",
    "STALE,         begin,      READING",
    "READING,       invalidate, READING_STALE",
    "READING,       end,        CURRENT",
    "READING_STALE, invalidate, READING_STALE",
    "READING_STALE, end,        STALE",
    "CURRENT,       fail,       STALE",
    "STALE,         fail,       STALE"
  })
  void everyTransition(Phase from, String event, Phase to) {
    reach(from);
    event(event).accept(refresh);
    assertThat(refresh.phase()).isEqualTo(to);
    assertThat(refresh.isReading()).isEqualTo(to == Phase.READING || to == Phase.READING_STALE);
    assertThat(refresh.isStale()).isEqualTo(to == Phase.STALE || to == Phase.READING_STALE);
  }

  @Test
  void aChangeDuringAReadRequiresAnotherRead() {
    refresh.invalidate(FIRST);
    refresh.begin();
    refresh.invalidate(SECOND);
    refresh.end();
    assertThat(refresh.accept(true)).isEqualTo(FIRST);
    refresh.begin();
    refresh.end();
    assertThat(refresh.accept(true)).isEqualTo(SECOND);
  }

  private void reach(Phase phase) {
    switch (phase) {
      case CURRENT -> assertThat(refresh.phase()).isEqualTo(Phase.CURRENT);
      case STALE -> refresh.invalidate();
      case READING -> {
        refresh.invalidate();
        refresh.begin();
      }
      case READING_STALE -> {
        refresh.invalidate();
        refresh.begin();
        refresh.invalidate();
      }
    }
  }

  private static Consumer<RefreshState> event(String name) {
    return switch (name) {
      case "invalidate" -> RefreshState::invalidate;
      case "begin" -> RefreshState::begin;
      case "end" -> RefreshState::end;
      default -> RefreshState::fail;
    };
  }
}
