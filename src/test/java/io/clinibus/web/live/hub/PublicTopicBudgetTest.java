package io.clinibus.web.live.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.live.Topic;
import io.clinibus.scheduling.SchedulingTopics;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PublicTopicBudgetTest {

  private static final long BYTES = 1_000;

  private final PublicTopicBudget budget = new PublicTopicBudget(BYTES);

  @Test
  void topicsPerClientAreLimited() {
    for (int i = 0; i < PublicTopicBudget.TOPICS_PER_CLIENT; i++) {
      assertThat(budget.refusal("a")).isNull();
      budget.opened("a", topic(i));
    }
    assertThat(budget.refusal("a").is(CommonFailures.TOO_MANY_REQUESTS)).isTrue();
    assertThat(budget.refusal("b")).isNull();
    TopicSubscribers idle = budget.idle("a");
    assertThat(idle.topic().name()).isEqualTo("slots/0");
    budget.closed("a", idle, 0);
    assertThat(budget.refusal("a")).isNull();
  }

  @Test
  void memoryOfAllTopicsIsLimited() {
    TopicSubscribers topic = topic(0);
    budget.opened("a", topic);
    budget.resized(0, BYTES - 1);
    assertThat(budget.refusal("b")).isNull();
    budget.resized(BYTES - 1, BYTES);
    assertThat(budget.refusal("b").is(CommonFailures.UNAVAILABLE)).isTrue();
    assertThat(budget.idle("b")).isNull();
    budget.closed("a", topic, BYTES);
    assertThat(budget.refusal("b")).isNull();
    assertThat(budget.bytes()).isZero();
  }

  private static TopicSubscribers topic(int number) {
    var topic =
        new Topic(
            SchedulingTopics.SLOTS,
            "slots/" + number,
            new UUID(0, number),
            LocalDate.EPOCH,
            1,
            null);
    return new TopicSubscribers(
        new TopicHistory(topic, deadline -> Caller.system("test", deadline)), 0);
  }
}
