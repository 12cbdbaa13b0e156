package io.clinibus.platform;

import com.github.benmanes.caffeine.cache.Caffeine;

/** Begins every cache of a node. */
public final class Caches {

  private Caches() {}

  /**
   * A cache that is put in order by those who use it: to wake another thread for that, as Caffeine
   * does unless told otherwise, costs more than the work.
   */
  public static Caffeine<Object, Object> builder() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
