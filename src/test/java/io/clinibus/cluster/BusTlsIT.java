package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.GetDepartment;
import io.clinibus.node.Modules;
import io.clinibus.settings.Settings;
import io.clinibus.testing.TestAuthority;
import io.clinibus.testing.TestCluster;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event buses that know each other by certificates. */
@Tag("slow")
class BusTlsIT {

  @TempDir Path folder;

  @Test
  void onlyNodesOfTheSameAuthorityConnect() throws Exception {
    Settings.BusTls ours = TestAuthority.in(Files.createDirectory(folder.resolve("ours")));
    Settings.BusTls theirs = TestAuthority.in(Files.createDirectory(folder.resolve("theirs")));
    try (TestCluster cluster = TestCluster.empty()) {
      Bus server = bus(cluster, Optional.of(ours));
      Bus member = bus(cluster, Optional.of(ours));
      Bus stranger = bus(cluster, Optional.of(theirs));
      Bus plain = bus(cluster, Optional.empty());
      server
          .serve(
              DirectoryApi.GET_DEPARTMENT,
              (request, caller) -> Future.failedFuture(Failure.of(CommonFailures.NOT_FOUND)))
          .await(20, TimeUnit.SECONDS);

      await().until(() -> answer(member) == CommonFailures.NOT_FOUND);
      assertThat(answer(stranger)).isEqualTo(CommonFailures.UNAVAILABLE);
      assertThat(answer(plain)).isEqualTo(CommonFailures.UNAVAILABLE);
    }
  }

  private static FailureCode answer(Bus bus) {
    return Assertions.catchThrowableOfType(Failure.class, () -> ask(bus)).code();
  }

  private static void ask(Bus bus) throws TimeoutException {
    bus.request(
            DirectoryApi.GET_DEPARTMENT,
            new GetDepartment(new UUID(0, 1)),
            Caller.visitor("test", "127.0.0.1", Instant.now().plusSeconds(3)))
        .await(20, TimeUnit.SECONDS);
  }

  private static Bus bus(TestCluster cluster, Optional<Settings.BusTls> tls) {
    Settings.Node place = cluster.place(Modules.ALL.roles(), Path.of("cluster.xml"));
    Settings.Cluster plain = place.cluster().orElseThrow();
    VertxFactory network =
        cluster.network(
            new Settings.Node(
                place.name(),
                place.roles(),
                place.drain(),
                Optional.of(
                    new Settings.Cluster(
                        plain.file(),
                        plain.host(),
                        plain.port(),
                        plain.busPort(),
                        plain.members(),
                        plain.kubernetesService(),
                        tls,
                        Optional.empty()))));
    return Bus.open(network.vertx(), Modules.ALL.messages(), Clock.systemUTC(), cause -> false);
  }
}
