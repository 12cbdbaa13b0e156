package io.clinibus.privacy.erasure;

import io.clinibus.bus.Bus;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.privacy.api.PrivacyFailures;
import io.clinibus.privacy.api.RetentionApi.RetentionKind;
import io.clinibus.privacy.erasure.ErasureRepository.Candidate;
import io.clinibus.privacy.retention.RetentionRepository;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Erases the data of patients whose record need not be kept any more: registered, and last in the
 * clinic, longer ago than the clinic's setting. Does nothing unless an administrator has set this
 * period as automatic. Each run looks at a slice of the patients and erases each in a transaction
 * of its own; any number of nodes may run it.
 */
public final class RecordRetentionJob {

  private static final Duration AT_REST = Duration.ofHours(1);
  private static final Duration AT_WORK = Duration.ofSeconds(1);
  private static final int SLICE = 200;
  private static final Candidate START =
      new Candidate(new UUID(0, 0), Instant.EPOCH.atOffset(ZoneOffset.UTC), false);

  private final ErasureRepository repository;
  private final RetentionRepository periods;
  private final Bus bus;
  private final Clock clock;
  private final Counter erased;
  private Candidate position = START;

  public RecordRetentionJob(
      ErasureRepository repository,
      RetentionRepository periods,
      Bus bus,
      Clock clock,
      Metrics metrics) {
    this.repository = repository;
    this.periods = periods;
    this.bus = bus;
    this.clock = clock;
    this.erased = metrics.counter(Erasures.ERASED, "cause", "retention");
  }

  public void start(Jobs jobs) {
    jobs.every(AT_REST, AT_WORK, "erase-patients", this::run);
  }

  /**
   * Looks at the next slice.
   *
   * @return whether there are more
   */
  Future<Boolean> run() {
    return periods
        .get(RetentionKind.PATIENT_RECORD)
        .compose(
            period ->
                period.automatic()
                    ? eraseSlice(clock.instant().minus(Duration.ofDays(period.days())))
                    : Future.succeededFuture(false));
  }

  private Future<Boolean> eraseSlice(Instant before) {
    return repository
        .candidates(position, before, SLICE)
        .compose(slice -> eraseAll(slice).map(done -> advance(slice)));
  }

  private boolean advance(List<Candidate> slice) {
    boolean more = slice.size() == SLICE;
    position = more ? slice.get(SLICE - 1) : START;
    return more;
  }

  private Future<Void> eraseAll(List<Candidate> slice) {
    Future<Void> all = Future.succeededFuture();
    for (Candidate candidate : slice) {
      if (candidate.due()) {
        all = all.compose(before -> erase(candidate));
      }
    }
    return all;
  }

  /** One that another node erased meanwhile, or that something open prevents, is left out. */
  private Future<Void> erase(Candidate candidate) {
    return repository
        .eraseUnasked(candidate.patientId(), clock.instant(), Erasures::requireNoObstacles)
        .onSuccess(
            events -> {
              erased.increment();
              Erasures.publish(bus, events);
            })
        .<Void>mapEmpty()
        .recover(
            cause ->
                cause instanceof Failure failure
                        && (failure.is(CommonFailures.NOT_FOUND)
                            || failure.is(PrivacyFailures.ERASURE_PREVENTED))
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }
}
