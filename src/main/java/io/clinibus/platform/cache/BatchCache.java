package io.clinibus.platform.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A bounded in-memory cache that loads missing values in batches, with one load per key at a time.
 * If a key is evicted while its value is loading, the value is given to the waiting callers but not
 * cached.
 */
public final class BatchCache<K, V> {

  private final Vertx vertx;
  private final AsyncCache<K, V> cache;
  private final BooleanSupplier trusted;
  private final Function<Set<K>, Future<Map<K, V>>> loader;
  private final LongAdder asked = new LongAdder();
  private final LongAdder loaded = new LongAdder();

  /**
   * @param trusted whether cached values may be used; if false, every read loads
   * @param loader loads values for keys; omits a key that has no value
   */
  public BatchCache(
      Vertx vertx,
      int maximumSize,
      Duration expiry,
      BooleanSupplier trusted,
      Function<Set<K>, Future<Map<K, V>>> loader) {
    this.vertx = vertx;
    this.trusted = trusted;
    this.cache =
        CaffeineFactory.builder().maximumSize(maximumSize).expireAfterWrite(expiry).buildAsync();
    this.loader = loader;
  }

  /** The value of a key, or null if it has none. */
  public Future<V> get(K key) {
    V known = known(key);
    return known != null
        ? Future.succeededFuture(known)
        : getAll(Set.of(key)).map(values -> values.get(key));
  }

  /** The cached value of a key, or null if absent or not to be trusted. Callable on any thread. */
  public V known(K key) {
    CompletableFuture<V> present = trusted.getAsBoolean() ? cache.getIfPresent(key) : null;
    if (present == null || !present.isDone() || present.isCompletedExceptionally()) {
      return null;
    }
    asked.increment();
    return present.join();
  }

  /** The values of those keys that have one; fails with the loader's failure. */
  public Future<Map<K, V>> getAll(Collection<K> keys) {
    asked.add(keys.size());
    if (!trusted.getAsBoolean()) {
      loaded.add(keys.size());
      return loader.apply(Set.copyOf(keys));
    }
    return Future.fromCompletionStage(
            cache.getAll(keys, (missing, executor) -> load(Set.copyOf(missing))),
            vertx.getOrCreateContext())
        .recover(cause -> Future.failedFuture(unwrapped(cause)));
  }

  /** The number of lookups served from the cache or from a load in flight. */
  public long hits() {
    return Math.max(0, asked.sum() - loaded.sum());
  }

  public void evict(K key) {
    cache.synchronous().invalidate(key);
  }

  /**
   * Evicts a value unless it is cached and new enough; a load in flight is evicted too.
   *
   * @return whether the key is no longer cached
   */
  public boolean evictUnless(K key, Predicate<V> newEnough) {
    CompletableFuture<V> present = cache.getIfPresent(key);
    boolean keep =
        present != null
            && present.isDone()
            && !present.isCompletedExceptionally()
            && newEnough.test(present.join());
    if (!keep) {
      evict(key);
    }
    return !keep;
  }

  /** Evicts a cached value that is outdated; a load in flight is left alone. */
  public void evictIf(K key, Predicate<V> outdated) {
    CompletableFuture<V> present = cache.getIfPresent(key);
    if (present != null
        && present.isDone()
        && !present.isCompletedExceptionally()
        && outdated.test(present.join())) {
      cache.asMap().remove(key, present);
    }
  }

  public void clear() {
    cache.synchronous().invalidateAll();
  }

  private CompletableFuture<Map<K, V>> load(Set<K> missing) {
    loaded.add(missing.size());
    return loader
        .apply(missing)
        .recover(cause -> Future.failedFuture(wrapped(cause)))
        .toCompletionStage()
        .toCompletableFuture();
  }

  /** Caffeine logs failures of loads, except cancellations. */
  private static Throwable wrapped(Throwable cause) {
    return new CancellationException().initCause(cause);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && (cause instanceof CompletionException || cause instanceof CancellationException)) {
      cause = cause.getCause();
    }
    return cause;
  }
}
