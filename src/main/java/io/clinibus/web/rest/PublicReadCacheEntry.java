package io.clinibus.web.rest;

import io.vertx.ext.web.RoutingContext;

/** What a public read asks for, and what was answered last if that may hold for longer. */
final class PublicReadCacheEntry<Q extends Record, R extends Record> {

  private final ApiHandler<Q, R> handler;
  private final Q asked;
  private volatile SerializedReply<R> last;

  PublicReadCacheEntry(ApiHandler<Q, R> handler, Q asked) {
    this.handler = handler;
    this.asked = asked;
  }

  /** Serves the same read for somebody. */
  void serve(RoutingContext context) {
    handler.handle(context, this);
  }

  Q asked() {
    return asked;
  }

  /** Null if there is none. */
  SerializedReply<R> last() {
    return last;
  }

  void last(SerializedReply<R> answer) {
    last = answer;
  }
}
