package io.clinibus.web.rest;

import io.clinibus.bus.NoContent;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.http.EntityTags;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.UUID;

/** Writes an operation's reply as the contract states. */
final class ReplyWriter {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** Public lists may be stored, but must be revalidated before use. */
  private static final CharSequence ASK_FIRST = HttpHeaders.createOptimized("no-cache");

  private static final CharSequence PERSONAL = HttpHeaders.createOptimized("private, no-store");

  private final Endpoint<?, ?> endpoint;
  private final CharSequence cacheControl;
  private final MethodHandle idOfCreated;

  ReplyWriter(Endpoint<?, ?> endpoint) {
    this.endpoint = endpoint;
    this.cacheControl = endpoint.isRead() && endpoint.access().anyone() ? ASK_FIRST : PERSONAL;
    this.idOfCreated =
        endpoint.status() == 201 && endpoint.location() ? idOf(endpoint.operation().reply()) : null;
  }

  /** Sends a reply, or {@code 304} if the client's copy is current. */
  void send(RoutingContext context, SerializedReply<?> answer) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
    if (answer.tag() != null) {
      response.putHeader(HttpHeaders.ETAG, answer.tag());
      String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
      if (endpoint.isRead() && EntityTags.matches(known, answer.tag())) {
        response.setStatusCode(304).end();
        return;
      }
    }
    response.setStatusCode(endpoint.status());
    if (idOfCreated != null) {
      response.putHeader(HttpHeaders.LOCATION, endpoint.path() + '/' + id(answer.reply()));
    }
    write(context, answer);
  }

  /** Sends a body after status and headers were set. */
  static void write(RoutingContext context, SerializedReply<?> body) {
    if (body.reply() instanceof NoContent) {
      context.response().end();
    } else {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body.json());
    }
  }

  private UUID id(Record reply) {
    try {
      return (UUID) idOfCreated.invoke(reply);
    } catch (Throwable e) {
      throw new IllegalStateException("created resource has no id", e);
    }
  }

  private static MethodHandle idOf(Class<? extends Record> type) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(type, "id", MethodType.methodType(UUID.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(type + " has no id", e);
    }
  }
}
