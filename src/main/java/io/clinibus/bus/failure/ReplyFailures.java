package io.clinibus.bus.failure;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** What the requester is answered if the event bus brings no reply. */
public final class ReplyFailures {

  private ReplyFailures() {}

  /** The failure of a request that this node serves itself. */
  public static Failure ofThisNode(Throwable cause) {
    if (cause instanceof Failure failure) {
      return failure;
    }
    if (is(cause, ReplyFailure.TIMEOUT)) {
      return Failure.of(CommonFailures.TIMED_OUT);
    }
    return Failure.of(isNoHandlers(cause) ? CommonFailures.UNAVAILABLE : CommonFailures.INTERNAL);
  }

  /** The failure of a request to another node, which may have left the cluster. */
  public static Failure ofOtherNode(Throwable cause) {
    return cause instanceof Failure failure ? failure : Failure.of(CommonFailures.UNAVAILABLE);
  }

  /** Whether no handler is registered at the address. */
  public static boolean isNoHandlers(Throwable cause) {
    return is(cause, ReplyFailure.NO_HANDLERS);
  }

  private static boolean is(Throwable cause, ReplyFailure kind) {
    return cause instanceof ReplyException reply && reply.failureType() == kind;
  }
}
