package io.clinibus.platform.cache;

import com.github.benmanes.caffeine.cache.Caffeine;

/** The common configuration of a node's caches. */
public final class CaffeineFactory {

  private CaffeineFactory() {}

  /**
   * Runs maintenance on the calling thread: waking another one, Caffeine's default, costs more than
   * the work.
   */
  public static Caffeine<Object, Object> builder() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
