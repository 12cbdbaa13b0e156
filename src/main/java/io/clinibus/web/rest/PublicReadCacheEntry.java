package io.clinibus.web.rest;

import io.vertx.ext.web.RoutingContext;

/** The request of a public read, with the last reply if that may still be valid. */
final class PublicReadCacheEntry<Q extends Record, R extends Record> {

  private final ApiHandler<Q, R> handler;
  private final Q asked;
  private volatile SerializedReply<R> last;

  PublicReadCacheEntry(ApiHandler<Q, R> handler, Q asked) {
    this.handler = handler;
    this.asked = asked;
  }

  /** Serves the read. */
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
