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

/** This node as a member of a cluster. */
public final class Member extends HazelcastClusterManager {

  private record Registration(String address, RegistrationInfo info) {}

  private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();

  Member(Config config) {
    super(config);
  }

  /** This node's id: new each time it starts, the same through splits and merges. */
  public UUID id() {
    return UUID.fromString(getNodeId());
  }

  /** Whether Hazelcast runs: after an error that it could not mend it stops for good. */
  public boolean isRunning() {
    return isActive() && getHazelcastInstance().getLifecycleService().isRunning();
  }

  /** The nodes this one is connected with, itself included. */
  public Set<UUID> nodes() {
    return isRunning()
        ? getNodes().stream().map(UUID::fromString).collect(Collectors.toSet())
        : Set.of(id());
  }

  /**
   * Has the others send nothing more to these addresses here, while what is on its way is still
   * answered.
   *
   * @return completes when the cluster knows
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
