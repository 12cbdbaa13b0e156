package io.clinibus.cluster;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.lists;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.property.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartitionDetectorTest {

  private static final Instant START = Instant.parse("2026-11-24T09:00:00Z");

  @Test
  void aDeadNodeIsNoPartition() {
    var standing = new PartitionDetector();
    // Its last heartbeat reported connections to all nodes.
    var dead = node(2, START, 1, 2, 3);
    for (int second = 0; second < 5; second++) {
      Instant now = START.plusSeconds(second);
      assertThat(standing.cutOffFrom(now, node(1, now, 1, 3), List.of(dead, node(3, now, 1, 3))))
          .isEmpty();
    }
  }

  @Test
  void aSingleNodeApartFromTwoIsTheMinority() {
    var standing = new PartitionDetector();
    List<Set<String>> verdicts = new ArrayList<>();
    for (int second = 0; second < 4; second++) {
      Instant now = START.plusSeconds(second);
      verdicts.add(
          standing.cutOffFrom(
              now, node(1, now, 1), List.of(node(2, now, 2, 3), node(3, now, 2, 3))));
    }
    assertThat(verdicts.get(0)).isEmpty();
    assertThat(verdicts.get(3)).containsExactlyInAnyOrder("node-2", "node-3");

    Instant healed = START.plusSeconds(10);
    assertThat(
            standing.cutOffFrom(
                healed,
                node(1, healed, 1, 2, 3),
                List.of(node(2, healed, 1, 2, 3), node(3, healed, 1, 2, 3))))
        .isEmpty();
  }

  @Test
  void ofTwoNodesTheOlderStaysReady() {
    assertThat(afterAWhile(Map.of(1, Set.of(1), 2, Set.of(2)))).containsExactly(2);
  }

  /** Whatever the partition, some nodes stay ready, and all that do belong to one group. */
  @Test
  void exactlyOneGroupStaysReady() {
    Property.check(
        draw -> {
          List<Integer> in = draw.from(lists(integers(0, 3), 1, 6));
          Map<Integer, Set<Integer>> groups = new HashMap<>();
          for (int node = 0; node < in.size(); node++) {
            groups.computeIfAbsent(in.get(node), none -> new HashSet<>()).add(node);
          }
          Map<Integer, Set<Integer>> connected = new HashMap<>();
          for (int node = 0; node < in.size(); node++) {
            connected.put(node, groups.get(in.get(node)));
          }
          Set<Integer> goOn = new HashSet<>(connected.keySet());
          goOn.removeAll(afterAWhile(connected));

          assertThat(groups.values()).contains(goOn);
        });
  }

  /** The nodes that are in the minority after a while. */
  private static Set<Integer> afterAWhile(Map<Integer, Set<Integer>> connected) {
    Set<Integer> cutOff = new HashSet<>();
    for (int self : connected.keySet()) {
      var standing = new PartitionDetector();
      Set<String> verdict = Set.of();
      for (int second = 0; second < 4; second++) {
        Instant now = START.plusSeconds(second);
        List<NodeHeartbeat> others =
            connected.keySet().stream()
                .filter(other -> other != self)
                .map(other -> node(other, now, connected.get(other)))
                .toList();
        verdict = standing.cutOffFrom(now, node(self, now, connected.get(self)), others);
      }
      if (!verdict.isEmpty()) {
        cutOff.add(self);
      }
    }
    return cutOff;
  }

  private static NodeHeartbeat node(int number, Instant seenAt, Integer... connected) {
    return node(number, seenAt, Set.of(connected));
  }

  private static NodeHeartbeat node(int number, Instant seenAt, Set<Integer> connected) {
    Set<UUID> ids = new HashSet<>();
    connected.forEach(other -> ids.add(id(other)));
    return new NodeHeartbeat(
        id(number), "node-" + number, Set.of(), START.minusSeconds(100 - number), seenAt, ids);
  }

  private static UUID id(int number) {
    return new UUID(0, number);
  }
}
