package io.clinibus.platform.cache;

import com.github.benmanes.caffeine.cache.Caffeine;

/** Begins every cache of a node. */
public final class CaffeineFactory {

  private CaffeineFactory() {}

  /**
   * A cache that is put in order by those who use it: to wake another thread for that, as Caffeine
   * does unless told otherwise, costs more than the work.
   */
  public static Caffeine<Object, Object> builder() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
