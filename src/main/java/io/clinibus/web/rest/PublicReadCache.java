package io.clinibus.web.rest;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.platform.cache.CaffeineFactory;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Cache of public reads by address: the parsed request, and the last reply, which is sent without a
 * request to the domain while it is valid.
 */
public final class PublicReadCache implements Handler<RoutingContext> {

  private static final int REMEMBERED = 2_000;

  private final Cache<String, PublicReadCacheEntry<?, ?>> reads =
      CaffeineFactory.builder().maximumSize(REMEMBERED).build();

  /** Serves a cached read; passes other requests on. */
  @Override
  public void handle(RoutingContext context) {
    PublicReadCacheEntry<?, ?> read =
        isRead(context.request().method()) ? reads.getIfPresent(context.request().uri()) : null;
    if (read == null) {
      context.next();
    } else {
      read.serve(context);
    }
  }

  /** Caches the read of a request's address. */
  void add(RoutingContext context, PublicReadCacheEntry<?, ?> read) {
    reads.put(context.request().uri(), read);
  }

  private static boolean isRead(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
