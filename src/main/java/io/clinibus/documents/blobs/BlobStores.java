package io.clinibus.documents.blobs;

import io.clinibus.settings.Settings;
import io.vertx.core.Vertx;
import java.time.Clock;

/** The store that the settings name. */
public final class BlobStores {

  private BlobStores() {}

  public static BlobStore of(Vertx vertx, Settings.Documents settings, Clock clock) {
    return settings
        .s3()
        .<BlobStore>map(s3 -> new S3BlobStore(vertx, s3, clock))
        .orElseGet(() -> new FolderBlobStore(vertx, settings.folder()));
  }
}
