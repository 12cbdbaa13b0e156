package io.clinibus.scheduling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees holds that have expired. Every node looks once a second; PostgreSQL lets one of them do it
 * at a time, so that it does not matter which nodes there are.
 */
final class Expiry {

  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final long INTERVAL_SECONDS = 1;
  private static final int BATCH = 200;

  private final HoldRepository repository;
  private final Changed changed;
  private final Clock clock;
  private boolean failing;

  Expiry(HoldRepository repository, Changed changed, Clock clock) {
    this.repository = repository;
    this.changed = changed;
    this.clock = clock;
  }

  /** Frees now and then, as long as the verticle that asks for it is deployed. */
  void start(Vertx vertx) {
    vertx
        .timer(INTERVAL_SECONDS, TimeUnit.SECONDS)
        .onSuccess(due -> run().onComplete(done -> start(vertx)));
  }

  private Future<Void> run() {
    return repository
        .freeExpired(clock.instant(), BATCH)
        .onSuccess(
            told -> {
              failing = false;
              changed.by(told);
            })
        .onFailure(this::failed)
        .mapEmpty();
  }

  /** Told once, not every second. */
  private void failed(Throwable cause) {
    if (!failing) {
      LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("expired holds cannot be freed");
    }
    failing = true;
  }
}
