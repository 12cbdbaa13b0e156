package io.clinibus.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Detects a network partition. A node that loses another cannot tell its crash from a network
 * failure; if the other keeps writing heartbeats to the shared database, it is alive. Of two such
 * partitions the larger one stays ready (tie: the one with the oldest node), so that one always
 * does.
 */
final class PartitionDetector {

  /** A heartbeat written so long after the loss is not that of a node shutting down. */
  private static final Duration PROOF = Duration.ofSeconds(2);

  private static final Comparator<NodeHeartbeat> BY_AGE =
      Comparator.comparing(NodeHeartbeat::startedAt).thenComparing(NodeHeartbeat::id);

  private static final Comparator<Collection<NodeHeartbeat>> BY_WEIGHT =
      Comparator.<Collection<NodeHeartbeat>>comparingInt(Collection::size)
          .thenComparing(group -> Collections.min(group, BY_AGE), BY_AGE.reversed());

  private final Map<UUID, Instant> missingSince = new HashMap<>();

  /**
   * Evaluates the heartbeats; call about once a second.
   *
   * @param now by the clock of the heartbeats
   * @param self this node
   * @param others the other live nodes
   * @return the names of the unreachable nodes if this node is in the minority partition, else
   *     empty
   */
  Set<String> cutOffFrom(Instant now, NodeHeartbeat self, List<NodeHeartbeat> others) {
    List<NodeHeartbeat> missing =
        others.stream().filter(other -> !self.connected().contains(other.id())).toList();
    missingSince.keySet().retainAll(missing.stream().map(NodeHeartbeat::id).toList());
    missing.forEach(other -> missingSince.putIfAbsent(other.id(), now));

    Set<NodeHeartbeat> alive = new HashSet<>(others);
    alive.add(self);
    return missing.stream()
        .filter(other -> !other.seenAt().isBefore(missingSince.get(other.id()).plus(PROOF)))
        .filter(other -> BY_WEIGHT.compare(group(other, alive), group(self, alive)) > 0)
        .map(NodeHeartbeat::name)
        .collect(Collectors.toSet());
  }

  private static List<NodeHeartbeat> group(NodeHeartbeat of, Set<NodeHeartbeat> alive) {
    return alive.stream()
        .filter(one -> one.id().equals(of.id()) || of.connected().contains(one.id()))
        .toList();
  }
}
