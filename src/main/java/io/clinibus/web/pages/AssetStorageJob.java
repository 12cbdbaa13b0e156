package io.clinibus.web.pages;

import io.clinibus.platform.jobs.Jobs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Stores the assets of this node's build for the pages that it serves and that ask other nodes, and
 * notes that they are served. Whatever another node has stored is not stored again.
 */
final class AssetStorageJob {

  private static final Duration AT_REST = Duration.ofMinutes(10);
  private static final Duration AT_WORK = Duration.ofMillis(20);

  /** What a statement may have, and one asset more. */
  private static final int BATCH_BYTES = 256 * 1024;

  private final Vertx vertx;
  private final AppBuild build;
  private final ClassPathFiles files;
  private final Future<AssetKeys> keys;
  private final AssetRepository repository;
  private final Clock clock;
  private Future<Set<String>> names;

  AssetStorageJob(
      Vertx vertx,
      AppBuild build,
      ClassPathFiles files,
      Future<AssetKeys> keys,
      AssetRepository repository,
      Clock clock) {
    this.vertx = vertx;
    this.build = build;
    this.files = files;
    this.keys = keys;
    this.repository = repository;
    this.clock = clock;
  }

  void start(Jobs jobs) {
    jobs.atOnce(AT_REST, AT_WORK, "store-assets", this::run);
  }

  /**
   * Stores some.
   *
   * @return whether there are more
   */
  Future<Boolean> run() {
    if (names == null || names.failed()) {
      names = vertx.executeBlocking(build::assets);
    }
    return names.compose(
        own -> own.isEmpty() ? Future.succeededFuture(false) : keys.compose(of -> store(own, of)));
  }

  private Future<Boolean> store(Set<String> own, AssetKeys of) {
    return repository
        .see(own, of.id(), clock.instant())
        .compose(
            missing ->
                missing.isEmpty()
                    ? Future.succeededFuture(false)
                    : vertx
                        .executeBlocking(() -> batch(missing, of))
                        .compose(
                            batch ->
                                repository
                                    .store(batch, clock.instant())
                                    .map(stored -> batch.size() < missing.size())));
  }

  private List<StoredAsset> batch(List<String> missing, AssetKeys of) throws IOException {
    List<StoredAsset> batch = new ArrayList<>();
    int bytes = 0;
    for (String name : missing) {
      if (bytes >= BATCH_BYTES) {
        break;
      }
      FileContent content = Objects.requireNonNull(files.content(name), name);
      batch.add(of.authenticated(name, content));
      bytes += content.size();
    }
    return batch;
  }
}
