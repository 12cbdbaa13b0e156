package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.node.Modules;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes share the work: one serves the web, and the domains are on the two others. */
@Tag("slow")
class JoinIT {

  private static final Set<String> FRONT = Set.of(Modules.WEB);
  private static final Set<String> BACK = others(FRONT);
  private static final Set<String> VISITS = Set.of("scheduling", "patients");

  @Test
  void aRequestReachesItsDomainOnAnyNode() {
    try (TestCluster cluster = TestCluster.empty()) {
      TestNode scheduling = cluster.node(VISITS);
      TestNode front = cluster.node(FRONT);
      await().until(() -> ready(front).text("/reasons/0").contains("signing keys"));
      assertThat(ready(front).status()).isEqualTo(503);

      TestNode rest = cluster.node(others(Set.of(Modules.WEB, "scheduling", "patients")));
      await().until(() -> ready(front).status() == 200);
      for (TestNode node : List.of(scheduling, rest)) {
        assertThat(node.node().port()).isEmpty();
        await().until(() -> ready(node).text("/status").equals("up"));
      }
      RestFixture hospital = RestFixture.on(front);
      String doctor = hospital.doctor(30, "09:00", "12:00");
      Answer found = hospital.receptionist().get("/api/doctors?q=Lindquist");
      assertThat(found.text("/items/0/id")).isEqualTo(doctor);
      assertThat(hospital.receptionist().get("/api/doctors/" + doctor + "x").status())
          .isEqualTo(400);
    }
  }

  @Test
  void withoutItsOnlyNodeADomainIsUnavailableAndRequestsFailFast() {
    try (TestCluster cluster = TestCluster.empty()) {
      TestNode front = cluster.node(FRONT);
      TestNode back = cluster.node(BACK);
      await().until(() -> ready(front).text("/status").equals("up"));
      RestClient visitor = RestClient.visitor(front.url());
      assertThat(visitor.get("/api/departments").status()).isEqualTo(200);

      back.close();
      Answer refused = visitor.get("/api/departments");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.http().headers().firstValue("Retry-After")).isPresent();
      await()
          .until(
              () -> ready(front),
              report ->
                  report.text("/status").equals("degraded")
                      && report.body().path("reasons").toString().contains("no node runs"));

      cluster.node(BACK);
      await().until(() -> visitor.get("/api/departments").status() == 200);
    }
  }

  private static Set<String> others(Set<String> taken) {
    Set<String> others = Modules.ALL.roles();
    others.removeAll(taken);
    return others;
  }

  private static Answer ready(TestNode node) {
    return RestClient.visitor(node.management()).send("GET", "/health/ready", null);
  }
}
