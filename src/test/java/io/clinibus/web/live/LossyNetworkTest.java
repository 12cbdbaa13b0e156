package io.clinibus.web.live;

import static io.clinibus.testing.property.Generators.lists;
import static io.clinibus.testing.property.Generators.of;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.platform.live.TopicStateTest;
import io.clinibus.scheduling.SchedulingTopics;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.property.Generator;
import io.clinibus.testing.property.Property;
import io.clinibus.web.live.hub.Subscriber;
import io.clinibus.web.live.hub.TopicHistory;
import io.clinibus.web.live.hub.TopicSubscribers;
import io.clinibus.web.live.protocol.Frame;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/**
 * Whatever becomes of frames on their way, a page that compares versions ends with what the topic
 * shows.
 */
class LossyNetworkTest {

  private static final Topic TOPIC =
      new Topic(SchedulingTopics.SLOTS, "slots/x", new UUID(0, 1), LocalDate.EPOCH, 1, null);

  /** Other nodes count from elsewhere, higher or lower. */
  private static final long FAR = 1_000_000_000;

  /** What happens next. */
  enum Event {
    CHANGE,
    ARRIVE,
    LOSE,
    DOUBLE,
    DELAY,
    LOSE_CONNECTION,
    TOPIC_CLOSES,
    SKIPPED_AS_TOO_SLOW
  }

  record Step(Event event, TopicState view) {}

  @Test
  void thePageConvergesToTheTrueState() {
    Property.check(
        1000,
        draw -> {
          List<Step> schedule = draw.from(schedules());
          var world = new World();
          schedule.forEach(world::go);
          world.settle();
          assertThat(world.page.data()).isEqualTo(world.watched.history().view().json());
        });
  }

  static Generator<List<Step>> schedules() {
    Generator<Event> events = of(Event.values());
    return lists(
        choices -> new Step(events.generate(choices), TopicStateTest.views().generate(choices)),
        0,
        60);
  }

  /** A topic, a socket and a page, with a network between them that a test controls. */
  private static final class World implements Subscriber {

    private final List<Frame> wire = new ArrayList<>();
    private final LivePage page = new LivePage(TOPIC.name());
    private long next;
    private int opened;
    private TopicSubscribers watched;
    private TopicState truth = TopicStateTest.view(0, java.util.Map.of());
    private boolean isBehind;
    private long sent;

    World() {
      open();
    }

    void go(Step step) {
      switch (step.event()) {
        case CHANGE -> {
          truth = step.view();
          watched.accept(truth, next++);
        }
        case ARRIVE -> arrive(false);
        case LOSE -> take();
        case DOUBLE -> arrive(true);
        case DELAY -> {
          if (wire.size() > 1) {
            wire.add(wire.remove(0));
          }
        }
        case LOSE_CONNECTION -> {
          wire.clear();
          ask();
        }
        case TOPIC_CLOSES -> {
          open();
        }
        case SKIPPED_AS_TOO_SLOW -> isBehind = true;
        default -> throw new IllegalStateException();
      }
    }

    /** The network works again; the page compares what it has with what was sent to it. */
    void settle() {
      if (isBehind) {
        isBehind = false;
        watched.join(this, null);
      }
      do {
        while (!wire.isEmpty()) {
          arrive(false);
        }
        if (page.version() != sent) {
          ask();
        }
      } while (!wire.isEmpty());
    }

    @Override
    public Executor loop() {
      return Runnable::run;
    }

    @Override
    public void onFrame(Frame frame) {
      if (!isBehind) {
        wire.add(frame);
        sent = frame.version();
      }
    }

    @Override
    public void refused(Topic topic, Failure why) {
      throw new AssertionError(why);
    }

    /** The node has dropped the topic, or the page has connected to another node. */
    private void open() {
      wire.clear();
      isBehind = false;
      watched =
          new TopicSubscribers(new TopicHistory(TOPIC, until -> Caller.system("test", until)), 0);
      opened++;
      next = (opened % 2 == 0 ? FAR : 0) + opened * 1000L + 1;
      watched.accept(truth, next++);
      ask();
    }

    private void ask() {
      isBehind = false;
      JsonNode since = page.subscribe().path("since");
      watched.join(this, since.isMissingNode() ? null : since.asLong());
    }

    private Frame take() {
      return wire.isEmpty() ? null : wire.remove(0);
    }

    private void arrive(boolean twice) {
      Frame frame = take();
      if (frame != null) {
        shows(frame);
        if (twice) {
          shows(frame);
        }
      }
    }

    private void shows(Frame frame) {
      try {
        if (!page.hear(Json.MAPPER.readTree(frame.text().string()))) {
          ask();
        }
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }
  }
}
