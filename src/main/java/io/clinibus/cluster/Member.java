package io.clinibus.cluster;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** This node as a member of a Hazelcast cluster. */
public final class Member extends HazelcastClusterManager {

  private record Registration(String address, RegistrationInfo info) {}

  private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();

  Member(Config config) {
    super(config);
  }

  /** This node's id: new at each start, unchanged by partitions and merges. */
  public UUID id() {
    return UUID.fromString(getNodeId());
  }

  /** Whether Hazelcast runs: after an unrecoverable error it stops permanently. */
  public boolean isRunning() {
    return isActive() && getHazelcastInstance().getLifecycleService().isRunning();
  }

  /** The connected nodes, including this one. */
  public Set<UUID> nodes() {
    return isRunning()
        ? getNodes().stream().map(UUID::fromString).collect(Collectors.toSet())
        : Set.of(id());
  }

  /**
   * Removes this node's registrations of these addresses from the cluster; messages in flight are
   * still answered.
   *
   * @return completes when the cluster has removed them
   */
  public Future<Void> withdraw(Predicate<String> addresses) {
    List<Registration> withdrawn =
        registrations.stream().filter(one -> addresses.test(one.address())).toList();
    return Future.join(withdrawn.stream().map(this::withdraw).toList()).mapEmpty();
  }

  private Future<Void> withdraw(Registration registration) {
    Promise<Void> done = Promise.promise();
    removeRegistration(registration.address(), registration.info(), done);
    return done.future();
  }

  @Override
  public void addRegistration(String address, RegistrationInfo info, Completable<Void> done) {
    registrations.add(new Registration(address, info));
    super.addRegistration(address, info, done);
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo info, Completable<Void> done) {
    registrations.remove(new Registration(address, info));
    super.removeRegistration(address, info, done);
  }
}
