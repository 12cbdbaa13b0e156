package io.clinibus.audit;

import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.keys.RsaKey;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Extends the chain of hashes every few seconds, signs its head once a day, adds partitions. */
final class AuditChainJob {

  private static final Duration AT_REST = Duration.ofSeconds(5);
  private static final Duration AT_WORK = Duration.ofMillis(50);
  private static final Duration PARTITIONS = Duration.ofHours(6);

  private final AuditChainRepository chain;
  private final RsaKey key;
  private final Clock clock;

  /**
   * @param key signs the heads
   */
  AuditChainJob(AuditChainRepository chain, RsaKey key, Clock clock) {
    this.chain = chain;
    this.key = key;
    this.clock = clock;
  }

  /** Adds the partitions that are missing; without them nothing can be recorded. */
  Future<Void> addPartitions() {
    return chain.addPartitions();
  }

  void start(Jobs jobs) {
    jobs.every(AT_REST, AT_WORK, "chain-audit", this::run);
    jobs.every(PARTITIONS, "add-audit-partitions", this::addPartitions);
  }

  private Future<Boolean> run() {
    return chain
        .extend()
        .compose(
            more ->
                more
                    ? Future.succeededFuture(true)
                    : chain
                        .signHead(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), key)
                        .map(false));
  }
}
