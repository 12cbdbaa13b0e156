package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.bus.Bus;
import io.clinibus.bus.BusMeter;
import io.clinibus.bus.Caller;
import io.clinibus.bus.CallerSignatures;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.GetDepartment;
import io.clinibus.node.Modules;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.TestCluster;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node serves requests only of callers that another node of its cluster vouches for. */
@Tag("slow")
class CallerSignatureIT {

  private static final String OLD = "old secret of the cluster, 32 characters";
  private static final String NEW = "new secret of the cluster, 32 characters";

  @Test
  void requestsWithoutAValidSignatureAreRefused() throws TimeoutException {
    try (TestCluster cluster = TestCluster.empty();
        var logs = ExpectedLogs.of(Bus.class, "caller refused")) {
      Bus server = serving(cluster, CallerSignatures.of(List.of(NEW, OLD), false));
      Bus current = bus(cluster, CallerSignatures.of(List.of(NEW), false));
      Bus changing = bus(cluster, CallerSignatures.of(List.of(OLD, NEW), false));
      Bus stranger = bus(cluster, CallerSignatures.of(List.of("x".repeat(32)), false));
      Bus unsigned = bus(cluster, CallerSignatures.NONE);

      await().until(() -> answer(current) == CommonFailures.NOT_FOUND);
      await().until(() -> answer(changing) == CommonFailures.NOT_FOUND);
      assertThat(server.refused()).isZero();
      assertThat(answer(stranger)).isEqualTo(CommonFailures.UNAVAILABLE);
      assertThat(answer(unsigned)).isEqualTo(CommonFailures.UNAVAILABLE);
      assertThat(server.refused()).isGreaterThanOrEqualTo(2);
      assertThat(logs.events()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(answer(server)).as("within the node").isEqualTo(CommonFailures.NOT_FOUND);
    }
  }

  @Test
  void aClusterServesRequestsWhileItsSecretIsIntroduced() throws TimeoutException {
    try (TestCluster cluster = TestCluster.empty();
        var logs = ExpectedLogs.of(Bus.class, "caller refused")) {
      serving(cluster, CallerSignatures.of(List.of(NEW), true));
      Bus unsigned = bus(cluster, CallerSignatures.NONE);
      Bus signed = bus(cluster, CallerSignatures.of(List.of(NEW), true));
      Bus stranger = bus(cluster, CallerSignatures.of(List.of("x".repeat(32)), true));

      await().until(() -> answer(unsigned) == CommonFailures.NOT_FOUND);
      await().until(() -> answer(signed) == CommonFailures.NOT_FOUND);
      assertThat(logs.events()).isEmpty();
      assertThat(answer(stranger)).isEqualTo(CommonFailures.UNAVAILABLE);
      assertThat(logs.events()).isNotEmpty();
    }
  }

  @Test
  void aNodeWithoutASecretServesSignedCallers() throws TimeoutException {
    try (TestCluster cluster = TestCluster.empty()) {
      serving(cluster, CallerSignatures.NONE);
      Bus signed = bus(cluster, CallerSignatures.of(List.of(NEW), true));
      await().until(() -> answer(signed) == CommonFailures.NOT_FOUND);
    }
  }

  private static Bus serving(TestCluster cluster, CallerSignatures signatures)
      throws TimeoutException {
    Bus bus = bus(cluster, signatures);
    bus.serve(
            DirectoryApi.GET_DEPARTMENT,
            (request, caller) -> Future.failedFuture(Failure.of(CommonFailures.NOT_FOUND)))
        .await(20, TimeUnit.SECONDS);
    return bus;
  }

  private static FailureCode answer(Bus bus) {
    return Assertions.catchThrowableOfType(Failure.class, () -> ask(bus)).code();
  }

  private static void ask(Bus bus) throws TimeoutException {
    bus.request(
            DirectoryApi.GET_DEPARTMENT,
            new GetDepartment(new UUID(0, 1)),
            Caller.visitor("test", "127.0.0.1", Instant.now().plusSeconds(6)))
        .await(20, TimeUnit.SECONDS);
  }

  private static Bus bus(TestCluster cluster, CallerSignatures signatures) {
    return Bus.open(
        cluster.network().vertx(),
        Modules.ALL.messages(),
        Clock.systemUTC(),
        cause -> false,
        BusMeter.NONE,
        signatures);
  }
}
