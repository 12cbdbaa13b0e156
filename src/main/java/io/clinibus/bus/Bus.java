package io.clinibus.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only way domains talk to each other: typed requests and events over the Vert.x event bus. */
public final class Bus {

  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  private final EventBus eventBus;
  private final Clock clock;
  private final Predicate<Throwable> away;

  private Bus(EventBus eventBus, Clock clock, Predicate<Throwable> away) {
    this.eventBus = eventBus;
    this.clock = clock;
    this.away = away;
  }

  /**
   * Opens the bus of a node. Once per Vert.x instance: it registers the message codec.
   *
   * @param away whether something went wrong because what a domain needs cannot be reached just
   *     now: such requests are answered with {@code UNAVAILABLE}
   */
  public static Bus open(Vertx vertx, MessageTypes types, Clock clock, Predicate<Throwable> away) {
    vertx.eventBus().registerDefaultCodec(Message.class, new MessageWire(types));
    return new Bus(vertx.eventBus(), clock, away);
  }

  /**
   * Asks for an operation.
   *
   * @return the reply, or a {@link Failure}: whatever the domain refused with, {@code TIMED_OUT}
   *     after the caller's deadline, {@code UNAVAILABLE} if nobody serves the operation or a
   *     service that it needs is away
   */
  public <Q extends Record, R extends Record> Future<R> request(
      Operation<Q, R> operation, Q body, Caller caller) {
    long patience = Duration.between(clock.instant(), caller.deadline()).toMillis();
    if (patience <= 0) {
      return Future.failedFuture(Failure.of(FailureCode.TIMED_OUT));
    }
    return eventBus
        .<Message>request(
            operation.address(),
            Message.request(caller, body),
            new DeliveryOptions().setSendTimeout(patience))
        .transform(Bus::answered)
        .map(operation.reply()::cast);
  }

  /**
   * Answers an operation on this node.
   *
   * @return completes when every node can reach the handler
   */
  public <Q extends Record, R extends Record> Future<Void> serve(
      Operation<Q, R> operation, BiFunction<Q, Caller, Future<R>> handler) {
    return eventBus
        .<Message>consumer(operation.address())
        .handler(
            message -> {
              Message request = message.body();
              handle(operation, handler, request)
                  .onComplete(result -> message.reply(outcome(operation, request, result)));
            })
        .completion();
  }

  /** Tells every node, this one included, what happened. */
  public <E extends Record> void publish(Event<E> event, E fact) {
    eventBus.publish(event.address(), Message.of(fact));
  }

  /**
   * Hears what happens anywhere in the cluster.
   *
   * @return completes when every node can reach the handler
   */
  public <E extends Record> Future<Void> subscribe(Event<E> event, Consumer<E> handler) {
    return eventBus
        .<Message>consumer(event.address())
        .handler(message -> handler.accept(event.type().cast(message.body().body())))
        .completion();
  }

  private <Q extends Record, R extends Record> Future<R> handle(
      Operation<Q, R> operation, BiFunction<Q, Caller, Future<R>> handler, Message request) {
    if (clock.instant().isAfter(request.caller().deadline())) {
      return Future.failedFuture(Failure.of(FailureCode.TIMED_OUT));
    }
    try {
      return handler.apply(operation.request().cast(request.body()), request.caller());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private <R extends Record> Message outcome(
      Operation<?, R> operation, Message request, AsyncResult<R> result) {
    if (result.succeeded()) {
      return Message.of(result.result());
    }
    if (result.cause() instanceof Failure failure) {
      return Message.refused(failure);
    }
    if (away.test(result.cause())) {
      LOG.atWarn()
          .addKeyValue("requestId", request.caller().requestId())
          .addKeyValue("operation", operation.address())
          .addKeyValue("reason", result.cause().getMessage())
          .log("something this operation needs cannot be reached");
      return Message.refused(Failure.of(FailureCode.UNAVAILABLE));
    }
    LOG.atError()
        .addKeyValue("requestId", request.caller().requestId())
        .addKeyValue("operation", operation.address())
        .setCause(result.cause())
        .log("operation failed");
    return Message.refused(Failure.of(FailureCode.INTERNAL));
  }

  private static Future<Record> answered(
      AsyncResult<io.vertx.core.eventbus.Message<Message>> reply) {
    if (reply.failed()) {
      return Future.failedFuture(unanswered(reply.cause()));
    }
    Message message = reply.result().body();
    return message.failure() != null
        ? Future.failedFuture(message.failure())
        : Future.succeededFuture(message.body());
  }

  private static Failure unanswered(Throwable cause) {
    if (cause instanceof ReplyException reply) {
      return switch (reply.failureType()) {
        case TIMEOUT -> Failure.of(FailureCode.TIMED_OUT);
        case NO_HANDLERS -> Failure.of(FailureCode.UNAVAILABLE);
        default -> Failure.of(FailureCode.INTERNAL);
      };
    }
    return Failure.of(FailureCode.INTERNAL);
  }
}
