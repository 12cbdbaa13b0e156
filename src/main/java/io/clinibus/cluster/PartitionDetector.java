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
 * Judges whether a node was cut off. A node that stops hearing of another cannot know whether that
 * one died or the network between them did; but if the other goes on writing to the database that
 * both share, it lives. Of two such groups the larger one is the cluster, of two of the same size
 * the one with the oldest node: there always is one that goes on.
 */
final class PartitionDetector {

  /** A node that wrote so long after it was missed was not just on its way out. */
  private static final Duration PROOF = Duration.ofSeconds(2);

  private static final Comparator<NodeHeartbeat> BY_AGE =
      Comparator.comparing(NodeHeartbeat::startedAt).thenComparing(NodeHeartbeat::id);

  private static final Comparator<Collection<NodeHeartbeat>> BY_WEIGHT =
      Comparator.<Collection<NodeHeartbeat>>comparingInt(Collection::size)
          .thenComparing(group -> Collections.min(group, BY_AGE), BY_AGE.reversed());

  private final Map<UUID, Instant> missingSince = new HashMap<>();

  /**
   * Judges anew; to be called about once a second.
   *
   * @param now by the clock that the sightings were written by
   * @param self this node
   * @param others the other nodes that live, by what they wrote
   * @return the names of those this node was cut off from; empty if it belongs to the cluster
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
