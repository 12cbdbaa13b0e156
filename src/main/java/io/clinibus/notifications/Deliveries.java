package io.clinibus.notifications;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.SMTPException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mails because of what happened, about once a second. Any number of nodes may do it at once:
 * each event is read by one of them and each mail sent by one. Who sends a mail has it for the
 * length of a lease; if the node dies meanwhile, another sends it after that.
 */
final class Deliveries {

  /** Longer than sending can take, so that nobody sends what somebody else is still sending. */
  static final Duration LEASE = Duration.ofMinutes(1);

  static final int MOST_ATTEMPTS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int EVENTS = 500;
  private static final int MAILS = 10;

  private final DeliveryRepository repository;
  private final Mailer mailer;
  private final Clock clock;
  private boolean failing;

  Deliveries(DeliveryRepository repository, Mailer mailer, Clock clock) {
    this.repository = repository;
    this.mailer = mailer;
    this.clock = clock;
  }

  /** Works every second, as long as the verticle that asks for it is deployed. */
  void start(Vertx vertx) {
    vertx
        .timer(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(
            due ->
                run()
                    .onSuccess(done -> failing = false)
                    .onFailure(this::failed)
                    .onComplete(done -> start(vertx)));
  }

  /** Reads what has happened and sends what is due. */
  Future<Void> run() {
    return relay().compose(read -> send());
  }

  private Future<Void> relay() {
    return repository
        .relay(EVENTS, clock.instant())
        .compose(more -> more ? relay() : Future.succeededFuture());
  }

  private Future<Void> send() {
    Instant now = clock.instant();
    return repository
        .claim(now, now.plus(LEASE), MAILS)
        .compose(
            claimed ->
                Future.join(claimed.stream().map(this::send).toList())
                    .compose(done -> claimed.size() < MAILS ? Future.succeededFuture() : send()));
  }

  private Future<Void> send(Delivery delivery) {
    if (delivery.isVoid(clock.instant())) {
      return repository.cancel(delivery, clock.instant());
    }
    return mailer
        .send(delivery, clock.instant())
        .transform(
            sent ->
                sent.succeeded()
                    ? repository.sent(delivery, clock.instant())
                    : notSent(delivery, sent.cause()));
  }

  private Future<Void> notSent(Delivery delivery, Throwable cause) {
    String failure = reason(cause);
    LOG.atWarn()
        .addKeyValue("delivery", delivery.id())
        .addKeyValue("attempt", delivery.attempt())
        .addKeyValue("reason", failure)
        .log("a mail could not be sent");
    return delivery.attempt() >= MOST_ATTEMPTS
        ? repository.giveUp(delivery, failure, clock.instant())
        : repository.again(delivery, failure, clock.instant().plus(pause(delivery.attempt())));
  }

  /** Twice as long after each attempt. */
  static Duration pause(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, MOST_ATTEMPTS) - 1);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Without what the server said, as that may name the patient's address. */
  private static String reason(Throwable cause) {
    return cause instanceof SMTPException refused
        ? "SMTP " + refused.getReplyCode()
        : cause.getClass().getSimpleName();
  }

  /** Told once, not every second. */
  private void failed(Throwable cause) {
    if (!failing) {
      LOG.warn("mails cannot be looked after", cause);
    }
    failing = true;
  }
}
