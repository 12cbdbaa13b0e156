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
 * Sends the mails that are requested, about a second later. Any number of nodes may run it: each
 * request is read by one of them and each mail sent by one, which holds a lease. If that node dies,
 * another sends the mail when the lease has expired.
 */
final class MailDeliveryJob {

  /** Longer than sending can take, so that no mail is sent by two nodes. */
  static final Duration LEASE = Duration.ofMinutes(1);

  /** Attempts if the server refuses permanently: about three hours. */
  static final int MAX_PERMANENT_ATTEMPTS = 10;

  /** Attempts otherwise: about five days (RFC 5321, section 4.5.4.1). */
  static final int MAX_TRANSIENT_ATTEMPTS = 128;

  /** Mails of all kinds that an address gets in {@link #LIMIT_PERIOD}; further ones are skipped. */
  static final int LIMIT = 10;

  static final Duration LIMIT_PERIOD = NotificationsRetention.RECIPIENT_COUNTS;

  private static final Logger LOG = LoggerFactory.getLogger(MailDeliveryJob.class);
  private static final Duration IDLE_PAUSE = Duration.ofSeconds(1);

  /**
   * Pause while there is more to send. It limits a node to about forty mails a second, so that a
   * rush of bookings is not slowed by its own mails.
   */
  private static final Duration BUSY_PAUSE = Duration.ofMillis(75);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int EVENTS = 100;

  private final DeliveryRepository repository;
  private final Mailer mailer;
  private final Clock clock;
  private final Counter sent;
  private final Counter retried;
  private final Counter dead;
  private final Counter skipped;

  MailDeliveryJob(DeliveryRepository repository, Mailer mailer, Clock clock, Metrics metrics) {
    this.repository = repository;
    this.mailer = mailer;
    this.clock = clock;
    this.sent = metrics.counter("clinibus.mails", "outcome", "SENT");
    this.retried = metrics.counter("clinibus.mails", "outcome", "AGAIN");
    this.dead = metrics.counter("clinibus.mails", "outcome", "DEAD");
    this.skipped = metrics.counter("clinibus.mails", "outcome", "SKIPPED");
  }

  void start(Jobs jobs) {
    jobs.every(IDLE_PAUSE, BUSY_PAUSE, "send-mails", this::run);
  }

  /**
   * Reads some requests and sends a few of the mails that are due.
   *
   * @return whether there is more of either; false if the server accepts nothing
   */
  Future<Boolean> run() {
    return repository
        .relay(EVENTS, clock.instant())
        .compose(moreEvents -> send().map(moreMails -> moreEvents || moreMails));
  }

  private Future<Boolean> send() {
    Instant now = clock.instant();
    return repository
        .claim(now, now.plus(LEASE), Mailer.MAX_CONCURRENT)
        .compose(
            claimed ->
                Future.join(claimed.stream().map(this::send).toList())
                    .map(done -> done.<Boolean>list().contains(true))
                    .map(some -> some && claimed.size() == Mailer.MAX_CONCURRENT));
  }

  /**
   * @return whether it is concluded and the server can accept another
   */
  private Future<Boolean> send(Delivery delivery) {
    if (delivery.isVoid(clock.instant())) {
      return repository.cancel(delivery, clock.instant()).map(true);
    }
    return isWithinLimit(delivery)
        .compose(within -> within ? attempt(delivery) : skip(delivery).map(true));
  }

  /** Each mail counts once, with its first attempt. */
  private Future<Boolean> isWithinLimit(Delivery delivery) {
    Instant now = clock.instant();
    return delivery.attempt() > 1
        ? Future.succeededFuture(true)
        : repository.count(delivery.email(), now, LIMIT, now.minus(LIMIT_PERIOD));
  }

  private Future<Void> skip(Delivery delivery) {
    skipped.increment();
    return repository.skip(delivery, clock.instant());
  }

  private Future<Boolean> attempt(Delivery delivery) {
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
        .log("mail not sent");
    if (isGivenUp(delivery, cause)) {
      dead.increment();
      return repository.giveUp(delivery, failure, clock.instant());
    }
    retried.increment();
    return repository.retry(delivery, failure, clock.instant().plus(pause(delivery.attempt())));
  }

  private static boolean isGivenUp(Delivery delivery, Throwable cause) {
    boolean forGood = cause instanceof SMTPException refused && refused.isPermanent();
    return delivery.attempt() >= (forGood ? MAX_PERMANENT_ATTEMPTS : MAX_TRANSIENT_ATTEMPTS);
  }

  /** Exponential backoff: doubled after each attempt. */
  static Duration pause(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, MAX_PERMANENT_ATTEMPTS) - 1);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Without the server's text, which may contain the patient's address. */
  private static String reason(Throwable cause) {
    return cause instanceof SMTPException refused
        ? "SMTP " + refused.getReplyCode()
        : cause.getClass().getSimpleName();
  }
}
