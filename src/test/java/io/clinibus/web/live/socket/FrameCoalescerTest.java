package io.clinibus.web.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.live.Topic;
import io.clinibus.scheduling.SchedulingTopics;
import io.clinibus.web.live.protocol.EncodedFrame;
import io.clinibus.web.live.protocol.Frame;
import io.clinibus.web.live.socket.FrameCoalescer.Decision;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameCoalescerTest {

  private static final Topic DAY = topic("slots/a", 1);
  private static final Topic OTHER_DAY = topic("slots/b", 2);

  private final FrameCoalescer client = new FrameCoalescer();

  @Test
  void aFastClientReceivesEveryDelta() {
    client.subscribe(DAY, 4L);
    assertThat(receive(frame(DAY, 4, 5), false)).isEqualTo(Decision.SEND);
    assertThat(receive(frame(DAY, 5, 6), false)).isEqualTo(Decision.SEND);
    assertThat(client.isBehind()).isFalse();
  }

  @Test
  void aSlowClientSkipsDeltasAndReceivesOneSnapshotInstead() {
    client.subscribe(DAY, 4L);
    assertThat(receive(frame(DAY, 4, 5), true)).isEqualTo(Decision.SKIP);
    assertThat(receive(frame(DAY, 5, 6), true)).isEqualTo(Decision.SKIP);
    assertThat(client.isBehind()).isTrue();
    assertThat(client.skipped()).containsExactly(DAY);

    assertThat(receive(frame(DAY, 6, 7), false)).isEqualTo(Decision.IGNORE);
    assertThat(client.isBehind()).isTrue();
    assertThat(receive(frame(DAY, 0, 7), false)).isEqualTo(Decision.SEND);
    assertThat(client.isBehind()).isFalse();
    assertThat(client.skipped()).isEmpty();
    assertThat(receive(frame(DAY, 7, 8), false)).isEqualTo(Decision.SEND);
  }

  @Test
  void topicsAreSkippedIndependently() {
    client.subscribe(DAY, 4L);
    client.subscribe(OTHER_DAY, 9L);
    receive(frame(DAY, 4, 5), true);
    assertThat(receive(frame(OTHER_DAY, 9, 10), false)).isEqualTo(Decision.SEND);
    assertThat(client.skipped()).containsExactly(DAY);
  }

  @Test
  void aTopicThatIsNoLongerWatchedIsNeitherSentNorOwed() {
    client.subscribe(DAY, 4L);
    receive(frame(DAY, 4, 5), true);
    assertThat(client.unsubscribe(DAY.name())).isEqualTo(DAY);
    assertThat(client.isBehind()).isFalse();
    assertThat(receive(frame(DAY, 0, 6), false)).isEqualTo(Decision.IGNORE);
    assertThat(client.unsubscribe(DAY.name())).isNull();
  }

  @Test
  void aFrameOfTheSameNameWithAnotherQueryIsIgnored() {
    client.subscribe(DAY, 4L);
    assertThat(receive(frame(topic(DAY.name(), 7), 4, 5), false)).isEqualTo(Decision.IGNORE);
  }

  @Test
  void theLimitCountsNamesOnce() {
    client.subscribe(DAY, null);
    assertThat(client.isFull(DAY.name(), 1)).isFalse();
    assertThat(client.isFull(OTHER_DAY.name(), 1)).isTrue();
  }

  private Decision receive(Frame frame, boolean isSlow) {
    Decision decision = client.decide(frame, isSlow);
    if (decision == Decision.SEND) {
      client.sent(frame);
    }
    return decision;
  }

  private static Frame frame(Topic topic, long from, long version) {
    return new Frame(topic, from, version, new EncodedFrame("{}"), null);
  }

  private static Topic topic(String name, int days) {
    return new Topic(SchedulingTopics.SLOTS, name, new UUID(0, 1), LocalDate.EPOCH, days, null);
  }
}
