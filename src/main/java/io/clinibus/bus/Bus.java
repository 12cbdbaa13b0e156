package io.clinibus.bus;

import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.bus.audit.AuditRule;
import io.clinibus.bus.audit.AuditScope;
import io.clinibus.bus.audit.Auditor;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.Refusal;
import io.clinibus.bus.failure.ReplyFailures;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Typed requests and events over the Vert.x event bus: the only way domains communicate. */
public final class Bus {

  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  /** Timeout of an attempt on another node, which may be dead or frozen. */
  private static final Duration FIRST_TRY = Duration.ofSeconds(2);

  private static final Duration LAST_TRY = Duration.ofSeconds(5);

  private final EventBus eventBus;
  private final boolean clustered;
  private final Clock clock;
  private final Predicate<Throwable> away;
  private final Set<String> served = ConcurrentHashMap.newKeySet();
  private final Map<String, BiPredicate<?, ?>> lasting = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final BusMeter meter;
  private final CallerSignatures signatures;
  private volatile Auditor auditor = Auditor.NONE;

  private Bus(
      Vertx vertx,
      Clock clock,
      Predicate<Throwable> away,
      BusMeter meter,
      CallerSignatures signatures) {
    this.meter = meter;
    this.signatures = signatures;
    this.eventBus = vertx.eventBus();
    this.clustered = vertx.isClustered();
    this.clock = clock;
    this.away = away;
  }

  /**
   * Opens the bus of a node. Call once per Vert.x instance: it registers the message codec.
   *
   * @param away whether an error means that a dependency is unreachable: such requests are answered
   *     with {@code UNAVAILABLE}
   */
  public static Bus open(Vertx vertx, MessageTypes types, Clock clock, Predicate<Throwable> away) {
    return open(vertx, types, clock, away, BusMeter.NONE, CallerSignatures.NONE);
  }

  /**
   * As above.
   *
   * @param meter is notified of every request and event
   * @param signatures of the callers of requests between nodes
   */
  public static Bus open(
      Vertx vertx,
      MessageTypes types,
      Clock clock,
      Predicate<Throwable> away,
      BusMeter meter,
      CallerSignatures signatures) {
    vertx.eventBus().registerDefaultCodec(Envelope.class, new EnvelopeCodec(types));
    return new Bus(vertx, clock, away, meter, signatures);
  }

  /** Writes an audit entry for each request that this node serves from now on. */
  public void auditedBy(Auditor trail) {
    auditor = trail;
  }

  /** Writes the audit entries of this node. */
  public Auditor auditor() {
    return auditor;
  }

  /**
   * Requests an operation: from this node if it serves the operation, otherwise from one of the
   * nodes that do. An idempotent operation is retried once if another node does not answer.
   *
   * @return the reply, or a {@link Failure}: the domain's own, {@code TIMED_OUT} after the caller's
   *     deadline, {@code UNAVAILABLE} if no node serves the operation, no other node answers within
   *     seconds, or a dependency is unreachable
   */
  public <Q extends Record, R extends Record> Future<R> request(
      Operation<Q, R> operation, Q body, Caller caller) {
    Duration patience = Duration.between(clock.instant(), caller.deadline());
    if (patience.isNegative() || patience.isZero()) {
      return Future.failedFuture(Failure.of(CommonFailures.TIMED_OUT));
    }
    Envelope request = Envelope.request(caller.with(null), body); // an entry is of one operation
    return send(operation.address(), request, patience, true)
        .recover(
            cause ->
                clustered && ReplyFailures.isNoHandlers(cause)
                    ? requestRemote(operation, body, caller, patience)
                    : Future.failedFuture(ReplyFailures.ofThisNode(cause)))
        .map(operation.reply()::cast);
  }

  /** Not served on this node: a first attempt, and one retry if the operation is idempotent. */
  private <Q extends Record> Future<Record> requestRemote(
      Operation<Q, ?> operation, Q body, Caller caller, Duration patience) {
    if (!operation.idempotent()) {
      return sendRemote(operation.address(), body, caller, least(patience, LAST_TRY))
          .recover(cause -> Future.failedFuture(ReplyFailures.ofOtherNode(cause)));
    }
    return sendRemote(operation.address(), body, caller, least(patience, FIRST_TRY))
        .recover(
            cause ->
                cause instanceof Failure
                    ? Future.failedFuture(cause)
                    : retry(
                        operation.address(),
                        body,
                        caller,
                        least(patience.minus(FIRST_TRY), LAST_TRY)))
        .recover(cause -> Future.failedFuture(ReplyFailures.ofOtherNode(cause)));
  }

  private Future<Record> retry(String address, Record body, Caller caller, Duration patience) {
    meter.askedAgain();
    return sendRemote(address, body, caller, patience);
  }

  /** Passes the deadline on, so that the other node does not begin work after it. */
  private Future<Record> sendRemote(String address, Record body, Caller caller, Duration patience) {
    if (patience.toMillis() <= 0) {
      return Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
    }
    Caller until = caller.until(clock.instant().plus(patience));
    return send(
        address, Envelope.signed(until, body, signatures.sign(until, address)), patience, false);
  }

  private Future<Record> send(String address, Envelope request, Duration patience, boolean here) {
    long began = System.nanoTime();
    return eventBus
        .<Envelope>request(
            address,
            request,
            new DeliveryOptions().setSendTimeout(patience.toMillis() + 1).setLocalOnly(here))
        .onComplete(
            reply -> {
              if (reply.succeeded() || !ReplyFailures.isNoHandlers(reply.cause())) {
                meter.asked(here, System.nanoTime() - began);
              }
            })
        .compose(
            reply ->
                reply.body().failure() != null
                    ? Future.failedFuture(reply.body().failure())
                    : Future.succeededFuture(reply.body().body()));
  }

  /**
   * Serves an operation on this node.
   *
   * @return completes when every node can reach the handler
   * @throws IllegalStateException if the operation does not state what the audit trail records
   */
  public <Q extends Record, R extends Record> Future<Void> serve(
      Operation<Q, R> operation, BiFunction<Q, Caller, Future<R>> handler) {
    if (operation.audit() == null) {
      throw new IllegalStateException(operation.address() + " does not state what is audited");
    }
    served.add(operation.address());
    return eventBus
        .consumer(operation.address())
        .handler(
            message -> {
              Envelope request = understood(message, operation.request());
              if (request == null
                  || request.caller() == null
                  || !isTrusted(request, operation.address())) {
                refuse();
                message.reply(Envelope.refused(Failure.of(CommonFailures.UNAVAILABLE)));
                return;
              }
              inFlight.incrementAndGet();
              long began = System.nanoTime();
              handleAudited(operation, handler, request)
                  .onComplete(
                      result -> {
                        inFlight.decrementAndGet();
                        Envelope answer = outcome(operation, request, result);
                        meter.served(
                            operation.address(), answer.outcome(), System.nanoTime() - began);
                        message.reply(answer);
                      });
            })
        .completion();
  }

  /**
   * Serves a query on this node whose replies may stay valid.
   *
   * @param stillHolds whether a reply equals the one that the same request would get now; must not
   *     block, runs on any thread, and returns false if unknown
   */
  public <Q extends Record, R extends Record> Future<Void> serve(
      Operation<Q, R> operation,
      BiFunction<Q, Caller, Future<R>> handler,
      BiPredicate<Q, R> stillHolds) {
    lasting.put(operation.address(), stillHolds);
    return serve(operation, handler);
  }

  /**
   * Whether a reply is still valid, without sending a message. False if this node cannot know, as
   * for replies from another node.
   */
  @SuppressWarnings("unchecked")
  public <Q extends Record, R extends Record> boolean isStillValid(
      Operation<Q, R> operation, Q asked, R answered) {
    var test = (BiPredicate<Q, R>) lasting.get(operation.address());
    return test != null && test.test(asked, answered);
  }

  /** Whether this node serves the operation at an address. */
  public boolean serves(String address) {
    return served.contains(address);
  }

  /** The number of requests in flight on this node. */
  public int inFlight() {
    return inFlight.get();
  }

  /** The number of messages refused because this node could not decode them. */
  public long refused() {
    return refused.sum();
  }

  /** Publishes an event to every node, including this one. */
  public <E extends Record> void publish(Event<E> event, E fact) {
    eventBus.publish(event.address(), Envelope.of(fact));
  }

  /**
   * Subscribes to an event from the whole cluster.
   *
   * @return completes when every node can reach the handler
   */
  public <E extends Record> Future<Void> subscribe(Event<E> event, Consumer<E> handler) {
    return eventBus
        .consumer(event.address())
        .handler(
            message -> {
              Envelope envelope = understood(message, event.type());
              if (envelope == null) {
                refuse();
              } else {
                handler.accept(event.type().cast(envelope.body()));
              }
            })
        .completion();
  }

  /** Messages of this node are passed by reference. */
  private boolean isTrusted(Envelope request, String address) {
    boolean trusted =
        request.signature() == null
            || signatures.accepts(request.caller(), address, request.signature());
    if (!trusted) {
      LOG.atWarn()
          .addKeyValue("operation", address)
          .addKeyValue("signed", !request.signature().isEmpty())
          .log("caller refused");
    }
    return trusted;
  }

  private void refuse() {
    refused.increment();
    meter.strange();
  }

  /** The envelope in a message, or null if it is not an envelope or its body has another type. */
  private static Envelope understood(
      io.vertx.core.eventbus.Message<?> message, Class<? extends Record> type) {
    try {
      return message.body() instanceof Envelope known && type.isInstance(known.body())
          ? known
          : null;
    } catch (RuntimeException e) {
      return null; // A different codec failed to decode it.
    }
  }

  private <Q extends Record, R extends Record> Future<R> handleAudited(
      Operation<Q, R> operation, BiFunction<Q, Caller, Future<R>> handler, Envelope request) {
    Caller caller = request.caller();
    AuditRule<Q, R> rule = operation.audit();
    Auditor trail = auditor;
    Q asked = operation.request().cast(request.body());
    if (!trail.isActive() || !rule.records(asked) || !caller.isAudited()) {
      return handle(operation, handler, request, caller);
    }
    AuditEntry base =
        caller
            .entry(operation.address(), rule.kind(), rule.resource().apply(asked), trail)
            .of(List.copyOf(rule.asked().apply(asked)));
    var scope = new AuditScope(trail, base, caller.patientId());
    return handle(operation, handler, request, caller.with(scope))
        .transform(result -> scope.record(rule, refused(operation, caller, result)));
  }

  /** An error that has a failure of its own becomes that one before it is recorded. */
  private static <R> AsyncResult<R> refused(
      Operation<?, ?> operation, Caller caller, AsyncResult<R> result) {
    if (result.succeeded() || !(result.cause() instanceof Refusal refusal)) {
      return result;
    }
    LOG.atError()
        .addKeyValue("requestId", caller.requestId())
        .addKeyValue("operation", operation.address())
        .addKeyValue("reason", result.cause().getMessage())
        .log("operation refused");
    return Future.failedFuture(refusal.failure());
  }

  private <Q extends Record, R extends Record> Future<R> handle(
      Operation<Q, R> operation,
      BiFunction<Q, Caller, Future<R>> handler,
      Envelope request,
      Caller caller) {
    if (clock.instant().isAfter(caller.deadline())) {
      return Future.failedFuture(Failure.of(CommonFailures.TIMED_OUT));
    }
    try {
      return handler.apply(operation.request().cast(request.body()), caller);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private <R extends Record> Envelope outcome(
      Operation<?, R> operation, Envelope request, AsyncResult<R> result) {
    if (result.succeeded()) {
      return Envelope.of(result.result());
    }
    AsyncResult<R> known = refused(operation, request.caller(), result);
    if (known.cause() instanceof Failure failure) {
      return Envelope.refused(failure);
    }
    if (away.test(result.cause())) {
      LOG.atWarn()
          .addKeyValue("requestId", request.caller().requestId())
          .addKeyValue("operation", operation.address())
          .addKeyValue("reason", result.cause().getMessage())
          .log("dependency unavailable");
      return Envelope.refused(Failure.of(CommonFailures.UNAVAILABLE));
    }
    LOG.atError()
        .addKeyValue("requestId", request.caller().requestId())
        .addKeyValue("operation", operation.address())
        .setCause(result.cause())
        .log("operation failed");
    return Envelope.refused(Failure.of(CommonFailures.INTERNAL));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
