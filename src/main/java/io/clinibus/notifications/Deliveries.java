package io.clinibus.notifications;

import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.ext.mail.SMTPException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mails because of what happened, a second later or so. Any number of nodes may do it at
 * once: each event is read by one of them and each mail sent by one. Who sends a mail has it for
 * the length of a lease; if the node dies meanwhile, another sends it after that.
 */
final class Deliveries {

  /** Longer than sending can take, so that nobody sends what somebody else is still sending. */
  static final Duration LEASE = Duration.ofMinutes(1);

  /** For about three hours, if the server refuses for good. */
  static final int MOST_ATTEMPTS = 10;

  /** For about five days otherwise (RFC 5321, section 4.5.4.1). */
  static final int MOST_ATTEMPTS_WHILE_AWAY = 128;

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration AT_REST = Duration.ofSeconds(1);

  /**
   * When everybody books at once, their mails follow little by little, some forty a second from
   * each node, instead of taking the processor from those who still want to book.
   */
  private static final Duration AT_WORK = Duration.ofMillis(75);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int EVENTS = 100;

  private final DeliveryRepository repository;
  private final Mailer mailer;
  private final Clock clock;
  private final Counter sent;
  private final Counter again;
  private final Counter dead;

  Deliveries(DeliveryRepository repository, Mailer mailer, Clock clock, Metrics metrics) {
    this.repository = repository;
    this.mailer = mailer;
    this.clock = clock;
    this.sent = metrics.counter("clinibus.mails", "outcome", "SENT");
    this.again = metrics.counter("clinibus.mails", "outcome", "AGAIN");
    this.dead = metrics.counter("clinibus.mails", "outcome", "DEAD");
  }

  void start(Jobs jobs) {
    jobs.every(AT_REST, AT_WORK, "send-mails", this::run);
  }

  /**
   * Reads some of what has happened and sends a few of the mails that are due.
   *
   * @return whether there is more of either; not if the server takes nothing
   */
  Future<Boolean> run() {
    return repository
        .relay(EVENTS, clock.instant())
        .compose(moreEvents -> send().map(moreMails -> moreEvents || moreMails));
  }

  private Future<Boolean> send() {
    Instant now = clock.instant();
    return repository
        .claim(now, now.plus(LEASE), Mailer.AT_ONCE)
        .compose(
            claimed ->
                Future.join(claimed.stream().map(this::send).toList())
                    .map(done -> done.<Boolean>list().contains(true))
                    .map(some -> some && claimed.size() == Mailer.AT_ONCE));
  }

  /**
   * @return whether it is dealt with, and the server can take another
   */
  private Future<Boolean> send(Delivery delivery) {
    if (delivery.isVoid(clock.instant())) {
      return repository.cancel(delivery, clock.instant()).map(true);
    }
    return mailer
        .send(delivery, clock.instant())
        .transform(
            taken ->
                taken.succeeded()
                    ? sent(delivery).map(true)
                    : notSent(delivery, taken.cause()).map(false));
  }

  private Future<Void> sent(Delivery delivery) {
    sent.increment();
    return repository.sent(delivery, clock.instant());
  }

  private Future<Void> notSent(Delivery delivery, Throwable cause) {
    String failure = reason(cause);
    LOG.atWarn()
        .addKeyValue("delivery", delivery.id())
        .addKeyValue("attempt", delivery.attempt())
        .addKeyValue("reason", failure)
        .log("a mail could not be sent");
    if (isGivenUp(delivery, cause)) {
      dead.increment();
      return repository.giveUp(delivery, failure, clock.instant());
    }
    again.increment();
    return repository.again(delivery, failure, clock.instant().plus(pause(delivery.attempt())));
  }

  private static boolean isGivenUp(Delivery delivery, Throwable cause) {
    boolean forGood = cause instanceof SMTPException refused && refused.isPermanent();
    return delivery.attempt() >= (forGood ? MOST_ATTEMPTS : MOST_ATTEMPTS_WHILE_AWAY);
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
}
