package io.clinibus.scheduling.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RuleVersionRetryTest {

  private static final UUID DOCTOR = UUID.randomUUID();

  private final List<String> steps = new ArrayList<>();
  private final RuleVersionRetry retry =
      new RuleVersionRetry(
          3, doctorId -> steps.add(doctorId.equals(DOCTOR) ? "invalidate" : "another doctor"));

  @Test
  void doesNotRepeatAResultOfCurrentRules() {
    assertThat(staleRuns(0).result()).isEqualTo("run 1");
    assertThat(steps).containsExactly("run 1");
  }

  @Test
  void repeatsWithFreshRules() {
    assertThat(staleRuns(1).result()).isEqualTo("run 2");
    assertThat(steps).containsExactly("run 1", "invalidate", "run 2");
  }

  @Test
  void runsAtMostTheStatedNumberOfAttempts() {
    assertThat(staleRuns(2).result()).isEqualTo("run 3");
    assertThat(steps).containsExactly("run 1", "invalidate", "run 2", "invalidate", "run 3");
  }

  @Test
  void returnsTheLastResultIfRulesKeepChanging() {
    assertThat(staleRuns(3).result()).isEqualTo("exhausted after run 3");
    assertThat(steps).containsExactly("run 1", "invalidate", "run 2", "invalidate", "run 3");
  }

  @Test
  void doesNotRepeatAFailure() {
    Future<String> result =
        retry.run(
            attempt -> {
              steps.add("run");
              return Future.failedFuture(Failure.staleVersion());
            });
    assertThat(result.cause())
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.code()).isEqualTo(CommonFailures.STALE_VERSION));
    assertThat(steps).containsExactly("run");
  }

  @Test
  void startsEveryUseCaseWithAllAttempts() {
    staleRuns(3);
    steps.clear();
    assertThat(staleRuns(2).result()).isEqualTo("run 3");
  }

  /** A use case whose first so many runs find their rules stale. */
  private Future<String> staleRuns(int stale) {
    var runs = new int[1];
    return retry.run(
        attempt -> {
          String run = "run " + ++runs[0];
          steps.add(run);
          return runs[0] > stale
              ? Future.succeededFuture(run)
              : attempt.repeat(DOCTOR, () -> Future.succeededFuture("exhausted after " + run));
        });
  }
}
