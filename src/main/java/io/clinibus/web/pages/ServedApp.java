package io.clinibus.web.pages;

import io.clinibus.platform.NodeContext;
import io.clinibus.platform.jobs.RetentionJob;
import io.clinibus.web.http.SecurityHeaders;
import io.vertx.core.Future;

/** The app of a node: its pages, and its files in the store that nodes of other builds read. */
public final class ServedApp {

  private final NodeContext platform;
  private final AppBuild build;
  private final ClassPathFiles files;
  private final Future<AssetKeys> keys;
  private final AssetRepository repository;

  public ServedApp(NodeContext platform, AppBuild build) {
    this.platform = platform;
    this.build = build;
    this.files = new ClassPathFiles(platform.vertx(), build.folder());
    this.keys =
        platform
            .vertx()
            .executeBlocking(() -> AssetKeys.read(platform.settings().signingKey()), false);
    this.repository = new AssetRepository(platform.database());
  }

  /** Its pages and files; the same on each event loop. */
  public AppPages pages() {
    var stored = new StoredAssets(platform.vertx(), keys, repository, platform.metrics());
    return new AppPages(
        files, stored, SecurityHeaders.app(platform.settings().http().imageHosts()));
  }

  /** Begins to store its files, and to delete those that no node serves any more. */
  public void storeAssets() {
    new AssetStorageJob(platform.vertx(), build, files, keys, repository, platform.clock())
        .start(platform.jobs());
    new RetentionJob(platform.database(), platform.clock(), AssetRepository.RETENTION)
        .start(platform.jobs(), platform.metrics(), "web");
  }
}
