package io.clinibus.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.Done;
import io.clinibus.bus.Json;
import io.clinibus.bus.Versioned;
import io.clinibus.platform.Caches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.UUID;

/** Writes an operation's reply as the contract says. */
final class Replies {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** Public lists may be kept, but not used without asking whether they are still current. */
  private static final CharSequence ASK_FIRST = HttpHeaders.createOptimized("no-cache");

  private static final CharSequence PERSONAL = HttpHeaders.createOptimized("private, no-store");

  private static final int REMEMBERED = 2_000;

  /**
   * Public replies in their JSON form. A domain that answers from memory gives the same record
   * again and again: records do not change, so their text does not either. Found by identity, kept
   * only as long as the domain keeps the record.
   */
  private final Cache<Record, byte[]> encoded =
      Caches.builder().weakKeys().maximumSize(REMEMBERED).build();

  private final Endpoint<?, ?> endpoint;
  private final CharSequence cacheControl;
  private final MethodHandle idOfCreated;

  Replies(Endpoint<?, ?> endpoint) {
    this.endpoint = endpoint;
    this.cacheControl = endpoint.isRead() && endpoint.access().anyone() ? ASK_FIRST : PERSONAL;
    this.idOfCreated =
        endpoint.status() == 201 && endpoint.location() ? idOf(endpoint.operation().reply()) : null;
  }

  /** Sends a reply, or {@code 304} if the client has it already. */
  void send(RoutingContext context, Record reply) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
    if (reply instanceof Versioned versioned) {
      String tag = EntityTags.of(versioned);
      response.putHeader(HttpHeaders.ETAG, tag);
      if (endpoint.isRead()
          && EntityTags.matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
        response.setStatusCode(304).end();
        return;
      }
    }
    response.setStatusCode(endpoint.status());
    if (idOfCreated != null) {
      response.putHeader(HttpHeaders.LOCATION, endpoint.path() + '/' + id(reply));
    }
    if (cacheControl == ASK_FIRST) {
      end(context, encoded.get(reply, Replies::json));
    } else {
      write(context, reply);
    }
  }

  /** Sends a body after status and headers were set. */
  static void write(RoutingContext context, Record body) {
    if (body instanceof Done) {
      context.response().end();
    } else {
      end(context, json(body));
    }
  }

  private static void end(RoutingContext context, byte[] json) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer(json));
  }

  private static byte[] json(Record body) {
    try {
      return Json.MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a reply cannot be written", e);
    }
  }

  private UUID id(Record reply) {
    try {
      return (UUID) idOfCreated.invoke(reply);
    } catch (Throwable e) {
      throw new IllegalStateException("a created thing has no id", e);
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
