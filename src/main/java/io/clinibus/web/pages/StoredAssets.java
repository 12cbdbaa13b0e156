package io.clinibus.web.pages;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.cache.BatchCache;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves assets of other builds from PostgreSQL. Anybody may ask, so a node reads the names of all
 * that are stored, once a second at most, and the content of those only: nobody can make it ask for
 * what is not there. An asset is read once by all who ask for it at the same time.
 */
final class StoredAssets {

  private static final Logger LOG = LoggerFactory.getLogger(StoredAssets.class);

  /** As the build names its assets: a name, a hash of eight characters, the type. */
  private static final Pattern NAME =
      Pattern.compile("assets/[A-Za-z0-9_.-]{1,100}-[A-Za-z0-9_-]{8}\\.[a-z0-9]{2,5}");

  private static final String ALL = "all";
  private static final Duration NAMES_LAST = Duration.ofSeconds(1);

  /** Some pages of a former release, in memory while their tabs are open. */
  private static final int MOST_IN_MEMORY = 64;

  private static final Duration IN_MEMORY = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Bytes that are read and not yet written, for all requests together. */
  private static final long MOST_IN_FLIGHT = 32L * 1024 * 1024;

  /** Of a request, in metrics. */
  private enum Outcome {
    SERVED,
    ABSENT,
    UNAVAILABLE,
    ALTERED
  }

  private final Vertx vertx;
  private final Future<AssetKeys> keys;
  private final AssetRepository repository;
  private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
  private final long mostInFlight;
  private final Duration patience;
  private final BatchCache<String, Map<String, Integer>> sizes;

  /** Empty where the content is not authentic. */
  private final BatchCache<String, Optional<StaticFile>> files;

  private final AtomicLong inFlight = new AtomicLong();

  StoredAssets(Vertx vertx, Future<AssetKeys> keys, AssetRepository repository, Metrics metrics) {
    this(vertx, keys, repository, metrics, MOST_IN_FLIGHT, PATIENCE);
  }

  /**
   * @param mostInFlight bytes
   * @param patience how long PostgreSQL may take for a read
   */
  StoredAssets(
      Vertx vertx,
      Future<AssetKeys> keys,
      AssetRepository repository,
      Metrics metrics,
      long mostInFlight,
      Duration patience) {
    this.vertx = vertx;
    this.keys = keys;
    this.repository = repository;
    for (Outcome outcome : Outcome.values()) {
      counters.put(outcome, metrics.counter("clinibus.stored.assets", "outcome", outcome.name()));
    }
    this.mostInFlight = mostInFlight;
    this.patience = patience;
    this.sizes = new BatchCache<>(vertx, 1, NAMES_LAST, () -> true, all -> sizes());
    this.files =
        new BatchCache<>(
            vertx, MOST_IN_MEMORY, IN_MEMORY, () -> true, names -> file(names.iterator().next()));
  }

  /** Whether a file may be an asset of any build. */
  static boolean isAsset(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Sends an asset.
   *
   * @return fails with {@code NOT_FOUND} if it is not stored, {@code UNAVAILABLE} while that cannot
   *     be read, or while too much is being sent
   */
  Future<Void> send(RoutingContext context, String name) {
    if (!isAsset(name)) {
      return Future.failedFuture(notFound());
    }
    return size(name)
        .compose(size -> size == null ? absent(Outcome.ABSENT) : send(context, name, size))
        .onFailure(this::countUnavailable);
  }

  /** The size of an asset, or null if it is not stored. */
  private Future<Integer> size(String name) {
    Optional<StaticFile> known = files.known(name);
    return known != null && known.isPresent()
        ? Future.succeededFuture(known.get().content().size())
        : sizes.get(ALL).map(of -> of.get(name));
  }

  private Future<Void> send(RoutingContext context, String name, int size) {
    if (inFlight.addAndGet(size) > mostInFlight) {
      inFlight.addAndGet(-size);
      return Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
    }
    return files
        .get(name)
        .compose(
            file -> {
              if (file == null || file.isEmpty()) {
                return absent(file == null ? Outcome.ABSENT : Outcome.ALTERED);
              }
              count(Outcome.SERVED);
              return file.get().send(context, StaticFile.IMMUTABLE);
            })
        .onComplete(sent -> inFlight.addAndGet(-size));
  }

  private Future<Map<String, Map<String, Integer>>> sizes() {
    return keys.compose(of -> repository.sizes(of.ids()))
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .map(read -> Map.of(ALL, read))
        .recover(StoredAssets::unavailable);
  }

  private Future<Map<String, Optional<StaticFile>>> file(String name) {
    return keys.compose(
            of ->
                repository
                    .find(name, of.ids())
                    .compose(
                        found ->
                            found.isEmpty()
                                ? Future.succeededFuture(Map.<String, Optional<StaticFile>>of())
                                : vertx.executeBlocking(
                                    () -> Map.of(name, verified(of, found.get())), false)))
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .recover(StoredAssets::unavailable);
  }

  private static Optional<StaticFile> verified(AssetKeys keys, StoredAsset asset) {
    if (keys.verify(asset)) {
      return Optional.of(StaticFile.of(asset.name(), asset.content()));
    }
    LOG.atError().addKeyValue("asset", asset.name()).log("stored asset not authentic");
    return Optional.empty();
  }

  private <T> Future<T> absent(Outcome outcome) {
    count(outcome);
    return Future.failedFuture(notFound());
  }

  private static <T> Future<T> unavailable(Throwable cause) {
    boolean temporary = cause instanceof TimeoutException || PostgresErrors.isTemporary(cause);
    return Future.failedFuture(temporary ? Failure.of(CommonFailures.UNAVAILABLE) : cause);
  }

  private void countUnavailable(Throwable cause) {
    if (cause instanceof Failure failure && failure.is(CommonFailures.UNAVAILABLE)) {
      count(Outcome.UNAVAILABLE);
    }
  }

  private void count(Outcome outcome) {
    counters.get(outcome).increment();
  }

  private static Failure notFound() {
    return Failure.of(CommonFailures.NOT_FOUND, "There is no such page.");
  }
}
