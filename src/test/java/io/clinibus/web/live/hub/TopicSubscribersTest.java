package io.clinibus.web.live.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicStateTest;
import io.clinibus.scheduling.SchedulingTopics;
import io.clinibus.web.live.protocol.Frame;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which change a frame states as its cause. */
class TopicSubscribersTest {

  private static final Topic TOPIC =
      new Topic(SchedulingTopics.SLOTS, "slots/x", new UUID(0, 1), LocalDate.EPOCH, 1, null);
  private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(1);

  private final List<Frame> frames = new ArrayList<>();
  private final TopicSubscribers watched =
      new TopicSubscribers(new TopicHistory(TOPIC, until -> Caller.system("test", until)), 0);
  private int version;

  @BeforeEach
  void subscribe() {
    reads(0);
    watched.join(
        new Subscriber() {
          @Override
          public Executor loop() {
            return Runnable::run;
          }

          @Override
          public void onFrame(Frame frame) {
            frames.add(frame);
          }

          @Override
          public void refused(Topic topic, Failure why) {
            throw new AssertionError(why);
          }
        },
        null);
    frames.clear();
  }

  @Test
  void aFrameCarriesTheTimeOfItsFirstChange() {
    watched.refresh().invalidate(SECOND);
    watched.refresh().invalidate(FIRST);
    reads(1);
    watched.refresh().invalidate(SECOND);
    reads(2);
    assertThat(frames).extracting(Frame::since).containsExactly(FIRST, SECOND);
  }

  @Test
  void aFrameWithoutAnEventCarriesNoTime() {
    watched.refresh().invalidate(null);
    reads(1);
    reads(2);
    assertThat(frames).hasSize(2).extracting(Frame::since).containsOnlyNulls();
  }

  @Test
  void aFrameCarriesTheTimeOfAChangeThatOnlyALaterReadShows() {
    watched.refresh().invalidate(FIRST);
    reads(0);
    watched.refresh().invalidate(SECOND);
    reads(0);
    reads(1);
    assertThat(frames).extracting(Frame::since).containsExactly(FIRST);
  }

  @Test
  void aChangeThatTwoReadsDidNotShowIsDropped() {
    watched.refresh().invalidate(FIRST);
    reads(0);
    reads(0);
    reads(1);
    assertThat(frames).extracting(Frame::since).containsOnlyNulls();
  }

  @Test
  void aFailedReadKeepsTheTimeOfItsChange() {
    watched.refresh().invalidate(FIRST);
    watched.refresh().begin();
    watched.refresh().end();
    watched.refresh().fail();
    watched.refresh().invalidate(SECOND);
    reads(1);
    assertThat(frames).extracting(Frame::since).containsExactly(FIRST);
  }

  @Test
  void aFrameForALateSubscriberCarriesNoTime() {
    watched.refresh().invalidate(FIRST);
    reads(1);
    assertThat(watched.history().catchUp(1L)).extracting(Frame::since).containsOnlyNulls();
  }

  private void reads(int fact) {
    watched.refresh().begin();
    watched.refresh().end();
    watched.accept(TopicStateTest.view(fact, Map.of()), ++version);
  }
}
