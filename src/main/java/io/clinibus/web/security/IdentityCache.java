package io.clinibus.web.security;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.ListRevocations;
import io.clinibus.identity.api.SigningKeysApi;
import io.clinibus.identity.api.SigningKeysApi.ListSigningKeys;
import io.clinibus.identity.api.SigningKeysApi.SigningKeys;
import io.clinibus.platform.jobs.Jobs;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;

/**
 * Cache of the signing keys and revocations, so that this node can verify tokens. Revocations
 * arrive as events and are also read once a second, in case a message is lost: first all of them,
 * then those that were not visible in the snapshot of the previous read.
 */
public final class IdentityCache {

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Limits reads caused by tokens with invented key ids. */
  private static final Duration BETWEEN_KEY_READS = Duration.ofSeconds(5);

  private final Bus bus;
  private final Clock clock;
  private final Revocations revocations = new Revocations();
  private volatile SigningKeys keys;
  private volatile boolean revocationsKnown;
  private volatile String revocationsRead;
  private long keysReadAt = Long.MIN_VALUE / 2;
  private Future<SigningKeys> keysBeingRead;

  public IdentityCache(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /**
   * Starts the cache.
   *
   * @return completes when events are received and the first read was tried; while the identity
   *     domain is unavailable, reads are retried in the background, and tokens cannot be verified
   */
  public Future<Void> start(Jobs jobs) {
    return bus.subscribe(SessionsApi.SESSIONS_REVOKED, revocations::add)
        .compose(subscribed -> read().otherwiseEmpty())
        .onSuccess(tried -> jobs.every(PERIOD, "read-revocations", this::read));
  }

  /** Whether tokens can be verified. */
  public boolean isReady() {
    return keys != null && revocationsKnown;
  }

  /** The keys as last read, or null before the first read. */
  public SigningKeys keys() {
    return keys;
  }

  public Revocations revocations() {
    return revocations;
  }

  /** Reads the keys again because a token names an unknown one; rate-limited. */
  synchronized Future<SigningKeys> readKeysAgain() {
    if (keysBeingRead != null) {
      return keysBeingRead;
    }
    if (System.nanoTime() - keysReadAt < BETWEEN_KEY_READS.toNanos()) {
      return Future.succeededFuture(keys);
    }
    return readKeys();
  }

  private synchronized Future<SigningKeys> readKeys() {
    keysReadAt = System.nanoTime();
    Future<SigningKeys> read =
        bus.request(SigningKeysApi.SIGNING_KEYS, new ListSigningKeys(), caller())
            .onSuccess(fresh -> keys = fresh);
    keysBeingRead = read;
    read.onComplete(done -> forgetReading(read));
    return read;
  }

  private synchronized void forgetReading(Future<SigningKeys> done) {
    if (keysBeingRead == done) {
      keysBeingRead = null;
    }
  }

  private Future<Void> read() {
    Future<?> known = keys == null ? readKeys() : Future.succeededFuture();
    return known.compose(ready -> readRevocations());
  }

  private Future<Void> readRevocations() {
    return bus.request(SessionsApi.REVOCATIONS, new ListRevocations(revocationsRead), caller())
        .map(
            current -> {
              current.revocations().forEach(revocations::add);
              revocations.forgetBefore(clock.millis());
              revocationsRead = current.read();
              revocationsKnown = true;
              return null;
            });
  }

  private Caller caller() {
    return Caller.system("identity-watch", clock.instant().plus(PATIENCE));
  }
}
