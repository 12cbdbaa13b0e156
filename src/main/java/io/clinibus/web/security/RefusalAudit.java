package io.clinibus.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.audit.AuditScope;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes audit entries of requests that are refused for their user before they reach a domain: no
 * valid token, another role, no recent sign-in, no second factor; and of sockets that are not
 * opened or closed for their token, origin or number. Bounded, so that nobody can fill the trail:
 * {@value #PER_CLIENT} a minute of each user or network address, and {@value #PER_NODE} a minute of
 * all visitors. What is beyond is counted by a metric.
 */
public final class RefusalAudit {

  static final int PER_CLIENT = 10;
  static final int PER_NODE = 120;

  /** The operation of entries about sockets. */
  static final String SOCKET = "live.connect";

  private static final Set<Integer> ACCESS = Set.of(401, 403);
  private static final Set<Integer> SOCKETS = Set.of(401, 403, 429);
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int REMEMBERED = 20_000;
  private static final String VISITORS = "visitors";

  private final Bus bus;
  private final Counter skipped;
  private final Cache<String, AtomicInteger> written =
      CaffeineFactory.builder().maximumSize(REMEMBERED).expireAfterWrite(WINDOW).build();
  private final Cache<String, AtomicInteger> visitors =
      CaffeineFactory.builder().expireAfterWrite(WINDOW).build();

  public RefusalAudit(Bus bus, Metrics metrics) {
    this.bus = bus;
    this.skipped = metrics.counter("clinibus.audit.refusals.skipped");
  }

  /**
   * Writes the entry of a refusal that is about to be sent.
   *
   * @param resource what the request's path names, or null
   * @return fails with the refusal, or with {@code UNAVAILABLE} if its entry cannot be written
   */
  public <T> Future<T> refuse(
      Operation<?, ?> operation, Caller caller, UUID resource, Throwable refusal) {
    return written(entry(operation, caller, resource, refusal), refusal);
  }

  /**
   * Writes the entry of a socket that is about to be refused or closed.
   *
   * @return fails with the refusal, or with {@code UNAVAILABLE} if its entry cannot be written
   */
  public <T> Future<T> refuseSocket(Caller caller, Failure refusal) {
    boolean isRecorded =
        SOCKETS.contains(refusal.code().status())
            && bus.auditor().isActive()
            && isWithinBounds(caller);
    return written(
        isRecorded
            ? Optional.of(
                caller
                    .entry(SOCKET, AuditKind.SECURITY, null, bus.auditor())
                    .refused(refusal.code().slug()))
            : Optional.empty(),
        refusal);
  }

  private <T> Future<T> written(Optional<AuditEntry> due, Throwable refusal) {
    return due.map(entry -> bus.auditor().write(List.of(entry)))
        .orElse(Future.succeededFuture())
        .transform(
            result ->
                Future.failedFuture(
                    result.succeeded() ? refusal : Failure.of(CommonFailures.UNAVAILABLE)));
  }

  private Optional<AuditEntry> entry(
      Operation<?, ?> operation, Caller caller, UUID resource, Throwable refusal) {
    if (!(refusal instanceof Failure failure)
        || !ACCESS.contains(failure.code().status())
        || !operation.audit().records()
        || !bus.auditor().isActive()
        || !isWithinBounds(caller)) {
      return Optional.empty();
    }
    AuditEntry base =
        caller.entry(operation.address(), operation.audit().kind(), resource, bus.auditor());
    return new AuditScope(bus.auditor(), base, caller.patientId()).remaining(failure);
  }

  private boolean isWithinBounds(Caller caller) {
    boolean isWithin =
        count(written, ClientKeys.key(caller)) <= PER_CLIENT
            && (caller.userId() != null || count(visitors, VISITORS) <= PER_NODE);
    if (!isWithin) {
      skipped.increment();
    }
    return isWithin;
  }

  private static int count(Cache<String, AtomicInteger> counts, String client) {
    return counts.get(client, any -> new AtomicInteger()).incrementAndGet();
  }
}
