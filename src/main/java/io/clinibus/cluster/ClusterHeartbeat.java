package io.clinibus.cluster;

import io.clinibus.platform.jobs.Jobs;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes this node's heartbeat and evaluates those of the others, once a second. */
public final class ClusterHeartbeat {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterHeartbeat.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Member member;
  private final Settings.Node settings;
  private final Set<String> allRoles;
  private final NodeRepository nodes;
  private final Instant startedAt;
  private final PartitionDetector standing = new PartitionDetector();
  private volatile Set<String> cutOffFrom = Set.of();
  private volatile Set<String> unserved = Set.of();
  private volatile boolean leaving;

  /**
   * @param allRoles the roles that the nodes of a cluster must cover together
   */
  public ClusterHeartbeat(
      Member member, Settings.Node settings, Set<String> allRoles, Pool database, Clock clock) {
    this.member = member;
    this.settings = settings;
    this.allRoles = allRoles;
    this.nodes = new NodeRepository(database);
    this.startedAt = clock.instant();
  }

  /**
   * Starts the heartbeat.
   *
   * @return completes when this node's first heartbeat is written
   */
  public Future<Void> start(Jobs jobs) {
    return poll().onSuccess(first -> jobs.every(INTERVAL, "watch-nodes", this::pollUnlessLeaving));
  }

  /**
   * The names of live nodes that this one cannot reach, if this node is in the minority partition.
   */
  public Set<String> cutOffFrom() {
    return cutOffFrom;
  }

  /** Whether Hazelcast runs on this node. */
  public boolean isRunning() {
    return member.isRunning();
  }

  /** The roles that no live node runs. */
  public Set<String> unserved() {
    return unserved;
  }

  /** Removes this node's heartbeat, so that the others do not take its shutdown for a failure. */
  public Future<Void> leave() {
    leaving = true;
    return nodes.leave(member.id()).otherwiseEmpty();
  }

  /** Failures of PostgreSQL are ignored: its own check makes the node not ready. */
  private Future<Void> pollUnlessLeaving() {
    return leaving ? Future.succeededFuture() : poll();
  }

  private Future<Void> poll() {
    Set<String> roles = new TreeSet<>(settings.roles());
    Set<java.util.UUID> connected = member.nodes();
    return nodes
        .call(member.id(), settings.name(), roles, startedAt, connected)
        .map(
            roll -> {
              var self =
                  new NodeHeartbeat(
                      member.id(), settings.name(), roles, startedAt, roll.now(), connected);
              note(standing.cutOffFrom(roll.now(), self, roll.others()));
              Set<String> missing = new TreeSet<>(allRoles);
              missing.removeAll(roles);
              roll.others().forEach(other -> missing.removeAll(other.roles()));
              unserved = missing;
              return null;
            });
  }

  private void note(Set<String> names) {
    if (cutOffFrom.isEmpty() != names.isEmpty()) {
      if (names.isEmpty()) {
        LOG.info("node has rejoined the cluster");
      } else {
        LOG.atWarn().addKeyValue("from", names).log("node is in the minority partition");
      }
    }
    cutOffFrom = names;
  }
}
