package io.clinibus.web.live.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import org.junit.jupiter.api.Test;

class PublicTopicBudgetTest {

  private static final long BYTES = 1_000;

  private final PublicTopicBudget budget = new PublicTopicBudget(BYTES);

  @Test
  void eachClientOpensSoManyTopics() {
    for (int i = 0; i < PublicTopicBudget.TOPICS_PER_CLIENT; i++) {
      assertThat(budget.refusal("a")).isNull();
      budget.opened("a");
    }
    assertThat(budget.refusal("a").is(CommonFailures.TOO_MANY_REQUESTS)).isTrue();
    assertThat(budget.refusal("b")).isNull();
    budget.closed("a", 0);
    assertThat(budget.refusal("a")).isNull();
  }

  @Test
  void allTogetherTakeSoMuchMemory() {
    budget.opened("a");
    budget.resized(0, BYTES - 1);
    assertThat(budget.refusal("b")).isNull();
    budget.resized(BYTES - 1, BYTES);
    assertThat(budget.refusal("b").is(CommonFailures.UNAVAILABLE)).isTrue();
    budget.closed("a", BYTES);
    assertThat(budget.refusal("b")).isNull();
    assertThat(budget.bytes()).isZero();
  }
}
