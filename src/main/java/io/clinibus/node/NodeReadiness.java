package io.clinibus.node;

import io.clinibus.cluster.ClusterHeartbeat;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.ReadinessCheck;
import io.clinibus.web.WebVerticle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a node needs to be ready. */
record NodeReadiness(
    NodeContext platform,
    Modules modules,
    ClockDifference clockDifference,
    Optional<ClusterHeartbeat> neighbours,
    Optional<WebVerticle> web) {

  List<ReadinessCheck> checks() {
    List<ReadinessCheck> checks = new ArrayList<>();
    checks.add(ReadinessCheck.postgresql(platform.reserved()));
    checks.add(ReadinessCheck.redis(platform.redis()));
    checks.add(ReadinessCheck.of("clock", false, clockDifference::fault));
    checks.addAll(modules.readiness(platform));
    web.ifPresent(
        serving -> checks.add(ReadinessCheck.of("identity", true, () -> identity(serving))));
    neighbours.ifPresent(
        others -> {
          checks.add(ReadinessCheck.of("cluster", true, () -> cluster(others)));
          checks.add(ReadinessCheck.of("roles", false, () -> roles(others.unserved())));
        });
    return checks;
  }

  private static String identity(WebVerticle serving) {
    return serving.knowsIdentity() ? null : "signing keys and revocations not loaded yet";
  }

  private static String cluster(ClusterHeartbeat others) {
    if (!others.isRunning()) {
      return "Hazelcast has stopped";
    }
    return others.cutOffFrom().isEmpty()
        ? null
        : "cut off from " + String.join(", ", others.cutOffFrom());
  }

  private static String roles(Set<String> unserved) {
    return unserved.isEmpty() ? null : "no node runs " + String.join(", ", unserved);
  }
}
